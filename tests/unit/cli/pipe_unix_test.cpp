// SPDX-License-Identifier: GPL-3.0-or-later
#include "program.h"
#include "support/test_main.h"

namespace dvmdash::test
{

class PipeTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readerThatGoesAway();
    void fullDisk();
};

/// As in `export | head -n 1`: quiet, and no failure.
void PipeTest::readerThatGoesAway()
{
    const ProgramFolder folder;
    // Much more than a pipe holds, so that writing meets the closed end.
    const auto events = demoEvents(400);
    QVERIFY(toLines(events).size() > 500'000);
    QCOMPARE(folder.withDatabase({QStringLiteral("import"), QStringLiteral("-")}, toLines(events)).code, 0);
    QProcess program;
    QProcess head;
    folder.prepare(program, {QStringLiteral("export"), QStringLiteral("--db"), folder.database()});
    program.setStandardOutputProcess(&head);
    program.start();
    head.start(QStringLiteral("head"), {QStringLiteral("-n"), QStringLiteral("1")});
    QVERIFY(head.waitForStarted());
    const ProgramResult result = finished(program);
    QCOMPARE(result.code, 0);
    QVERIFY2(result.err.isEmpty(), result.err.constData());
    QCOMPARE(finished(head).out, toLines({events.front()}));
}

/// /dev/full is Linux's; elsewhere there is nothing to test with.
void PipeTest::fullDisk()
{
#if defined(Q_OS_LINUX)
    const ProgramFolder folder;
    QCOMPARE(
        folder.withDatabase({QStringLiteral("import"), QStringLiteral("-")}, toLines(demoEvents(20))).code,
        0);
    QProcess program;
    folder.prepare(program, {QStringLiteral("export"), QStringLiteral("--db"), folder.database()});
    program.setStandardOutputFile(QStringLiteral("/dev/full"));
    program.start();
    const ProgramResult result = finished(program);
    QCOMPARE(result.code, 1);
    QVERIFY(result.err.contains("cannot write to standard output"));
    const ProgramResult toFile =
        folder.withDatabase({QStringLiteral("export"), QStringLiteral("--out"), QStringLiteral("/dev/full")});
    QCOMPARE(toFile.code, 1);
    QVERIFY(toFile.err.contains("cannot write /dev/full"));
#endif
}

DVMDASH_TEST(PipeTest)

} // namespace dvmdash::test

#include "pipe_unix_test.moc"
