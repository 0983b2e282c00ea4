// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/salvage.h"

#include "dvm/kinds.h"
#include "engine/answers.h"
#include "engine/kinds_of_file.h"
#include "ingest/pipeline.h"
#include "nostr/event.h"
#include "store/file_lock.h"
#include "store/prepared.h"
#include "store/salvage_reader.h"
#include "store/stored_kinds.h"
#include "store/writer_thread.h"

#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <limits>
#include <mutex>
#include <thread>
#include <unordered_map>

namespace dvmdash::engine
{

namespace
{

constexpr auto progressEvery = std::chrono::milliseconds(100);
constexpr auto breath = std::chrono::milliseconds(2);
/// As JSON, an event may be longer than the frame that it came in.
constexpr std::size_t longestEvent = 8 * 1024 * 1024;
/// Handed over and not decided yet. The writer's queue is longer: nobody waits for it while the disk fails.
constexpr std::int64_t mostUnderWay = 20'000;
constexpr std::int64_t lookEvery = 500;         ///< events
constexpr relay::RelayNumber unknownSource = 0; ///< of events of which nothing says who gave them

/// The program stopped it.
struct Stopped {
};

/// Passes verified events on and adds who else gave them. Thread-safe as far as a sink has to be.
class SightingSink : public ingest::BatchSink
{
public:
    explicit SightingSink(ingest::BatchSink &next)
        : m_next(next)
    {
    }

    void expect(const nostr::EventId &id, std::vector<ingest::RepeatedEvent> sightings)
    {
        const std::lock_guard lock(m_mutex);
        m_sightings[id] = std::move(sightings);
    }
    std::int64_t added() const { return m_added; }

    std::unique_ptr<ingest::PreparedEvent> prepare(ingest::VerifiedEvent verified) const override
    {
        return m_next.prepare(std::move(verified));
    }
    void deliver(ingest::Batch batch) override
    {
        ingest::Batch whole;
        for (auto &item : batch) {
            std::vector<ingest::RepeatedEvent> sightings;
            if (const auto *event = std::get_if<std::unique_ptr<ingest::PreparedEvent>>(&item))
                sightings = take(static_cast<const store::Prepared &>(**event).event.id);
            whole.push_back(std::move(item));
            for (const auto &sighting : sightings)
                whole.emplace_back(sighting);
            m_added += static_cast<std::int64_t>(sightings.size());
        }
        m_next.deliver(std::move(whole));
    }

private:
    std::vector<ingest::RepeatedEvent> take(const nostr::EventId &id)
    {
        const std::lock_guard lock(m_mutex);
        const auto at = m_sightings.extract(id);
        return at ? std::move(at.mapped()) : std::vector<ingest::RepeatedEvent>();
    }

    ingest::BatchSink &m_next;
    std::mutex m_mutex;
    std::unordered_map<nostr::EventId, std::vector<ingest::RepeatedEvent>, nostr::BytesHash> m_sightings;
    std::atomic<std::int64_t> m_added = 0;
};

/// One run of salvageDatabase.
class SalvageRun
{
public:
    SalvageRun(const QString &damaged, const QString &into, const OnSalvageProgress &progress)
        : m_damaged(damaged)
        , m_name(QFileInfo(damaged).fileName().toStdString())
        , m_progress(progress)
        , m_reader(damaged.toStdString(), nowMs())
        , m_into(into.toStdString())
    {
    }

