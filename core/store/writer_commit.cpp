// SPDX-License-Identifier: GPL-3.0-or-later
// What one transaction of the writer holds; its thread, queue and trouble are in writer_thread.cpp.
#include "dvm/relay_hints.h"
#include "store/writer_session.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <map>
#include <memory_resource>
#include <unordered_set>
#include <utility>

namespace dvmdash::store
{

namespace
{

using Clock = std::chrono::steady_clock;

/// Jobs judged because of their deadline in one commit, but for those of one second: the rest comes with the
/// next.
constexpr int mostDeadlinesAtOnce = 2'000;
/// See Coverage::judgeTime(), and the commit interval.
constexpr std::int64_t longestStepBackSeconds = 120;

EventRow rowOf(const Prepared &prepared, RowId rid)
{
    EventRow row;
    row.rid = rid;
    row.id = prepared.event.id;
    row.author = prepared.event.pubkey;
    row.kind = prepared.event.kind;
    row.role = prepared.role;
    row.flags = prepared.flags;
    row.created_at = prepared.event.created_at;
    row.received_ms = prepared.received_ms;
    row.expires_at = prepared.expires_at;
    row.summary = prepared.summary;
    return row;
}

/// What an event and a copy of one have in common.
struct Sight {
    const nostr::EventId &id;
    relay::RelayNumber relay = 0;
    std::int64_t received_ms = 0;
};

/// Nothing: a copy.
const Prepared *preparedOf(const ingest::BatchItem &item)
{
    const auto *event = std::get_if<std::unique_ptr<ingest::PreparedEvent>>(&item);
    return event ? static_cast<const Prepared *>(event->get()) : nullptr;
}

Sight sightOf(const ingest::BatchItem &item)
{
    if (const Prepared *prepared = preparedOf(item))
        return {prepared->event.id, prepared->relay, prepared->received_ms};
    const auto &repeated = std::get<ingest::RepeatedEvent>(item);
    return {repeated.id, repeated.relay, repeated.received_ms};
}

} // namespace

/// What a commit has done so far.
struct WriterThread::Draft {
    CommitNotice notice;
    std::map<relay::RelayNumber, ingest::SourceCounters> deltas;
    std::vector<std::pair<const Prepared *, RowId>> stored; ///< new ones, of the commit's items
};

/// In order, but events that follow each other are written together.
void WriterThread::apply(Session &session, std::span<const Item> items, Draft &draft)
{
    const auto isEvent = [](const Item &item) { return std::holds_alternative<ingest::BatchItem>(item); };
    while (!items.empty()) {
        const auto end = std::find_if_not(items.begin(), items.end(), isEvent);
        const auto count = static_cast<std::size_t>(end - items.begin());
        if (count > 0)
            applyEvents(session, items.first(count), draft);
        if (end == items.end())
            return;
        applyRest(session, *end, draft.notice);
        items = items.subspan(count + 1);
    }
}

void WriterThread::applyRest(Session &session, const Item &item, CommitNotice &notice)
{
    if (const auto *name = std::get_if<RelayName>(&item)) {
        session.events.nameRelay(name->number, name->url);
    } else if (const auto *live = std::get_if<LiveChange>(&item)) {
        session.coverage.setLive(live->relay, live->live);
    } else if (const auto *span = std::get_if<relay::CoverageSpan>(&item)) {
        session.coverage.add(session.events.relayRow(span->relay), span->from, span->until);
        session.coverage.noteFrontier(span->relay, span->until);
        session.jobs.touchUnobserved(span->from, span->until);
    } else if (const auto *untrue = std::get_if<Uncovered>(&item)) {
        constexpr std::int64_t longestWait_s = 3'600; // what was judged by it began not much before
        session.coverage.takeBack(untrue->from, untrue->until);
        session.jobs.touchCreated(untrue->from - longestWait_s, untrue->until);
        notice.rewritten = true;
    } else if (const auto *policy = std::get_if<RetentionPolicy>(&item)) {
        writePolicy(session.db, *policy);
        session.policyIsNew = true;
    } else if (const auto *kept = std::get_if<std::unique_ptr<KeptValue>>(&item)) {
        writeKeptValue(session.db, **kept);
    } else if (const auto *finding = std::get_if<std::unique_ptr<lookup::Finding>>(&item)) {
        const auto effect = session.findings.write(**finding);
        if (effect.signersChanged)
            session.jobs.reconsiderReceipts((*finding)->subject.key);
        notice.rewritten = notice.rewritten || effect.isNews || effect.signersChanged;
    }
}

/// First the rows of all new events, then what each of them and each copy counts for.
void WriterThread::applyEvents(Session &session, std::span<const Item> items, Draft &draft)
{
    std::vector<const Prepared *> fresh;
    std::pmr::monotonic_buffer_resource memory; // a place for each id costs more than all the rest
    std::pmr::unordered_set<nostr::EventId, nostr::BytesHash> ids(items.size(), &memory);
    const auto isStored = [&](const nostr::EventId &id) {
        return (!m_settings.ids || m_settings.ids->mayHold(id)) && session.loader.find(id);
    };
    const auto isFresh = [&](const Prepared &prepared) {
        const nostr::Event &event = prepared.event;
        return (event.created_at >= session.holdBack.horizon() || Retention::isKeptForEver(event.kind)) &&
               ids.insert(event.id).second && !isStored(event.id);
    };
    std::vector<Sight> copies;
    for (const Item &item : items) {
        const auto &given = std::get<ingest::BatchItem>(item);
        const Sight sight = sightOf(given);
        draft.notice.newest_received_ms = std::max(draft.notice.newest_received_ms, sight.received_ms);
        if (const Prepared *prepared = preparedOf(given); prepared && isFresh(*prepared))
            fresh.push_back(prepared);
        else
            copies.push_back(sight);
    }
    const std::vector<RowId> rids = session.events.store(fresh);
    if (m_settings.ids)
        for (const Prepared *prepared : fresh)
            m_settings.ids->add(prepared->event.id);

    // Requests count first: who answers one then finds its job, whichever of the two was verified earlier.
    std::vector<std::optional<EventFact>> facts(fresh.size());
    for (const bool areRequests : {true, false})
        for (std::size_t i = 0; i < fresh.size(); ++i)
            if (fresh[i]->request.has_value() == areRequests)
                facts[i] = countEvent(session, *fresh[i], rids[i], draft.notice);
    for (std::size_t i = 0; i < fresh.size(); ++i) {
        // In the order in which they came: so do their copies, and so they are found fastest.
        if (m_settings.expect_copies && !session.holdBack.holds(fresh[i]->event.created_at))
            session.sightings.remember(fresh[i]->event.id, rids[i], fresh[i]->relay, facts[i]);
        ++draft.deltas[fresh[i]->relay].accepted;
        draft.stored.emplace_back(fresh[i], rids[i]);
    }
    draft.notice.stored += static_cast<std::int64_t>(fresh.size());
    for (const Sight &copy : copies) {
        ingest::SourceCounters &delta = draft.deltas[copy.relay];
        if (session.sightings.note(copy.id, copy.relay, copy.received_ms))
            ++delta.duplicate;
        else // what was verified and is neither stored nor new was refused as too old
            ++delta.rejected.at(static_cast<std::size_t>(nostr::Reject::TooOld));
    }
    session.sightings.write();
}

/// What it counts for; nothing when it counts for nothing, or as long as its time has not come.
std::optional<EventFact> WriterThread::countEvent(Session &session, const Prepared &prepared, RowId rid,
                                                  CommitNotice &notice)
{
    std::optional<EventFact> fact;
    if (session.holdBack.holds(prepared.event.created_at))
        session.holdBack.note(prepared.event.created_at);
    else
        fact = session.count(prepared, rid, {session.events.relayRow(prepared.relay)});
    if (m_settings.tell_missing)
        noteMissing(session, prepared, notice);
    return fact;
}

/// The request that an answer belongs to, and the inputs that a request waits for.
void WriterThread::noteMissing(Session &session, const Prepared &prepared, CommitNotice &notice)
{
    const auto note = [&](const nostr::EventId &id) {
        if (!session.sightings.isStored(id))
            notice.missing.push_back({id, dvm::relayHints(prepared.event, id)});
    };
    if (prepared.answer && prepared.match.rule != dvm::MatchRule::None)
        note(prepared.match.request);
    if (prepared.request)
        for (const auto &[id, relation] : prepared.references)
            if (relation == Relation::JobInput)
                note(id);
}

/// Events whose time has come count from now on.
void WriterThread::release(Session &session, bool writing)
{
    const std::int64_t now = nowMs() / 1000;
    if (!writing && !session.holdBack.anyDue(now))
        return;
    for (const RowId rid : session.holdBack.advance(now))
        session.count(*store::prepare(session.loader.verified(rid), m_kinds), rid,
                      session.facts.relaysOf(rid));
}

/// Judges what was touched and what is due, and moves the sequence, inside the transaction.
void WriterThread::settle(Session &session, CommitNotice &notice)
{
    std::int64_t now = session.coverage.judgeTime(nowMs() / 1000);
    // How far time is proven may step back a little when a relay comes or goes; what was judged stays judged.
    if (now < session.judgedAt && session.judgedAt - now <= longestStepBackSeconds)
        now = session.judgedAt;
    const std::int64_t dueUntil = session.jobs.touchDue(now, mostDeadlinesAtOnce);
    session.moreDue = dueUntil < now;
    // One moment for all jobs of the file, so that it says nothing else than its events would.
    now = std::min(now, std::max(dueUntil, session.judgedAt));
    notice.jobs_judged =
        session.jobs.settle([&](int kind, std::int64_t from,
                                std::int64_t until) { return session.coverage.covers(kind, from, until); },
                            now);
    for (const nostr::EventId &feedback : session.jobs.takeChangedNotes())
        session.sightings.forget(feedback);
    const bool counted = session.listener->beforeCommit();
    session.ids.moveOn();
    notice.events_total = session.eventCount + notice.stored;
    notice.sequence = session.sequence;
    notice.judged_at = now;
    const auto update = [&](const char *key, std::int64_t value) {
        session.updateMeta.bindText(1, key).bind(2, value).run();
    };
    if (notice.stored == 0 && notice.jobs_judged == 0 && !counted && !notice.rewritten) {
        if (m_settings.exact_moments && notice.judged_at && *notice.judged_at != session.judgedAt)
            update("judged_at", *notice.judged_at);
        return;
    }
    ++notice.sequence;
    update("ingest_sequence", static_cast<std::int64_t>(notice.sequence));
    update("event_count", notice.events_total);
    if (notice.judged_at)
        update("judged_at", *notice.judged_at);
}

/// One transaction: events, sightings, coverage, the jobs they touch, the jobs whose time has come, and the
/// sequence. What comes in within the commit interval joins `items`. False when it had to be rolled back; the
/// items may then be given again.
bool WriterThread::commit(Session &session, std::vector<Item> &items)
{
    const auto began = Clock::now();
    const bool lookAtDeadlines =
        session.moreDue ||
        began - session.deadlinesLooked >= std::chrono::milliseconds(m_settings.deadline_interval_ms);
    if (items.empty() && !lookAtDeadlines)
        return true;

    Draft draft;
    CommitNotice &notice = draft.notice;
    Clock::duration waited{};
    try {
        Transaction transaction(session.db, Transaction::Kind::Write);
        if (session.countsAreOld)
            session.readCounts();
        session.catchUp();
        release(session, !items.empty() || m_settings.exact_moments);
        const auto more = [&] {
            const auto asked = Clock::now();
            const auto usual = std::chrono::milliseconds(m_settings.commit_interval_ms);
            auto until = began + usual;
            if (items.size() >= m_settings.flood_items) {
                const auto flood = began + std::chrono::milliseconds(m_settings.flood_interval_ms);
                until = std::clamp(flood, until, std::max(until, asked + usual)); // or as it dries up
            }
            const bool came = !items.empty() && takeMore(items, until);
            waited += Clock::now() - asked;
            return came;
        };
        std::size_t applied = 0;
        do {
            apply(session, std::span(items).subspan(applied), draft);
            applied = items.size();
        } while (more());
        settle(session, notice);
        if (m_settings.tell_sightings)
            notice.sightings = session.sightings.takeNoted();
        notice.events = rowsOf(draft);
        transaction.commit();
    } catch (const std::exception &problem) {
        session.forget();
        session.db.forgetPages(); // what was read may have been damaged on its way
        tellTrouble(problem);
        return false;
    }
    if (lookAtDeadlines)
        session.deadlinesLooked = began;
    session.moneyIsOld = false;
    session.sequence = notice.sequence;
    session.eventCount = notice.events_total;
    session.judgedAt = notice.judged_at.value_or(session.judgedAt);
    if (std::exchange(session.policyIsNew, false)) {
        session.retention.policyChanged();
        session.moreToDelete = true;
    }
    for (const auto &[relay, delta] : draft.deltas)
        m_counters.add(relay, delta);
    m_counters.addWriteTime(
        std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - began - waited).count());
    tell(std::move(notice), !draft.deltas.empty());
    return true;
}

void WriterThread::tell(CommitNotice notice, bool countersChanged)
{
    if (!m_onCommit ||
        (notice.stored == 0 && notice.jobs_judged == 0 && !notice.rewritten && !countersChanged))
        return;
    m_onCommit(std::move(notice));
}

/// The newest that were stored, newest first.
std::vector<EventRow> WriterThread::rowsOf(const Draft &draft) const
{
    std::vector<EventRow> rows;
    if (!m_onCommit)
        return rows;
    const std::size_t count = std::min(draft.stored.size(), m_settings.notice_rows);
    rows.reserve(count);
    std::transform(draft.stored.rbegin(), draft.stored.rbegin() + static_cast<std::ptrdiff_t>(count),
                   std::back_inserter(rows), [](const auto &one) { return rowOf(*one.first, one.second); });
    return rows;
}

} // namespace dvmdash::store
