// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/scratch_store.h"

#include "store/split_id.h"

#include <algorithm>
#include <sstream>

namespace dvmdash::store::test
{

ScratchStore::ScratchStore(std::int64_t now_s)
    : m_now(now_s)
{
}

ScratchStore::~ScratchStore()
{
    close();
}

std::string ScratchStore::path() const
{
    return m_folder.filePath(QStringLiteral("scratch.sqlite")).toStdString();
}

void ScratchStore::open()
{
    if (m_writer)
        return;
    StoreFile file(path());
    if (prepareFile)
        prepareFile(file);
    WriterSettings settings;
    settings.commit_interval_ms = 0;
    settings.deadline_interval_ms = 1;
    settings.makeListener = makeListener;
    settings.now_ms = [this] { return m_now * 1000; };
    if (changeSettings)
        changeSettings(settings);
    m_writer = std::make_unique<WriterThread>(
        std::move(file), dvm::KindTable::standard(), m_counters, settings,
        [this](CommitNotice notice) {
            if (onCommit)
                onCommit(notice);
            const std::lock_guard lock(m_mutex);
            m_stored += notice.stored;
            m_eventsTold = notice.events_total;
        },
        [this](const std::string &text) {
            const std::lock_guard lock(m_mutex);
            m_problems.push_back(text);
        });
    for (int relay = 0; relay < 4; ++relay)
        m_writer->nameRelay(relay, "ws://relay" + std::to_string(relay));
}

WriterThread &ScratchStore::writer()
{
    open();
    return *m_writer;
}

void ScratchStore::give(const std::vector<nostr::Event> &events, relay::RelayNumber relay, bool live)
{
    open();
    ingest::Batch batch;
    for (const auto &event : events)
        batch.emplace_back(m_writer->prepare({event, relay, event.created_at * 1000 + 250, live}));
    m_writer->deliver(std::move(batch));
}

void ScratchStore::giveCopy(const nostr::EventId &id, relay::RelayNumber relay, std::int64_t received_ms)
{
    open();
    ingest::Batch batch;
    batch.emplace_back(ingest::RepeatedEvent{id, relay, received_ms});
    m_writer->deliver(std::move(batch));
}

void ScratchStore::listen(std::int64_t from, std::int64_t until, relay::RelayNumber relay)
{
    open();
    m_writer->cover({relay, from, until});
}

void ScratchStore::giveTogether(const std::function<void()> &deliver)
{
    writer().whileResting([&](StoreFile &) { deliver(); });
}

std::int64_t ScratchStore::close()
{
    if (!m_writer)
        return 0;
    const std::int64_t lost = m_writer->finish();
    m_writer.reset();
    return lost;
}

Reader ScratchStore::read()
{
    close();
    return Reader(path());
}

std::vector<std::string> ScratchStore::problems() const
{
    const std::lock_guard lock(m_mutex);
    return m_problems;
}

std::int64_t ScratchStore::stored() const
{
    const std::lock_guard lock(m_mutex);
    return m_stored;
}

std::int64_t ScratchStore::eventsTold() const
{
    const std::lock_guard lock(m_mutex);
    return m_eventsTold;
}

std::string dumpJobs(Reader &reader)
{
    std::vector<std::string> lines;
    Statement jobs =
        reader.database().prepare("SELECT j.jid, j.id8, j.id24, j.rid IS NOT NULL, j.kind, "
                                  "coalesce(hex(c.pk), '-'), j.created_at, j.state, "
                                  "j.payment, j.attempts, j.targeted, j.unobserved, coalesce(j.deadline, "
                                  "-1), coalesce(j.response_s, -999), "
                                  "j.last_change FROM job j LEFT JOIN pubkey c ON c.pid = j.customer");
    while (jobs.step()) {
        std::ostringstream line;
        line << joinId(jobs.integer(1), jobs.blob(2)).hex();
        for (int column = 3; column < 15; ++column)
            line << ' ' << jobs.text(column);
        Statement attempts = reader.database().prepare(
            "SELECT hex(k.pk), a.position, a.targeted, a.state, a.payment, a.flags, a.since, "
            "coalesce(hex(e.id24), '-'), coalesce(hex(r.id24), '-'), coalesce(a.first_answer_at, -1), "
            "coalesce(a.delivered_at, -1), coalesce(a.response_s, -999), coalesce(a.requested_msat, -1), "
            "a.claimed_msat, a.confirmed_msat, a.refunded_msat "
            "FROM attempt a JOIN pubkey k USING(pid) LEFT JOIN event e ON e.rid = a.evidence "
            "LEFT JOIN event r ON r.rid = a.result WHERE a.jid = ?1 ORDER BY a.position");
        attempts.bind(1, jobs.integer(0));
        while (attempts.step()) {
            line << "\n ";
            for (int column = 0; column < 16; ++column)
                line << ' ' << attempts.text(column);
        }
        lines.push_back(line.str());
    }
    std::sort(lines.begin(), lines.end());
    std::string dump;
    for (const auto &line : lines)
        dump += line + "\n";
    return dump;
}

} // namespace dvmdash::store::test