    void run(SalvageReport &report)
    {
        const bool whole = m_reader.scan(
            [this](std::int64_t done, std::int64_t all) { return tell(SalvageStep::Reading, done, all); });
        if (!whole)
            throw Stopped();
        report.pages = m_reader.pages();
        report.unreadable_pages = m_reader.unreadablePages();
        report.relays = static_cast<std::int64_t>(m_reader.relays().size());
        report.horizon = m_reader.horizon();
        if (!m_reader.foundRows())
            throw store::Error("Nothing in this file looks like an event of a DVMDash database, so there is "
                               "nothing to salvage. Check that it is the right file");
        write(report);
    }

private:
    void write(SalvageReport &report)
    {
        store::StoreFile file(m_into);
        store::Statement horizon =
            file.database().prepare("UPDATE meta SET value = ?1 WHERE key = 'horizon'");
        horizon.bind(1, m_reader.horizon()).run();
        horizon = {};
        store::WriterSettings settings;
        settings.commit_interval_ms = 500;
        settings.commit_items = 8'000;
        settings.notice_rows = 0;
        settings.queue_items = std::numeric_limits<std::size_t>::max();
        settings.makeListener = countInRollups;
        takeKinds(file);
        const dvm::KindTable &kinds = store::kindsOf(file.database());
        ingest::CounterBoard counters;
        store::WriterThread writer(std::move(file), kinds, counters, settings, {},
                                   [this](const std::string &text) { noteProblem(text); });
        // After a loss nothing is deleted before its owner says so.
        writer.setPolicy(
            {0, 0, store::RetentionPolicy().minute_days, store::RetentionPolicy().inactive_days});
        nameSources(writer);
        {
            SightingSink sink(writer);
            ingest::PipelineSettings pipelineSettings;
            pipelineSettings.max_frame_bytes = longestEvent;
            pipelineSettings.skip_verified = false;
            ingest::Pipeline pipeline(sink, counters, pipelineSettings);
            m_reader.forEach([&](store::SalvagedEvent &&event) {
                if (event.event.created_at < report.horizon &&
                    !store::Retention::isKeptForEver(event.event.kind))
                    return true; // what is left of one that was deleted
                ++report.read;
                hand(std::move(event), sink, pipeline);
                tellWriting(report);
                while (m_handedOver % lookEvery == 0 &&
                       m_handedOver + sink.added() - decided(counters) > mostUnderWay) {
                    std::this_thread::sleep_for(breath);
                    tellWriting(report);
                }
                return true;
            });
            pipeline.finish();
        }
        const std::int64_t unwritten = writer.finish();
        if (unwritten > 0)
            throw store::Error(problem());
        sumUp(report, counters.snapshot().all);
    }

    /// The damaged file's, where it still says; else the standard table.
    void takeKinds(store::StoreFile &file)
    {
        if (const auto changes = kindChangesOf(m_damaged))
            store::beginWithKinds(file.database(), *changes);
    }

    void nameSources(store::WriterThread &writer)
    {
        writer.nameRelay(unknownSource, "file:" + m_name);
        for (const auto &[row, url] : m_reader.relays()) {
            m_numbers.emplace(row, static_cast<relay::RelayNumber>(m_numbers.size()) + 1);
            writer.nameRelay(m_numbers.at(row), url);
        }
        // Before the events, so that each job is judged once.
        for (const auto &span : m_reader.coverage())
            writer.cover({m_numbers.at(span.relay), span.since, span.until});
    }

    /// Under the relay from which the receipt time is; the others are added behind it.
    void hand(store::SalvagedEvent &&event, SightingSink &sink, ingest::Pipeline &pipeline)
    {
        const auto &sightings = event.sightings;
        auto first = std::find_if(sightings.begin(), sightings.end(), [&](const auto &sighting) {
            return sighting.first_ms == event.received_ms;
        });
        if (first == sightings.end())
            first = sightings.begin();
        relay::RelayNumber source = unknownSource;
        std::vector<ingest::RepeatedEvent> others;
        for (auto at = sightings.begin(); at != sightings.end(); ++at) {
            const relay::RelayNumber number = m_numbers.at(at->relay);
            if (at == first)
                source = number;
            if (at != first || at->first_ms < event.received_ms)
                others.push_back({event.event.id, number, at->first_ms});
        }
        if (!others.empty())
            sink.expect(event.event.id, std::move(others));
        ++m_handedOver;
        pipeline.accept({source, nullptr, nostr::toJson(event.event), event.received_ms, event.live});
    }

    static std::int64_t decided(const ingest::CounterBoard &counters)
    {
        const auto all = counters.snapshot().all;
        return all.accepted + all.duplicate + all.rejectedTotal();
    }

    void sumUp(SalvageReport &report, const ingest::SourceCounters &counters) const
    {
        report.counters = counters;
        report.stored = counters.accepted;
        report.refused = counters.rejectedTotal();
        const auto counted = m_reader.countedEvents();
        report.lost_is_estimate = !counted;
        report.lost = m_reader.incomplete();
        if (counted)
            report.lost = std::max(report.lost, *counted - report.read);
        if (report.stored == 0)
            throw store::Error(
                "No event of this file can be read and proven, so there is nothing to salvage. "
                "Restore the file from a copy, if there is one");
    }

