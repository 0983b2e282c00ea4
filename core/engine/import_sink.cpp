// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/import_sink.h"

#include "dvm/kinds.h"
#include "store/copy_reader.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace dvmdash::engine
{

namespace
{

/// The end of the span that holds it now.
std::int64_t include(ImportSink::Spans &spans, std::int64_t at)
{
    std::int64_t from = at;
    std::int64_t until = at;
    auto next = spans.upper_bound(at);
    if (next != spans.begin()) {
        const auto before = std::prev(next);
        if (at <= before->second)
            return before->second;
        if (at - before->second <= ImportSink::longestSilence_s) {
            from = before->first;
            until = at;
        }
    }
    if (next != spans.end() && next->first - at <= ImportSink::longestSilence_s) {
        until = next->second;
        spans.erase(next);
    }
    spans[from] = until;
    return until;
}

} // namespace

class ImportSink::Finder : public ingest::CopyFinder
{
public:
    explicit Finder(ImportSink &sink)
        : m_sink(sink)
        , m_reader(sink.m_database)
    {
    }

    bool isNoted(const nostr::EventId &id, relay::RelayNumber relay, std::int64_t received_ms) override
    {
        if (m_isBroken || (m_sink.m_stored && !m_sink.m_stored->mayHold(id)))
            return false;
        try {
            const auto *copy = m_reader.noted(id, nameOf(relay));
            if (!copy || copy->first_ms > received_ms)
                return false;
            m_sink.note(relay, copy->kind, copy->created_at);
            return true;
        } catch (const std::exception &) {
            m_isBroken = true; // the writer meets the same trouble, and says so
            return false;
        }
    }
    void rest() override { m_reader.rest(); }

private:
    const std::string &nameOf(relay::RelayNumber relay)
    {
        const auto known = m_names.find(relay);
        if (known != m_names.end())
            return known->second;
        const std::lock_guard lock(m_sink.m_mutex);
        return m_names.emplace(relay, m_sink.m_names.at(relay)).first->second;
    }

    ImportSink &m_sink;
    store::CopyReader m_reader;
    bool m_isBroken = false;
    std::map<relay::RelayNumber, std::string> m_names;
};

ImportSink::ImportSink(ingest::BatchSink &next, const dvm::KindTable &kinds, std::string database,
                       const store::IdFilter *stored)
    : m_next(next)
    , m_kinds(kinds)
    , m_database(std::move(database))
    , m_stored(stored)
{
}

void ImportSink::nameFile(relay::RelayNumber number, const std::string &name)
{
    const std::lock_guard lock(m_mutex);
    m_names[number] = name;
}

std::unique_ptr<ingest::PreparedEvent> ImportSink::prepare(ingest::VerifiedEvent verified) const
{
    note(verified.relay, verified.event.kind, verified.event.created_at);
    return m_next.prepare(std::move(verified));
}

std::unique_ptr<ingest::CopyFinder> ImportSink::copyFinder()
{
    return std::make_unique<Finder>(*this);
}

void ImportSink::note(relay::RelayNumber file, int kind, std::int64_t created_at) const
{
    constexpr int feedbackKind = 7000;
    constexpr int heartbeatKind = 11998;
    if (!m_kinds.isRequest(kind) && !m_kinds.isResult(kind) && kind != feedbackKind && kind != heartbeatKind)
        return;
    const std::lock_guard lock(m_mutex);
    File &of = m_files[file];
    if (include(of.spans, created_at) - created_at > longestSilence_s)
        of.isInOrder = false;
}

std::map<relay::RelayNumber, ImportSink::Spans> ImportSink::spans() const
{
    const std::lock_guard lock(m_mutex);
    std::map<relay::RelayNumber, Spans> spans;
    for (const auto &[number, file] : m_files)
        spans.emplace(number, file.spans);
    return spans;
}

std::vector<ImportSink::Piece> ImportSink::takeSettled()
{
    const std::lock_guard lock(m_mutex);
    std::vector<Piece> pieces;
    for (auto &[number, file] : m_files) {
        if (!file.isInOrder)
            continue;
        for (const auto &[from, end] : file.spans) {
            const std::int64_t until = end - longestSilence_s;
            std::int64_t next = from;
            for (const auto &[takenFrom, takenUntil] : file.taken.intervals())
                if (takenFrom <= next && next < takenUntil)
                    next = takenUntil;
            if (next >= until)
                continue;
            file.taken.add(next, until);
            pieces.push_back({number, next, until});
        }
    }
    return pieces;
}

} // namespace dvmdash::engine
