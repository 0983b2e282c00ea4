// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/demo_relay.h"
#include "engine/capture_format.h"
#include "program.h"
#include "support/signed_events.h"
#include "support/test_main.h"

#include <QFile>

#include <set>

namespace dvmdash::test
{

namespace
{

/// What the collector asks every relay for, whatever else it may ask.
std::vector<nostr::Event> jobEvents(const std::vector<nostr::Event> &events)
{
    std::vector<nostr::Event> jobs;
    for (const auto &event : events)
        if ((event.kind >= 5000 && event.kind < 7000) || event.kind == 7000)
            jobs.push_back(event);
    return jobs;
}

} // namespace

class CollectTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void collectsStoredAndLive();
    void twoRelaysGiveDuplicates();
    void unreachableRelayIsSaid();
    void databaseInUseIsSaid();
    void domainsAreAskedOnlyWhenAllowed();
};

void CollectTest::collectsStoredAndLive()
{
    auto events = demoEvents(60);
    const ProgramFolder folder;
    demo::DemoRelay relay;
    QVERIFY(relay.listen());
    const std::size_t stored = events.size() / 2;
    for (std::size_t i = 0; i < stored; ++i)
        relay.publish(events[i]);

    QProcess program;
    const QString recording = folder.path(QStringLiteral("recording.jsonl"));
    folder.prepare(program, {QStringLiteral("collect"), QStringLiteral("--db"), folder.database(),
                             QStringLiteral("--relay"), relay.url().toString(), QStringLiteral("--since"),
                             QStringLiteral("1d"), QStringLiteral("--for"), QStringLiteral("4s"),
                             QStringLiteral("--record"), recording, QStringLiteral("--json")});
    QByteArray told;
    connect(&program, &QProcess::readyReadStandardError, this,
            [&] { told += program.readAllStandardError(); });
    program.start();
    QTRY_VERIFY_WITH_TIMEOUT(told.contains(" live\n"), 30'000);
    for (std::size_t i = stored; i < events.size(); ++i)
        relay.publish(events[i]);
    const ProgramResult result = finished(program);
    QCOMPARE(result.code, 0);
    const nlohmann::json summary = result.json();

    const ProgramResult exported = folder.withDatabase({QStringLiteral("export")});
    std::set<QByteArray> collected;
    for (const QByteArray &line : exported.lines())
        collected.insert(line);
    for (const auto &event : jobEvents(events))
        QVERIFY(collected.contains(QByteArray::fromStdString(nostr::toJson(event))));
    COMPARE_JSON(summary.at("accepted"), static_cast<std::int64_t>(collected.size()));
    COMPARE_JSON(summary.at("rejected"), nlohmann::json::object());
    QCOMPARE(summary.at("read").get<std::int64_t>(),
             summary.at("accepted").get<std::int64_t>() + summary.at("duplicate").get<std::int64_t>());
    QVERIFY(summary.at("seconds") >= 3.5);
    QCOMPARE(summary.at("relays").size(), std::size_t{1});
    const nlohmann::json &one = summary.at("relays")[0];
    COMPARE_JSON(one.at("url"), relay.url().toString().toStdString());
    COMPARE_JSON(one.at("state"), "live");
    COMPARE_JSON(one.at("frames"), summary.at("read"));
    COMPARE_JSON(one.at("accepted"), summary.at("accepted"));

    // The recording holds the same events, and imports.
    QFile file(recording);
    QVERIFY(file.open(QIODevice::ReadOnly));
    std::set<QByteArray> recorded;
    for (const QByteArray &text : file.readAll().trimmed().split('\n')) {
        const auto line = engine::readCaptureLine(text.toStdString());
        QVERIFY2(line, text.constData());
        if (const auto *event = std::get_if<engine::CapturedEvent>(&line->what))
            recorded.insert(QByteArray::fromStdString(event->json));
    }
    QVERIFY(recorded == collected);
    COMPARE_JSON(summary.at("recorded").at("events"), static_cast<std::int64_t>(recorded.size()));
}

void CollectTest::twoRelaysGiveDuplicates()
{
    const auto events = jobEvents(demoEvents(20));
    const ProgramFolder folder;
    demo::DemoRelay one;
    demo::DemoRelay two;
    QVERIFY(one.listen() && two.listen());
    for (const auto &event : events) {
        one.publish(event);
        two.publish(event);
    }
    const ProgramResult result =
        folder.withDatabase({QStringLiteral("collect"), QStringLiteral("--relay"), one.url().toString(),
                             QStringLiteral("--relay"), two.url().toString(), QStringLiteral("--relay"),
                             one.url().toString() + u'/', QStringLiteral("--since"), QStringLiteral("1d"),
                             QStringLiteral("--for"), QStringLiteral("3s"), QStringLiteral("--json")});
    QCOMPARE(result.code, 0);
    const nlohmann::json summary = result.json();
    QCOMPARE(summary.at("relays").size(), std::size_t{2}); // the third is the first, spelt otherwise
    COMPARE_JSON(summary.at("accepted"), static_cast<std::int64_t>(events.size()));
    COMPARE_JSON(summary.at("duplicate"), static_cast<std::int64_t>(events.size()));
    const nlohmann::json relays =
        folder.withDatabase({QStringLiteral("relays"), QStringLiteral("--json")}).json();
    QCOMPARE(relays.at("relays").size(), std::size_t{2});
    for (const auto &relay : relays.at("relays"))
        COMPARE_JSON(relay.at("events"), static_cast<std::int64_t>(events.size()));
}

void CollectTest::unreachableRelayIsSaid()
{
    const ProgramFolder folder;
    const ProgramResult result = folder.withDatabase(
        {QStringLiteral("collect"), QStringLiteral("--relay"), QStringLiteral("ws://127.0.0.1:1"),
         QStringLiteral("--for"), QStringLiteral("1s"), QStringLiteral("--json")});
    QCOMPARE(result.code, 1);
    QVERIFY(result.err.contains("waiting: "));
    QVERIFY(result.err.contains("no relay could be reached"));
    COMPARE_JSON(result.json().at("relays")[0].at("state"), "waiting");
    QVERIFY(!result.json().at("relays")[0].at("detail").get<std::string>().empty());
}

void CollectTest::databaseInUseIsSaid()
{
    const ProgramFolder folder;
    demo::DemoRelay relay;
    QVERIFY(relay.listen());
    const auto events = jobEvents(demoEvents(10));
    QProcess first;
    folder.prepare(first, {QStringLiteral("collect"), QStringLiteral("--db"), folder.database(),
                           QStringLiteral("--relay"), relay.url().toString(), QStringLiteral("--since"),
                           QStringLiteral("1d")});
    QByteArray told;
    connect(&first, &QProcess::readyReadStandardError, this, [&] { told += first.readAllStandardError(); });
    first.start();
    QTRY_VERIFY_WITH_TIMEOUT(told.contains(" live\n"), 30'000);
    for (const auto &event : events)
        relay.publish(event);

    // Readers work beside it and see what was committed.
    const auto stored = [&folder] {
        return folder.withDatabase({QStringLiteral("stats"), QStringLiteral("--json")})
            .json()
            .at("events_total");
    };
    // Heartbeats and announcements of the relay are none here: only what was published.
    QTRY_VERIFY_WITH_TIMEOUT(stored() == nlohmann::json(events.size()), 30'000);
    QCOMPARE(folder.withDatabase({QStringLiteral("export")}).out, toLines(events));

    // A second writer is kept out, and says why.
    for (const QStringList &writer :
         {QStringList{QStringLiteral("import"), QStringLiteral("-")},
          QStringList{QStringLiteral("collect"), QStringLiteral("--relay"), relay.url().toString(),
                      QStringLiteral("--for"), QStringLiteral("1s")}}) {
        const ProgramResult refused = folder.withDatabase(writer, toLines({signedEvent(1, 5100, 1, {})}));
        QCOMPARE(refused.code, 1);
        QVERIFY(refused.out.isEmpty());
        QVERIFY2(refused.err.contains("test.sqlite"), refused.err.constData());
        QVERIFY2(refused.err.contains("is writing to"), refused.err.constData());
    }
    first.kill();
    finished(first);
    QCOMPARE(folder.withDatabase({QStringLiteral("export")}).out, toLines(events));
}

void CollectTest::domainsAreAskedOnlyWhenAllowed()
{
    const ProgramFolder folder;
    demo::DemoRelay relay;
    QVERIFY(relay.listen());
    // An address that nobody may ask: that it was looked at shows without a network.
    const auto announcement =
        signedEvent(2, 31990, 1, {{"d", "x"}, {"k", "5100"}}, "{\"name\":\"d\",\"nip05\":\"d@localhost\"}");
    const auto answer = signedEvent(2, 7000, 2, {{"e", signedEvent(1, 5100, 1, {}).id.hex()}});
    QCOMPARE(
        folder.withDatabase({QStringLiteral("import"), QStringLiteral("-")}, toLines({announcement, answer}))
            .code,
        0);
    const auto checksAfter = [&](const QStringList &flags) {
        QStringList arguments{QStringLiteral("collect"), QStringLiteral("--relay"), relay.url().toString(),
                              QStringLiteral("--for"), QStringLiteral("2s")};
        folder.withDatabase(arguments + flags);
        return folder
            .withDatabase(
                {QStringLiteral("dvm"), QString::fromStdString(keyOf(2).hex()), QStringLiteral("--json")})
            .json()
            .at("profile")
            .at("checks");
    };
    QCOMPARE(checksAfter({}).size(), std::size_t{0});
    QCOMPARE(checksAfter({QStringLiteral("--check-lnurl")}).size(), std::size_t{0});
    const nlohmann::json checks =
        checksAfter({QStringLiteral("--check-lnurl"), QStringLiteral("--check-nip05")});
    QCOMPARE(checks.size(), std::size_t{1});
    COMPARE_JSON(checks[0].at("what"), "nip05");
    COMPARE_JSON(checks[0].at("address"), "d@localhost");
    COMPARE_JSON(checks[0].at("verified"), nullptr);
    COMPARE_JSON(checks[0].at("answered_at"), nullptr);
    QVERIFY(checks[0].at("error").get<std::string>().find("no public name") != std::string::npos);
}

DVMDASH_TEST(CollectTest)

} // namespace dvmdash::test

#include "collect_test.moc"
