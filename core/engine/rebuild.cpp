// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/rebuild.h"

#include "dvm/kinds.h"
#include "metrics/rollup_fill.h"
#include "store/replay.h"
#include "store/store_file.h"

#include <QElapsedTimer>
#include <QFile>

#include <atomic>
#include <numeric>

namespace dvmdash::engine
{

namespace
{

constexpr int eventsAtOnce = 5'000;

/// The program stopped it.
struct Stopped {
};

class Run
{
public:
    Run(const QString &database, const QString &into, const OnRebuildProgress &progress)
        : m_progress(progress)
        , m_replay(database.toStdString(), into.toStdString(), dvm::KindTable::standard(),
                   [this](store::Database &db) { fill(db); })
    {
        m_replay.setStopFlag(&m_stop);
    }

    /// Throws Stopped, or store::Error.
    std::vector<store::TableDifference> compare(bool atOnce)
    {
        report(QStringLiteral("reading events"));
        // A check is of one moment and so in one transaction; a rebuild can be gone on with.
        while (!atOnce && m_replay.advance(eventsAtOnce))
            report(QStringLiteral("reading events"));
        auto tables =
            m_replay.finish([this](const std::string &step) { report(QString::fromStdString(step)); });
        return tables;
    }
    std::int64_t events() const { return m_replay.events(); }

private:
    void fill(store::Database &db)
    {
        const bool whole = metrics::fillRollups(db, dvm::KindTable::standard(), [this](std::int64_t) {
            report(QStringLiteral("counting"));
            return true;
        });
        if (!whole)
            throw Stopped();
    }
    void report(const QString &step)
    {
        if (m_progress && !m_progress({step, m_replay.done(), m_replay.events()}))
            throw Stopped();
    }

    const OnRebuildProgress &m_progress;
    std::atomic<bool> m_stop = false;
    store::Replay m_replay;
};

template<typename Work>
RebuildReport guarded(Work work)
{
    RebuildReport report;
    QElapsedTimer timer;
    timer.start();
    try {
        work(report);
        report.ok = true;
    } catch (const Stopped &) {
        report.stopped = true;
        report.error = QStringLiteral("stopped");
    } catch (const store::Error &error) {
        report.error = QString::fromStdString(error.what());
    }
    report.seconds = static_cast<double>(timer.elapsed()) / 1000;
    return report;
}

/// In one transaction, so that readers see either the old or the new.
std::int64_t repair(store::StoreFile &file, const QString &made,
                    const std::vector<store::TableDifference> &tables)
{
    store::Database &db = file.database();
    db.attachReadOnly(made.toStdString(), "made");
    std::int64_t repaired = 0;
    {
        store::Transaction transaction(db, store::Transaction::Kind::Write);
        for (std::size_t i = 0; i < tables.size(); ++i)
            if (tables[i].total() > 0)
                repaired += store::repairTable(db, store::derivedTables()[i], "made", "main");
        store::Statement version = db.prepare("UPDATE meta SET value = ?1 WHERE key = 'rollup_version'");
        version.bind(1, metrics::rollupVersion).run();
        db.execute("UPDATE meta SET value = (SELECT count(*) FROM event) WHERE key = 'event_count'");
        if (repaired > 0)
            db.execute("UPDATE meta SET value = value + 1 WHERE key = 'ingest_sequence'");
        transaction.commit();
    }
    db.execute("DETACH DATABASE made");
    file.checkpointAll();
    return repaired;
}

} // namespace

std::int64_t RebuildReport::differences() const
{
    return std::accumulate(
        tables.begin(), tables.end(), std::int64_t{0},
        [](std::int64_t sum, const store::TableDifference &table) { return sum + table.total(); });
}

RebuildReport checkDatabase(const QString &database, const OnRebuildProgress &progress)
{
    return guarded([&](RebuildReport &report) {
        store::openForReading(database.toStdString()); // says what is wrong with a file that is none of ours
        Run run(database, {}, progress);
        report.tables = run.compare(true);
        report.events = run.events();
    });
}

RebuildReport rebuildDatabase(const QString &database, const OnRebuildProgress &progress)
{
    return guarded([&](RebuildReport &report) {
        store::openForReading(database.toStdString());
        const QString made = database + QStringLiteral(".rebuild");
        store::StoreFile file(database.toStdString());
        {
            Run run(database, made, progress);
            report.tables = run.compare(false);
            report.events = run.events();
        }
        report.repaired = repair(file, made, report.tables);
        QFile::remove(made);
    });
}

} // namespace dvmdash::engine
