// SPDX-License-Identifier: GPL-3.0-or-later
#include "arguments.h"
#include "command.h"
#include "nostr/nip19.h"
#include "support/test_main.h"

namespace dvmdash::cli
{

namespace
{

constexpr std::int64_t now = 1'700'000'000;

} // namespace

class ArgumentsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void durations_data();
    void durations();
    void times_data();
    void times();
    void kinds();
    void requestKinds();
    void steps();
    void idsAndKeys();
    void secretsAreNotRepeated();
    void windows();
    void wrongWindows_data();
    void wrongWindows();
};

void ArgumentsTest::durations_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("seconds"); // 0: refused
    QTest::newRow("bare") << QStringLiteral("90") << qint64{90};
    QTest::newRow("seconds") << QStringLiteral("60s") << qint64{60};
    QTest::newRow("minutes") << QStringLiteral("5m") << qint64{300};
    QTest::newRow("hours") << QStringLiteral("24h") << qint64{86'400};
    QTest::newRow("days") << QStringLiteral(" 1D ") << qint64{86'400};
    QTest::newRow("weeks") << QStringLiteral("2w") << qint64{1'209'600};
    QTest::newRow("zero") << QStringLiteral("0s") << qint64{0};
    QTest::newRow("negative") << QStringLiteral("-5s") << qint64{0};
    QTest::newRow("empty") << QString() << qint64{0};
    QTest::newRow("unit only") << QStringLiteral("h") << qint64{0};
    QTest::newRow("unknown unit") << QStringLiteral("5y") << qint64{0};
    QTest::newRow("fraction") << QStringLiteral("1.5h") << qint64{0};
    QTest::newRow("overflow") << QStringLiteral("9223372036854775807w") << qint64{0};
    QTest::newRow("not ASCII digits") << QStringLiteral("\u0663h") << qint64{0};
}

void ArgumentsTest::durations()
{
    QFETCH(QString, text);
    QFETCH(qint64, seconds);
    if (seconds == 0)
        QVERIFY_THROWS_EXCEPTION(UsageError, durationFromText("--for", text.toStdString()));
    else
        QCOMPARE(qint64{durationFromText("--for", text.toStdString())}, seconds);
}

void ArgumentsTest::times_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("time"); // -1: refused
    QTest::newRow("unix") << QStringLiteral("1600000000") << qint64{1'600'000'000};
    QTest::newRow("now") << QStringLiteral("NOW") << qint64{now};
    QTest::newRow("date") << QStringLiteral("2024-05-01") << qint64{1'714'521'600};
    QTest::newRow("UTC") << QStringLiteral("2024-05-01T12:30:00Z") << qint64{1'714'566'600};
    QTest::newRow("no zone is UTC") << QStringLiteral("2024-05-01T12:30:00") << qint64{1'714'566'600};
    QTest::newRow("offset") << QStringLiteral("2024-05-01T14:30:00+02:00") << qint64{1'714'566'600};
    QTest::newRow("ago") << QStringLiteral("2h") << qint64{now - 7'200};
    QTest::newRow("days ago") << QStringLiteral("3d") << qint64{now - 259'200};
    QTest::newRow("before 1970") << QStringLiteral("9999w") << qint64{0};
    QTest::newRow("negative") << QStringLiteral("-1") << qint64{-1};
    QTest::newRow("date before 1970") << QStringLiteral("1969-01-01") << qint64{-1};
    QTest::newRow("no such day") << QStringLiteral("2024-02-31") << qint64{-1};
    QTest::newRow("words") << QStringLiteral("yesterday") << qint64{-1};
    QTest::newRow("too large") << QStringLiteral("99999999999999999999") << qint64{-1};
    QTest::newRow("empty") << QString() << qint64{-1};
}

void ArgumentsTest::times()
{
    QFETCH(QString, text);
    QFETCH(qint64, time);
    if (time < 0)
        QVERIFY_THROWS_EXCEPTION(UsageError, timeFromText("--since", text.toStdString(), now));
    else
        QCOMPARE(qint64{timeFromText("--since", text.toStdString(), now)}, time);
}

void ArgumentsTest::kinds()
{
    QCOMPARE(kindsFromText("--kind", {"5000, 5001", "7000"}), (std::vector<int>{5000, 5001, 7000}));
    QVERIFY(kindsFromText("--kind", {}).empty());
    for (const char *wrong : {"65536", "-1", "5000,", "job", "", "5000-5999"})
        QVERIFY_THROWS_EXCEPTION(UsageError, kindsFromText("--kind", {wrong}));
}

void ArgumentsTest::requestKinds()
{
    QCOMPARE(requestKindFromText("--kind", "5300"), 5300);
    QCOMPARE(requestKindFromText("--kind", "6300"), 5300);
    QCOMPARE(requestKindFromText("--kind", " 5999 "), 5999);
    // Feedback, other protocols, several, none.
    for (const char *wrong : {"7000", "1", "5128", "6666", "5300,5301", "", "5300x", "70000"})
        QVERIFY_THROWS_EXCEPTION(UsageError, requestKindFromText("--kind", wrong));
}

void ArgumentsTest::steps()
{
    QCOMPARE(stepFromText("--step", "15m"), metrics::Step::Quarter);
    QCOMPARE(stepFromText("--step", "month"), metrics::Step::Month);
    for (const char *wrong : {"", "2h", "15", "1M", "day"})
        QVERIFY_THROWS_EXCEPTION(UsageError, stepFromText("--step", wrong));
}

void ArgumentsTest::idsAndKeys()
{
    nostr::EventId id;
    id.data.fill(0xab);
    QCOMPARE(eventIdFromArgument("ID", id.hex()), id);
    QCOMPARE(eventIdFromArgument("ID", ' ' + nostr::nip19::encode(nostr::nip19::Note{id})), id);
    QCOMPARE(eventIdFromArgument("ID", nostr::nip19::encode(nostr::nip19::Nevent{id, {}, {}, {}})), id);
    QVERIFY_THROWS_EXCEPTION(UsageError, eventIdFromArgument("ID", id.hex().substr(1)));
    nostr::PublicKey key;
    key.data.fill(0x17);
    QCOMPARE(publicKeyFromArgument("--author", nostr::nip19::encode(nostr::nip19::Npub{key})), key);
    QVERIFY_THROWS_EXCEPTION(UsageError,
                             publicKeyFromArgument("--author", nostr::nip19::encode(nostr::nip19::Note{id})));
}

void ArgumentsTest::secretsAreNotRepeated()
{
    nostr::SecretKey secret;
    secret.data.fill(0x42);
    const std::string nsec = nostr::nip19::encode(nostr::nip19::Nsec{secret});
    try {
        publicKeyFromArgument("--author", nsec);
        QFAIL("a secret key is no public key");
    } catch (const UsageError &error) {
        QVERIFY(std::string(error.what()).find(nsec) == std::string::npos);
        QVERIFY(std::string(error.what()).find("--author") != std::string::npos);
    }
}

void ArgumentsTest::windows()
{
    QVERIFY(windowFromArguments("", "", "", now).all);
    QVERIFY(windowFromArguments("all", "", "", now).all);
    const auto day = windowFromArguments("24h", "", "", now);
    QVERIFY(!day.all);
    QCOMPARE(day.until, now + 1); // the running second is in it
    QCOMPARE(day.since, now + 1 - 86'400);
    const auto named = windowFromArguments("", "1000", "2000", now);
    QCOMPARE(named.since, 1000);
    QCOMPARE(named.until, 2000);
    QCOMPARE(windowFromArguments("", "2h", "", now).until, now + 1);
    QCOMPARE(windowFromArguments("", "", "2000", now).since, 0);
}

void ArgumentsTest::wrongWindows_data()
{
    QTest::addColumn<QString>("window");
    QTest::addColumn<QString>("since");
    QTest::addColumn<QString>("until");
    QTest::newRow("both ways") << QStringLiteral("24h") << QStringLiteral("1000") << QString();
    QTest::newRow("backwards") << QString() << QStringLiteral("2000") << QStringLiteral("1000");
    QTest::newRow("empty") << QString() << QStringLiteral("1000") << QStringLiteral("1000");
    QTest::newRow("no duration") << QStringLiteral("yesterday") << QString() << QString();
}

void ArgumentsTest::wrongWindows()
{
    QFETCH(QString, window);
    QFETCH(QString, since);
    QFETCH(QString, until);
    QVERIFY_THROWS_EXCEPTION(
        UsageError, windowFromArguments(window.toStdString(), since.toStdString(), until.toStdString(), now));
}

DVMDASH_TEST(ArgumentsTest)

} // namespace dvmdash::cli

#include "arguments_test.moc"
