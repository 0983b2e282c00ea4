// SPDX-License-Identifier: GPL-3.0-or-later
#include "program.h"
#include "store/reader.h"
#include "support/past_relay.h"
#include "support/signed_events.h"
#include "support/test_main.h"

#include <QElapsedTimer>
#include <QEventLoop>

#include <algorithm>
#include <random>
#include <set>

namespace dvmdash::test
{

namespace
{

/// Ids of the job events that are stored, and when all was surely heard.
struct Held {
    std::set<nostr::EventId> ids;
    store::IntervalSet covered;
};

Held heldIn(const QString &database)
{
    Held held;
    store::Reader reader(database.toStdString());
    reader.selectEvents({}, [&](const nostr::Event &event) {
        if (isOfJob(event))
            held.ids.insert(event.id);
        return true;
    });
    for (const auto &one : reader.coverage())
        for (const auto &[from, until] : one.covered.intervals())
            held.covered.add(from, until);
    return held;
}

} // namespace

class BackfillTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void nothingIsLostAndNothingIsClaimed_data();
    void nothingIsLostAndNothingIsClaimed();
    void whatCameIsNotAskedAgain();
    void aRelayThatTakesFewKindsProvesNothing_data();
    void aRelayThatTakesFewKindsProvesNothing();
    void whatTheRelayCountsIsHeldAgainstWhatCame();
    void whatDvmsArePaidAndSayOfThemselvesComesToo();
    void badArgumentsAreSaid();

private:
    static QStringList arguments(const ProgramFolder &folder, const PastRelay &relay)
    {
        return {QStringLiteral("backfill"),
                QStringLiteral("--db"),
                folder.database(),
                QStringLiteral("--relay"),
                relay.url(),
                QStringLiteral("--since"),
                QStringLiteral("1d"),
                QStringLiteral("--json")};
    }
};

