// SPDX-License-Identifier: GPL-3.0-or-later
#include "program.h"
#include "support/test_main.h"

#include <set>

namespace dvmdash::test
{

namespace
{

std::set<QByteArray> asSet(const QList<QByteArray> &lines)
{
    return {lines.begin(), lines.end()};
}

} // namespace

/// The program is killed in the middle of its work, as by a power cut of its own.
class CrashTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void killedImportIsGoneOnWith();

private:
    static std::int64_t stored(const ProgramFolder &folder)
    {
        const ProgramResult stats = folder.withDatabase({QStringLiteral("stats"), QStringLiteral("--json")});
        return stats.code == 0 ? stats.json().at("events_total").get<std::int64_t>() : 0;
    }
};

void CrashTest::killedImportIsGoneOnWith()
{
    const auto events = demoEvents(400);
    const QByteArray lines = toLines(events);
    const auto total = static_cast<std::int64_t>(events.size());
    const ProgramFolder folder;
    std::int64_t before = 0;
    // Three times, each further into the file.
    for (int part = 1; part <= 3; ++part) {
        QProcess program;
        folder.prepare(program, {QStringLiteral("import"), QStringLiteral("-"), QStringLiteral("--db"),
                                 folder.database()});
        program.start();
        program.write(lines.left(lines.size() * part / 4));
        QTRY_VERIFY_WITH_TIMEOUT(stored(folder) > before, 60'000);
        program.kill();
        QCOMPARE(finished(program).code, -1);

        // What was committed is whole: every line is one of ours, none twice.
        const ProgramResult exported = folder.withDatabase({QStringLiteral("export")});
        QCOMPARE(exported.code, 0);
        const auto kept = asSet(exported.lines());
        QCOMPARE(static_cast<qsizetype>(kept.size()), exported.lines().size());
        const auto all = asSet(lines.trimmed().split('\n'));
        QVERIFY(std::includes(all.begin(), all.end(), kept.begin(), kept.end()));
        before = static_cast<std::int64_t>(kept.size());
        QCOMPARE(stored(folder), before);
    }
    QVERIFY(before < total); // else nothing was interrupted

    const nlohmann::json summary =
        folder.withDatabase({QStringLiteral("import"), QStringLiteral("-"), QStringLiteral("--json")}, lines)
            .json();
    COMPARE_JSON(summary.at("read"), total);
    COMPARE_JSON(summary.at("accepted"), total - before);
    COMPARE_JSON(summary.at("duplicate"), before);
    QVERIFY(folder.withDatabase({QStringLiteral("export")}).out == lines);

    // And the numbers are those of a file that was never interrupted.
    const ProgramFolder calm;
    QCOMPARE(calm.withDatabase({QStringLiteral("import"), QStringLiteral("-")}, lines).code, 0);
    const auto numbers = [](const ProgramFolder &of) {
        nlohmann::json stats = of.withDatabase({QStringLiteral("stats"), QStringLiteral("--json")}).json();
        stats.erase("freshness");
        stats.erase("file_bytes");
        return stats;
    };
    COMPARE_JSON(numbers(folder), numbers(calm));
}

DVMDASH_TEST(CrashTest)

} // namespace dvmdash::test

#include "crash_test.moc"
