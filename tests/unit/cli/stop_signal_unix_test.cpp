// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/demo_relay.h"
#include "program.h"
#include "shared/stop_signal.h"
#include "support/test_main.h"

#include <QSignalSpy>
#include <QTimer>

#include <signal.h>

#include <csignal>

namespace dvmdash::test
{

class StopSignalTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void toldOnTheEventLoop_data();
    void toldOnTheEventLoop();
    void collectingLosesNothing_data();
    void collectingLosesNothing();
    void importKeepsWhatItRead();
};

void StopSignalTest::toldOnTheEventLoop_data()
{
    QTest::addColumn<int>("signal");
    QTest::newRow("SIGINT") << SIGINT;
    QTest::newRow("SIGTERM") << SIGTERM;
}

void StopSignalTest::toldOnTheEventLoop()
{
    QFETCH(int, signal);
    app::StopSignal stop;
    QSignalSpy requested(&stop, &app::StopSignal::requested);
    QVERIFY(!stop.isRequested());
    std::raise(signal);
    QVERIFY(stop.isRequested()); // at once
    QVERIFY(requested.wait());
    QCOMPARE(requested.count(), 1);
}

void StopSignalTest::collectingLosesNothing_data()
{
    toldOnTheEventLoop_data();
}

/// Told to stop in the middle of a stream, it ends cleanly, and what it says it took is in the file.
void StopSignalTest::collectingLosesNothing()
{
    QFETCH(int, signal);
    const auto events = demoEvents(300);
    const ProgramFolder folder;
    demo::DemoRelay relay;
    QVERIFY(relay.listen());
    QProcess program;
    folder.prepare(program, {QStringLiteral("collect"), QStringLiteral("--db"), folder.database(),
                             QStringLiteral("--relay"), relay.url().toString(), QStringLiteral("--since"),
                             QStringLiteral("1d"), QStringLiteral("--json")});
    QByteArray told;
    connect(&program, &QProcess::readyReadStandardError, this,
            [&] { told += program.readAllStandardError(); });
    program.start();
    QTRY_VERIFY_WITH_TIMEOUT(told.contains(" live\n"), 30'000);
    std::size_t next = 0;
    QTimer stream;
    connect(&stream, &QTimer::timeout, this, [&] {
        for (int i = 0; i < 5 && next < events.size(); ++i)
            relay.publish(events[next++]);
        if (next >= events.size() / 2 && signal != 0)
            ::kill(static_cast<pid_t>(program.processId()), std::exchange(signal, 0));
    });
    stream.start(2);
    const ProgramResult result = finished(program);
    QCOMPARE(result.code, 0);
    const nlohmann::json summary = result.json();
    QVERIFY(summary.at("accepted") > 0);
    // What a DVM pays another one answers two questions and comes twice.
    const auto copies = summary.at("relays")[0].at("duplicate").get<std::int64_t>();
    COMPARE_JSON(summary.at("read"), summary.at("accepted").get<std::int64_t>() + copies);
    COMPARE_JSON(summary.at("relays")[0].at("frames"), summary.at("read"));
    const qsizetype stored = folder.withDatabase({QStringLiteral("export")}).lines().size();
    COMPARE_JSON(summary.at("accepted"), static_cast<std::int64_t>(stored));
    // It was a stop in the middle, or the test has shown nothing.
    QVERIFY(static_cast<std::size_t>(stored) < events.size());
}

void StopSignalTest::importKeepsWhatItRead()
{
    const auto events = demoEvents(150);
    const ProgramFolder folder;
    QProcess program;
    folder.prepare(program, {QStringLiteral("import"), QStringLiteral("-"), QStringLiteral("--db"),
                             folder.database(), QStringLiteral("--json")});
    program.start();
    program.write(toLines(events));
    const auto stored = [&folder] {
        const ProgramResult stats = folder.withDatabase({QStringLiteral("stats"), QStringLiteral("--json")});
        return stats.code == 0 ? stats.json().at("events_total").get<std::int64_t>() : 0;
    };
    QTRY_COMPARE_WITH_TIMEOUT(stored(), static_cast<std::int64_t>(events.size()), 30'000);
    ::kill(static_cast<pid_t>(program.processId()), SIGINT);
    program.write("one more line, so that it looks up\n");
    const ProgramResult result = finished(program);
    QCOMPARE(result.code, 1);
    QVERIFY2(result.err.contains("is stored"), result.err.constData());
    COMPARE_JSON(result.json().at("accepted"), static_cast<std::int64_t>(events.size()));
    QCOMPARE(folder.withDatabase({QStringLiteral("export")}).out, toLines(events));
}

DVMDASH_TEST(StopSignalTest)

} // namespace dvmdash::test

#include "stop_signal_unix_test.moc"