void BackfillTest::nothingIsLostAndNothingIsClaimed_data()
{
    QTest::addColumn<unsigned>("seed");
    for (unsigned seed = 1; seed <= 20; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

/// Pages of any length, connections that break, a program that is killed: in the end it has what the relay
/// has, and at no time it says of a time that it has all of it, and has not.
void BackfillTest::nothingIsLostAndNothingIsClaimed()
{
    QFETCH(const unsigned, seed);
    std::mt19937 random(seed);
    PastRelay relay(demoEvents(50, seed));
    relay.cap = [&random] { return 5 + random() % 60; };
    // A relay that breaks off six times in a row is left alone for minutes.
    int breaks = 0;
    relay.breaks = [&](const nostr::Event &) { return breaks < 3 && random() % 200 == 0 && ++breaks > 0; };
    const ProgramFolder folder;
    for (int run = 0; run < 30; ++run) {
        QProcess program;
        QStringList words = arguments(folder, relay);
        if (seed % 3 == 0)
            words += QStringLiteral("--oldest-first");
        folder.prepare(program, words);
        program.start();
        QVERIFY(program.waitForStarted());
        QEventLoop loop;
        connect(&program, &QProcess::finished, &loop, &QEventLoop::quit);
        if (run < 2) {
            const int ms = 100 + static_cast<int>(random() % 500);
            QTimer::singleShot(ms, &program, &QProcess::kill);
        }
        if (program.state() != QProcess::NotRunning)
            loop.exec();
        if (!QFile::exists(folder.database()))
            continue; // killed before it was made
        Held held;
        try {
            held = heldIn(folder.database());
        } catch (const store::Error &) {
            continue; // or in the middle of that
        }
        for (const nostr::Event &event : relay.events())
            if (isOfJob(event) && held.covered.covers(event.created_at, event.created_at + 1))
                QVERIFY(held.ids.contains(event.id));
        if (program.exitStatus() == QProcess::CrashExit)
            continue;
        QCOMPARE(program.exitCode(), 0);
        const auto wanted =
            static_cast<std::size_t>(std::count_if(relay.events().begin(), relay.events().end(), isOfJob));
        QCOMPARE(held.ids.size(), wanted);
        const auto oldest = relay.events().back().created_at;
        const auto newest = relay.events().front().created_at;
        QVERIFY(held.covered.covers(oldest, newest));
        return;
    }
    QFAIL("it never came to an end");
}

void BackfillTest::whatCameIsNotAskedAgain()
{
    PastRelay relay(demoEvents(30));
    const ProgramFolder folder;
    const auto run = [&] {
        QProcess program;
        folder.prepare(program, arguments(folder, relay));
        program.start();
        return finished(program).json();
    };
    const nlohmann::json first = run();
    COMPARE_JSON(first.at("relays").at(0).at("state"), "done");
    COMPARE_JSON(first.at("rejected"), nlohmann::json::object());
    const std::size_t asked = relay.wire().requests.size();
    const nlohmann::json second = run();
    COMPARE_JSON(second.at("relays").at(0).at("state"), "done");
    COMPARE_JSON(second.at("accepted"), 0);
    // Of the jobs only the seconds since.
    std::int64_t oldest = std::numeric_limits<std::int64_t>::max();
    for (std::size_t i = asked; i < relay.wire().requests.size(); ++i)
        for (const nostr::Filter &filter : relay.wire().requests[i].filters)
            if (relay.wire().requests[i].subscription.starts_with("history/") && filter.until &&
                filter.kinds && filter.kinds->size() > 100)
                oldest = std::min(oldest, *filter.since);
    QVERIFY(oldest > relay.events().front().created_at);

    const auto coverage = folder.withDatabase({QStringLiteral("coverage"), QStringLiteral("--window"),
                                               QStringLiteral("1d"), QStringLiteral("--json")});
    QCOMPARE(coverage.code, 0);
    QVERIFY(coverage.json().at("together").at("share").get<double>() > 0.99);
    COMPARE_JSON(coverage.json().at("relays").at(0).at("url"), relay.url().toStdString());
}

void BackfillTest::aRelayThatTakesFewKindsProvesNothing_data()
{
    QTest::addColumn<bool>("swallows");
    QTest::newRow("it says so") << false;
    QTest::newRow("it says that there is nothing") << true;
}

/// A few kinds at a time are better than nothing; the kinds that have no name are missing then.
void BackfillTest::aRelayThatTakesFewKindsProvesNothing()
{
    QFETCH(const bool, swallows);
    PastRelay relay(demoEvents(30));
    relay.mostKinds = 12;
    relay.swallows = swallows;
    const ProgramFolder folder;
    QProcess program;
    folder.prepare(program, arguments(folder, relay));
    program.start();
    const nlohmann::json result = finished(program).json();
    COMPARE_JSON(result.at("relays").at(0).at("state"), "done");
    const auto detail = result.at("relays").at(0).at("detail").get<std::string>();
    QVERIFY(swallows || detail.find("too many kinds") != std::string::npos);
    const Held held = heldIn(folder.database());
    QVERIFY(held.ids.size() > 50);
    QVERIFY(held.covered.total() == 0);
}

/// NIP-45.
void BackfillTest::whatTheRelayCountsIsHeldAgainstWhatCame()
{
    for (const bool keepsSomeBack : {false, true}) {
        PastRelay relay(demoEvents(30));
        relay.wire().setLimitation("{}", "[1,11,45]");
        if (keepsSomeBack)
            relay.gives = [](const nostr::Event &event) { return event.created_at % 5 != 0; };
        const auto jobs = std::count_if(relay.events().begin(), relay.events().end(), isOfJob);
        const auto back = std::count_if(relay.events().begin(), relay.events().end(), [&](const auto &event) {
            return isOfJob(event) && !relay.gives(event);
        });
        const ProgramFolder folder;
        QProcess program;
        folder.prepare(program, arguments(folder, relay));
        program.start();
        const nlohmann::json result = finished(program).json().at("relays").at(0);
        COMPARE_JSON(result.at("state"), "done");
        COMPARE_JSON(result.at("counted_by_relay"), jobs);
        COMPARE_JSON(result.at("counted_and_missing"), back);
        QCOMPARE(back > 0, keepsSomeBack);
    }
}

void BackfillTest::whatDvmsArePaidAndSayOfThemselvesComesToo()
{
    const auto events = demoEvents(60);
    PastRelay relay(events);
    const ProgramFolder folder;
    QProcess program;
    folder.prepare(program, arguments(folder, relay));
    program.start();
    QCOMPARE(finished(program).code, 0);
    std::map<int, int> stored;
    store::Reader(folder.database().toStdString()).selectEvents({}, [&](const nostr::Event &event) {
        ++stored[event.kind];
        return true;
    });
    std::map<int, int> there;
    for (const auto &event : events)
        ++there[event.kind];
    for (const int kind : {31990, 11998, 9735}) {
        QVERIFY(there[kind] > 0);
        QCOMPARE(stored[kind], there[kind]);
    }
}

void BackfillTest::badArgumentsAreSaid()
{
    const ProgramFolder folder;
    const auto run = [&](const QStringList &more) {
        return folder.withDatabase(QStringList{QStringLiteral("backfill")} + more);
    };
    QVERIFY(run({}).err.contains("--relay"));
    const QStringList relay{QStringLiteral("--relay"), QStringLiteral("wss://relay.example")};
    QVERIFY(run(relay).err.contains("--since"));
    const auto backwards = run(relay + QStringList{QStringLiteral("--since"), QStringLiteral("1d"),
                                                   QStringLiteral("--until"), QStringLiteral("2d")});
    QVERIFY(backwards.code != 0);
    QVERIFY(backwards.err.contains("before --until"));
    QVERIFY(!QFile::exists(folder.database()));
}

} // namespace dvmdash::test

using dvmdash::test::BackfillTest;
DVMDASH_TEST(BackfillTest)
#include "backfill_test.moc"
