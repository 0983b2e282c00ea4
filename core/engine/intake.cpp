// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/intake.h"

#include "engine/answers.h"
#include "ingest/pipeline.h"

#include <utility>

namespace dvmdash::engine
{

namespace
{

void examine(ingest::BatchSink &sink, ingest::CounterBoard &counters, relay::RelayNumber number,
             std::vector<std::string> events)
{
    ingest::PipelineSettings settings;
    settings.workers = 1;
    settings.skip_verified = false; // each deserves its own verdict
    ingest::Pipeline pipeline(sink, counters, settings);
    for (std::string &json : events) {
        if (json.size() > settings.max_frame_bytes)
            pipeline.refuse(number, nostr::Reject::FrameTooLarge);
        else
            pipeline.accept({number, nullptr, std::move(json), nowMs(), false});
    }
    pipeline.finish();
}

} // namespace

Intake::Intake(ingest::BatchSink &sink, ingest::CounterBoard &counters, relay::RelayNumber number,
               std::vector<std::string> events, QObject *context, Added added)
    : m_number(number)
    , m_count(static_cast<std::int64_t>(events.size()))
    , m_context(context)
    , m_added(std::move(added))
    , m_thread(examine, std::ref(sink), std::ref(counters), number, std::move(events))
{
}

Intake::~Intake()
{
    m_thread.join();
}

bool Intake::isDone(const ingest::Counters &snapshot) const
{
    const auto at = snapshot.by_relay.find(m_number);
    const ingest::SourceCounters counters =
        at == snapshot.by_relay.end() ? ingest::SourceCounters() : at->second;
    return counters.accepted + counters.duplicate + counters.rejectedTotal() >= m_count;
}

void Intake::tell(const ingest::Counters &snapshot) const
{
    const auto at = snapshot.by_relay.find(m_number);
    if (m_context && m_added)
        m_added(at == snapshot.by_relay.end() ? ingest::SourceCounters() : at->second);
}

void IntakeList::add(store::WriterThread &writer, ingest::CounterBoard &counters, const QString &source,
                     std::vector<std::string> events, QObject *context, Intake::Added added)
{
    const relay::RelayNumber number = m_next++;
    writer.nameRelay(number, source.toStdString());
    m_intakes.push_back(
        std::make_unique<Intake>(writer, counters, number, std::move(events), context, std::move(added)));
}

void IntakeList::tell(const ingest::Counters &snapshot)
{
    std::vector<std::unique_ptr<Intake>> done;
    for (auto &intake : m_intakes)
        if (intake->isDone(snapshot))
            done.push_back(std::move(intake));
    std::erase(m_intakes, nullptr);
    for (const auto &intake : done)
        intake->tell(snapshot);
}

} // namespace dvmdash::engine