    /// Throws Stopped, and store::Error when the new file cannot be written.
    void tellWriting(const SalvageReport &report)
    {
        if (const std::string text = problem(); !text.empty())
            throw store::Error(text);
        const std::int64_t all = std::max(report.read, m_reader.countedEvents().value_or(0));
        if (!tell(SalvageStep::Writing, report.read, all))
            throw Stopped();
    }

    bool tell(SalvageStep step, std::int64_t done, std::int64_t total)
    {
        const auto now = std::chrono::steady_clock::now();
        if (!m_progress || now - m_told < progressEvery)
            return true;
        m_told = now;
        return m_progress({step, done, total});
    }

    void noteProblem(const std::string &text)
    {
        const std::lock_guard lock(m_mutex);
        m_problem = text;
    }
    std::string problem()
    {
        const std::lock_guard lock(m_mutex);
        return m_problem;
    }

    const QString m_damaged;
    const std::string m_name;
    const OnSalvageProgress &m_progress;
    std::chrono::steady_clock::time_point m_told;
    store::SalvageReader m_reader;
    const std::string m_into;
    std::map<std::int64_t, relay::RelayNumber> m_numbers; ///< by the row of the relay
    std::int64_t m_handedOver = 0;
    std::mutex m_mutex;
    std::string m_problem;
};

/// The lock of its writer. In a folder where nobody can write, nobody does.
std::unique_ptr<QLockFile> lockDamaged(const QString &path)
{
    if (!QFileInfo(QFileInfo(path).absolutePath()).isWritable())
        return nullptr;
    return store::lockFor(path.toStdString());
}

void removeDatabase(const QString &path)
{
    for (const char *suffix : {"", "-wal", "-shm"})
        QFile::remove(path + QLatin1String(suffix));
}

} // namespace

SalvageReport salvageDatabase(const QString &damaged, const QString &into, const OnSalvageProgress &progress)
{
    SalvageReport report;
    QElapsedTimer timer;
    timer.start();
    if (!QFileInfo::exists(damaged)) {
        report.error = QStringLiteral("There is no file %1. Check the name").arg(damaged);
        return report;
    }
    if (QFileInfo::exists(into) || QFileInfo::exists(into + QStringLiteral("-wal"))) {
        report.error = QStringLiteral("%1 exists already: name a new file").arg(into);
        return report;
    }
    try {
        const auto lock = lockDamaged(damaged);
        SalvageRun(damaged, into, progress).run(report);
        report.ok = true;
    } catch (const Stopped &) {
        report.stopped = true;
        report.error = QStringLiteral("stopped; no new file was made");
    } catch (const std::exception &problem) {
        report.error = QString::fromStdString(store::unexpected(problem).what());
    }
    if (!report.ok)
        removeDatabase(into);
    report.seconds = static_cast<double>(timer.elapsed()) / 1000;
    return report;
}

QString putInPlace(const QString &salvaged, const QString &damaged)
{
    const QString wal = QStringLiteral("-wal");
    QString kept = damaged + QStringLiteral(".damaged");
    for (int i = 2; QFileInfo::exists(kept) || QFileInfo::exists(kept + wal); ++i)
        kept = QStringLiteral("%1.damaged-%2").arg(damaged).arg(i);
    try {
        const auto lock = store::lockFor(damaged.toStdString());
        const bool hasWal = QFileInfo::exists(damaged + wal);
        if (!QFile::rename(damaged, kept) || (hasWal && !QFile::rename(damaged + wal, kept + wal)) ||
            !QFile::rename(salvaged, damaged)) {
            if (!QFileInfo::exists(damaged))
                QFile::rename(kept, damaged);
            QFile::rename(kept + wal, damaged + wal);
            return QStringLiteral("The files cannot be renamed. Check that you may write to their folders");
        }
        QFile::remove(damaged + QStringLiteral("-shm"));
        return {};
    } catch (const store::Error &error) {
        return QString::fromUtf8(error.what());
    }
}

} // namespace dvmdash::engine
