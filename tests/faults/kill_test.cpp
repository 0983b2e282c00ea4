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
constexpr int longestLifeMs = 150;
constexpr int longestOpeningMs = 30;

QString ingestPath()
{
    return QDir(qEnvironmentVariable("DVMDASH_BIN_DIR", QCoreApplication::applicationDirPath()))
        .filePath(QStringLiteral("fault_ingest"));
}

/// Whole lines only: what was cut off was not acknowledged. The first says that the program opens the file.
std::set<std::string> idsIn(const QByteArray &output)
{
    std::set<std::string> ids;
    const QList<QByteArray> lines = output.left(output.lastIndexOf('\n')).split('\n');
    for (qsizetype i = 1; i < lines.size(); ++i)
        ids.insert(lines[i].toStdString());
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
    /// False when the program came to its end before it was killed.
    bool runAndKill(const QString &database, int seed, int afterMs, std::set<std::string> &acknowledged);
};

bool KillTest::runAndKill(const QString &database, int seed, int afterMs, std::set<std::string> &acknowledged)
{
    QProcess program;
    program.start(ingestPath(), {database, QString::number(jobs), QString::number(seed)});
    QElapsedTimer alive;
    alive.start();
    QByteArray output;
    // One in three dies while it opens the file and takes in what the one before has left, the others after
    // the first commit.
    const int lines = afterMs < longestOpeningMs ? 1 : 2;
    while (program.state() != QProcess::NotRunning) {
        program.waitForReadyRead(1);
        output += program.readAllStandardOutput();
        if (output.count('\n') < lines)
            alive.restart();
        else if (alive.elapsed() >= afterMs)
            break;
    }
    program.kill();
    program.waitForFinished(-1); // a busy machine may take long to bury it, and it holds the lock until then
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
        std::mt19937 random(static_cast<unsigned>(effort.round()));
        const bool whileOpening = effort.round() % 3 == 0;
        const int afterMs = std::uniform_int_distribution(
            whileOpening ? 0 : longestOpeningMs, whileOpening ? longestOpeningMs - 1 : longestLifeMs)(random);
        const bool wasKilled = runAndKill(database, file, afterMs, acknowledged);
        kills += wasKilled ? 1 : 0;
        const QString where = QStringLiteral("kill %1, after %2 ms, %3 acknowledged")
                                  .arg(kills)
                                  .arg(afterMs)
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
    QVERIFY2(kills >= 12, "the program was hardly ever killed in its work");
    qInfo("%d kills over %d files", kills, file);
}

DVMDASH_TEST(KillTest)

} // namespace dvmdash::test

#include "kill_test.moc"
