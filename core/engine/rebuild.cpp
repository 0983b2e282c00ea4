// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/rebuild.h"

#include "dvm/kinds.h"
#include "metrics/rollup_fill.h"
#include "store/replay.h"
#include "store/store_file.h"
#include "store/stored_kinds.h"

#include <QElapsedTimer>
#include <QFile>

#include <chrono>
#include <future>
#include <numeric>

namespace dvmdash::engine
{

namespace
{

constexpr int eventsAtOnce = 5'000;
constexpr auto betweenLooks = std::chrono::milliseconds(50);

/// The program stopped it.
struct Stopped {
};

const dvm::KindTable &kindsOfFile(const QString &database)
{
    store::Database db = store::openForReading(database.toStdString());
    return store::kindsOf(db);
}

/// The replay of one database, with its progress.
class Run
{
public:
    /// An empty `into`: in memory.
    Run(const QString &database, const QString &into, const OnRebuildProgress &progress,
        const std::atomic<bool> *stop)
        : m_progress(progress)
        , m_replay(database.toStdString(), into.toStdString(), kindsOfFile(database),
                   [this](store::Database &db) { fill(db); })
    {
        m_replay.setStopFlag(stop);
    }

    /// Takes in the events a few at a time: stopped in between, the next run goes on.
    void read()
    {
        report(reading());
        while (m_replay.advance(eventsAtOnce))
            report(reading());
    }
    /// Takes in what is left and compares, all as of one moment.
    void compare(RebuildReport &result)
    {
        report(reading());
        result.tables =
            m_replay.finish([this](const std::string &step) { report(QString::fromStdString(step)); });
        result.events = m_replay.done();
    }

private:
    static QString reading() { return QStringLiteral("reading events"); }
    void fill(store::Database &db)
    {
        const bool whole = metrics::fillRollups(db, store::kindsOf(db), [this](std::int64_t) {
            report(QStringLiteral("counting"));
            return true;
        });
        if (!whole)
            throw Stopped();
    }
    /// Throws Stopped.
    void report(const QString &step)
    {
        if (m_progress && !m_progress({step, m_replay.done(), m_replay.events()}))
            throw Stopped();
    }

    const OnRebuildProgress &m_progress;
    store::Replay m_replay;
};

template<typename Work>
RebuildReport guarded(const QString &database, Work work)
{
    RebuildReport report;
    QElapsedTimer timer;
    timer.start();
    const auto noteStopped = [&] {
        report.stopped = true;
        report.error = QStringLiteral("stopped");
    };
    try {
        store::openForReading(database.toStdString()); // says what is wrong with a file that is none of ours
        work(report);
        report.ok = true;
    } catch (const Stopped &) {
        noteStopped();
    } catch (const store::Interrupted &) {
        noteStopped();
    } catch (const std::exception &problem) {
        const store::Error error = store::unexpected(problem);
        report.error = QString::fromStdString(error.what());
        report.damaged = error.isDamage();
    }
    report.seconds = static_cast<double>(timer.elapsed()) / 1000;
    return report;
}

/// Where a rebuild is made; kept when it is stopped.
QString fileBeside(const QString &database)
{
    return database + QStringLiteral(".rebuild");
}

/// Another file, readable under the name "made" for a while.
class Attached
{
public:
    Attached(store::Database &db, const QString &path)
        : m_db(db)
    {
        m_db.attachReadOnly(path.toStdString(), "made");
    }
    ~Attached()
    {
        try {
            m_db.execute("DETACH DATABASE made");
        } catch (const store::Error &) {
            // It goes with the connection.
        }
    }
    Attached(const Attached &) = delete;
    Attached &operator=(const Attached &) = delete;

private:
    store::Database &m_db;
};

/// In one transaction, so that readers see either the old or the new.
void repair(store::StoreFile &file, const QString &made, RebuildReport &report)
{
    store::Database &db = file.database();
    const Attached attached(db, made);
    store::Transaction transaction(db, store::Transaction::Kind::Write);
    for (std::size_t i = 0; i < report.tables.size(); ++i)
        if (report.tables[i].total() > 0)
            report.repaired += store::repairTable(db, store::derivedTables()[i], "made", "main");
    store::Statement version = db.prepare("UPDATE meta SET value = ?1 WHERE key = 'rollup_version'");
    version.bind(1, metrics::rollupVersion).run();
    db.execute("UPDATE meta SET value = (SELECT count(*) FROM event) WHERE key = 'event_count'");
    store::noteKindsRebuilt(db);
    if (report.repaired > 0)
        db.execute("UPDATE meta SET value = value + 1 WHERE key = 'ingest_sequence'");
    transaction.commit();
}

/// Whether pages, rows and indexes fit together. Throws store::Error when not, Stopped when told to. SQLite
/// does not look at progress while it checks: that is done here, and it is interrupted.
void checkWhole(const QString &database, const OnRebuildProgress &progress, const std::atomic<bool> *stop)
{
    store::Database db = store::openForReading(database.toStdString());
    auto checked = std::async(std::launch::async, [&db] {
        std::vector<std::string> faults;
        store::Statement check = db.prepare("PRAGMA integrity_check(10)");
        while (check.step())
            faults.emplace_back(check.text(0));
        return faults;
    });
    bool stopped = false;
    while (checked.wait_for(betweenLooks) != std::future_status::ready) {
        stopped = stopped || (stop && *stop) ||
                  (progress && !progress({QStringLiteral("checking that the file is whole"), 0, 0}));
        if (stopped)
            db.interrupt();
    }
    const std::vector<std::string> faults = checked.get();
    if (stopped)
        throw Stopped();
    if (faults != std::vector<std::string>{"ok"})
        throw store::Damaged("The file is damaged (" + (faults.empty() ? std::string() : faults.front()) +
                             "): " + store::salvageAdvice());
}

} // namespace

std::int64_t RebuildReport::differences() const
{
    return std::accumulate(
        tables.begin(), tables.end(), std::int64_t{0},
        [](std::int64_t sum, const store::TableDifference &table) { return sum + table.total(); });
}

RebuildReport checkDatabase(const QString &database, const OnRebuildProgress &progress,
                            const std::atomic<bool> *stop)
{
    return guarded(database, [&](RebuildReport &report) {
        checkWhole(database, progress, stop);
        Run(database, {}, progress, stop).compare(report);
    });
}

RebuildReport rebuildDatabase(const QString &database, const OnRebuildProgress &progress,
                              const std::atomic<bool> *stop)
{
    return guarded(database, [&](RebuildReport &report) {
        store::StoreFile file(database.toStdString());
        store::applyKinds(file.database(), [&](std::int64_t done, std::int64_t all) {
            if (progress && !progress({QStringLiteral("sorting events by their kinds"), done, all}))
                throw Stopped();
        });
        {
            Run run(database, fileBeside(database), progress, stop);
            run.read();
            run.compare(report);
            repair(file, fileBeside(database), report);
        }
        file.checkpointAll();
        QFile::remove(fileBeside(database));
    });
}

RebuildReport rebuildBesideWriter(const QString &database, const WhileWriterRests &whileWriterRests,
                                  const OnRebuildProgress &progress, const std::atomic<bool> *stop)
{
    return guarded(database, [&](RebuildReport &report) {
        {
            Run run(database, fileBeside(database), progress, stop);
            run.read();
            run.compare(report);
            if (report.differences() > 0)
                whileWriterRests([&](store::StoreFile &file) {
                    run.compare(report);
                    repair(file, fileBeside(database), report);
                });
        }
        QFile::remove(fileBeside(database));
    });
}

} // namespace dvmdash::engine
