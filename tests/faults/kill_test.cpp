// SPDX-License-Identifier: GPL-3.0-or-later
#include "capture.h"
#include "effort.h"
#include "support/test_main.h"

#include <QDir>
#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>

#include <memory>
#include <random>

namespace dvmdash::test
{

namespace
{

/// Taking them in lasts some hundred milliseconds, so that a file outlives several kills.
constexpr int jobs = 4'000;
constexpr int longestLifeMs = 300;       ///< counted from the start
constexpr int longestLifeInWorkMs = 150; ///< counted from the first commit

QString ingestPath()
{
    return QDir(qEnvironmentVariable("DVMDASH_BIN_DIR", QCoreApplication::applicationDirPath()))
        .filePath(QStringLiteral("fault_ingest"));
}

/// Whole lines only: what was cut off was not acknowledged.
std::set<std::string> idsIn(const QByteArray &output)
{
    std::set<std::string> ids;
    const QList<QByteArray> lines = output.left(output.lastIndexOf('\n')).split('\n');
    for (const QByteArray &line : lines)
        if (!line.isEmpty())
            ids.insert(line.toStdString());
    return ids;
}

QString firstMissing(const std::set<std::string> &wanted, const std::set<std::string> &held)
{
    for (const auto &id : wanted)
        if (!held.contains(id))
            return QString::fromStdString(id);
    return {};
}

} // namespace

/// kill -9 at random moments while events come in as fast as they can.
class KillTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatWasAcknowledgedSurvives();

private:
    /// Half of the moments are counted from the start, so that opening and recovering are hit too, half from
    /// the first commit.
    struct Moment {
        bool fromFirstCommit;
        int afterMs;
    };
    static Moment momentOf(int round);
    /// False when the program came to its end before it was killed.
    bool runAndKill(const QString &database, int seed, const Moment &moment,
                    std::set<std::string> &acknowledged);
};

KillTest::Moment KillTest::momentOf(int round)
{
    std::mt19937 random(static_cast<unsigned>(round));
    const bool fromFirstCommit = round % 2 == 0;
    return {fromFirstCommit,
            std::uniform_int_distribution(0, fromFirstCommit ? longestLifeInWorkMs : longestLifeMs)(random)};
}

bool KillTest::runAndKill(const QString &database, int seed, const Moment &moment,
                          std::set<std::string> &acknowledged)
{
    QProcess program;
    program.start(ingestPath(), {database, QString::number(jobs), QString::number(seed)});
    QElapsedTimer alive;
    alive.start();
    QByteArray output;
    while (program.state() != QProcess::NotRunning && alive.elapsed() < 30'000) {
        program.waitForReadyRead(1);
        output += program.readAllStandardOutput();
        if (moment.fromFirstCommit && output.isEmpty())
            alive.restart();
        else if (alive.elapsed() >= moment.afterMs)
            break;
    }
    program.kill();
    program.waitForFinished();
    output += program.readAllStandardOutput();
    acknowledged.merge(idsIn(output));
    const bool wasKilled = program.exitStatus() == QProcess::CrashExit;
    if (!wasKilled && program.exitCode() != 0)
        QTest::qFail(program.readAllStandardError().constData(), __FILE__, __LINE__);
    return wasKilled;
}

void KillTest::whatWasAcknowledgedSurvives()
{
    std::unique_ptr<QTemporaryDir> folder;
    std::set<std::string> acknowledged;
    int file = 0;
    int kills = 0;
    for (Effort effort(15, 130); effort.more();) {
        if (!folder) {
            folder = std::make_unique<QTemporaryDir>();
            acknowledged.clear();
            ++file;
        }
        const QString database = folder->filePath(QStringLiteral("killed.sqlite"));
        const Moment moment = momentOf(effort.round());
        const bool wasKilled = runAndKill(database, file, moment, acknowledged);
        kills += wasKilled ? 1 : 0;
        const QString where = QStringLiteral("kill %1, after %2 ms, %3 acknowledged")
                                  .arg(kills)
                                  .arg(moment.afterMs)
                                  .arg(acknowledged.size());
        if (acknowledged.empty() && wasKilled)
            continue; // perhaps it had not come to making the tables; the next start does
        const auto whole = integrityOf(database);
        QVERIFY2(whole == QLatin1String("ok"), qPrintable(where + QStringLiteral(": ") + whole));
        const QString missing = firstMissing(acknowledged, storedIds(database));
        QVERIFY2(missing.isEmpty(), qPrintable(where + QStringLiteral(": missing is ") + missing));
        // The next start takes in what the killed one left in the WAL.
        const QString differences = differencesIn(database);
        QVERIFY2(differences.isEmpty(), qPrintable(where + QStringLiteral(": ") + differences));
        if (!wasKilled)
            folder.reset();
    }
    QVERIFY2(kills >= 10, "the program was hardly ever killed in its work");
    qInfo("%d kills over %d files", kills, file);
}

DVMDASH_TEST(KillTest)

} // namespace dvmdash::test

#include "kill_test.moc"
