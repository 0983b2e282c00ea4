// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/job_writer.h"

#include "store/split_id.h"

#include <algorithm>

namespace dvmdash::store
{

JobWriter::JobWriter(Database &db, Interner &keys, EventLoader &events, IdTable &ids,
                     const dvm::KindTable &kinds, FactListener &listener)
    : m_db(db)
    , m_keys(keys)
    , m_events(events)
    , m_ids(ids)
    , m_listener(listener)
    , m_touched(db)
    , m_rows(db, keys, ids)
    , m_payments(db, keys, events, m_touched, listener)
    , m_settler(db, keys, events, kinds, listener, m_payments, m_rows)
    , m_anyRefersTo(db.prepare("SELECT 1 FROM ref WHERE dst8 = ?1 AND rel = ?2 LIMIT 1"))
    , m_confirmFirstTags(db.prepare("UPDATE answer SET rule = ?2 WHERE jid = ?1 AND rule = ?3"))
    , m_answersNaming(db.prepare("SELECT a.rid, a.jid FROM ref r CROSS JOIN answer a ON a.rid = r.src "
                                 "WHERE r.dst8 = ?1 AND r.rel = ?2 AND a.jid <> ?3 AND a.rule IN (?4, ?5)"))
    , m_moveAnswer(db.prepare("UPDATE answer SET jid = ?2, rule = ?3 WHERE rid = ?1"))
    , m_dropJob(db.prepare("DELETE FROM job WHERE jid = ?1 AND rid IS NULL AND nested = 0 AND frozen = 0 "
                           "AND NOT EXISTS(SELECT 1 FROM answer WHERE jid = ?1)"))
    , m_idOfJob(db.prepare("SELECT id8, id24 FROM job WHERE jid = ?1"))
    , m_insertCancellation(db.prepare("INSERT OR IGNORE INTO cancellation(jid, rid) VALUES(?1, ?2)"))
    , m_deletionsOf(db.prepare("SELECT r.src FROM ref r CROSS JOIN event e ON e.rid = r.src "
                               "WHERE r.dst8 = ?1 AND r.rel = ?2 AND e.role = ?3 AND e.pid = ?4 "
                               "AND e.created_at < (SELECT value FROM meta WHERE key = 'counted_until')"))
    , m_deleteAttempts(db.prepare("DELETE FROM attempt WHERE jid = ?1"))
    , m_due(db.prepare("SELECT jid, deadline FROM job WHERE deadline <= ?1 ORDER BY deadline"))
    , m_unobserved(
          db.prepare("SELECT jid FROM job WHERE unobserved > 0 AND unobserved > ?1 AND created_at < ?2"))
    , m_ofOlderRules(
          db.prepare("SELECT jid FROM job WHERE unobserved > 0 AND unobserved = 9223372036854775807"))
{
}

void JobWriter::note(const Prepared &prepared, RowId rid)
{
    switch (prepared.role) {
    case dvm::Role::Request:
        noteRequest(prepared, rid);
        break;
    case dvm::Role::Result:
    case dvm::Role::Feedback:
        noteAnswer(prepared, rid);
        break;
    case dvm::Role::ZapReceipt:
    case dvm::Role::Nutzap:
        notePayment(prepared, rid);
        break;
    case dvm::Role::Deletion:
        noteDeletion(prepared, rid);
        break;
    case dvm::Role::Redemption:
        m_payments.noteRedemption(prepared.event, rid);
        break;
    case dvm::Role::Other:
        if (prepared.event.kind == dvm::nutzapInfoKind)
            m_payments.noteNutzapInfo(prepared.event);
        break;
    case dvm::Role::Announcement:
    case dvm::Role::Heartbeat:
    case dvm::Role::CustomerNote:
    case dvm::Role::Pong:
        break;
    }
    noteNamed(prepared);
}

/// What looks for its answers, deletions and payments when it comes later.
void JobWriter::noteNamed(const Prepared &prepared)
{
    if (prepared.answer || prepared.role == dvm::Role::Deletion)
        for (const auto &[id, relation] : prepared.references)
            m_rows.noteNamed(id);
    if (prepared.payment && prepared.payment->target)
        m_rows.noteNamed(*prepared.payment->target);
}

void JobWriter::noteRequest(const Prepared &prepared, RowId rid)
{
    const dvm::Request &request = *prepared.request;
    const bool isNamed = m_rows.mayBeNamed(request.id);
    const auto known = m_rows.find(request.id);
    const std::int64_t jid = known ? *known : makeJob(request.id, request.created_at);
    setRequest(jid, request, rid);
    if (!isNamed)
        return;
    const bool isReferredTo = anyRefersTo(request.id);
    if (known || isReferredTo)
        rematchAnswers(request.id, jid, !known);
    if (isReferredTo)
        adoptDeletions(request, jid);
}

/// By an `e`.
bool JobWriter::anyRefersTo(const nostr::EventId &request)
{
    m_ids.write();
    const ResetAtEnd reset(m_anyRefersTo);
    return m_anyRefersTo.bind(1, id8(request)).bind(2, static_cast<int>(Relation::Event)).step();
}

/// A request that was seen only inside an answer serves until it is seen itself. One that claims to be of
/// later than its answer is none to go by. Its signature is checked only here: most requests are known.
void JobWriter::noteNestedRequest(const NestedRequest &nested, std::int64_t answeredAt, std::int64_t jid)
{
    const dvm::Request &request = nested.request;
    if (m_rows.isKnownRequest(request.id) || request.created_at - dvm::futureToleranceSeconds > answeredAt ||
        !nested.isSigned(m_verifier))
        return;
    setRequest(jid, request, std::nullopt);
    adoptDeletions(request, jid);
}

void JobWriter::setRequest(std::int64_t jid, const dvm::Request &request, std::optional<RowId> rid)
{
    if (LoadedFacts *facts = m_touched.touchTelling(jid))
        facts->facts.request = request;
    m_rows.setRequest(jid, request, rid);
}

/// The match of an answer with what is known now.
dvm::Match JobWriter::matchByNow(const nostr::Event &answer, const References &references)
{
    dvm::Match unaided = dvm::matchRequest(answer, {});
    if (unaided.rule != dvm::MatchRule::FirstTag)
        return unaided;
    std::set<nostr::EventId> followed{unaided.request};
    for (const auto &[id, relation] : references)
        if (relation == Relation::Event)
            followed.insert(id);
    return dvm::matchRequest(answer, [&](const nostr::EventId &id) {
        return followed.find(id) != followed.end() && m_rows.isKnownRequest(id);
    });
}

/// A request has become known: of the answers that name it by an unmarked `e`, those that wait for it stay,
/// and each other that now belongs to it moves, be it because it knew no request before or one of a later
/// tag.
void JobWriter::rematchAnswers(const nostr::EventId &request, std::int64_t jid, bool isNew)
{
    constexpr int known = static_cast<int>(dvm::MatchRule::KnownRequest);
    constexpr int first = static_cast<int>(dvm::MatchRule::FirstTag);
    m_rows.writeAnswers();
    if (!isNew)
        m_confirmFirstTags.bind(1, jid).bind(2, known).bind(3, first).run();
    std::vector<std::pair<RowId, std::int64_t>> candidates;
    {
        const ResetAtEnd reset(m_answersNaming);
        m_answersNaming.bind(1, id8(request))
            .bind(2, static_cast<int>(Relation::Event))
            .bind(3, jid)
            .bind(4, known)
            .bind(5, first);
        while (m_answersNaming.step())
            candidates.emplace_back(m_answersNaming.integer(0), m_answersNaming.integer(1));
    }
    for (const auto &[rid, formerJob] : candidates) {
        const nostr::Event answer = m_events.load(rid);
        if (matchByNow(answer, referencesOf(answer, nullptr)).request == request)
            moveAnswer(rid, answer.id, formerJob, jid);
    }
}

/// To the job of a request that has become known.
void JobWriter::moveAnswer(RowId rid, const nostr::EventId &answer, std::int64_t from, std::int64_t to)
{
    m_touched.touch(from);
    m_touched.touch(to);
    m_moveAnswer.bind(1, rid).bind(2, to).bind(3, static_cast<int>(dvm::MatchRule::KnownRequest)).run();
    placePayments(answer);
    dropUnlessNamed(from);
}

/// Takes a job away that stood only for the id that an answer named, when that answer has moved.
void JobWriter::dropUnlessNamed(std::int64_t jid)
{
    m_rows.writeAll();
    nostr::EventId id;
    {
        const ResetAtEnd reset(m_idOfJob);
        if (!m_idOfJob.bind(1, jid).step())
            return;
        id = joinId(m_idOfJob.integer(0), m_idOfJob.blob(1));
    }
    m_dropJob.bind(1, jid).run();
    if (m_db.changes() == 0)
        return;
    m_ids.erase(id, IdUse::Job, jid);
    if (const auto former = m_touched.former(jid))
        m_listener.job(*former, -1);
    m_deleteAttempts.bind(1, jid).run();
    m_payments.release(jid);
    m_touched.erase(jid);
}

void JobWriter::adoptDeletions(const dvm::Request &request, std::int64_t jid)
{
    std::vector<RowId> deletions;
    m_ids.write();
    {
        const ResetAtEnd reset(m_deletionsOf);
        m_deletionsOf.bind(1, id8(request.id))
            .bind(2, static_cast<int>(Relation::Event))
            .bind(3, static_cast<int>(dvm::Role::Deletion))
            .bind(4, m_keys.pid(request.customer));
        while (m_deletionsOf.step())
            deletions.push_back(m_deletionsOf.integer(0));
    }
    for (const RowId rid : deletions) {
        const auto references = referencesOf(m_events.load(rid), nullptr);
        const bool names = std::any_of(references.begin(), references.end(), [&](const auto &reference) {
            return reference.first == request.id && reference.second == Relation::Event;
        });
        if (names)
            cancel(jid, rid);
    }
}

void JobWriter::noteAnswer(const Prepared &prepared, RowId rid)
{
    std::optional<dvm::Match> byNow;
    if (prepared.match.rule == dvm::MatchRule::FirstTag)
        byNow = matchByNow(prepared.event, prepared.references);
    const dvm::MatchedRequest &match = byNow ? byNow->matched() : prepared.match;
    if (match.rule == dvm::MatchRule::None)
        return;
    const dvm::Answer &answer = *prepared.answer;
    const auto known = m_rows.find(match.request);
    const std::int64_t jid = known ? *known : makeJob(match.request, answer.created_at);
    if (LoadedFacts *facts = m_touched.touchTelling(jid)) {
        facts->facts.answers.push_back(answer);
        facts->rows.emplace(answer.id, rid);
    }
    m_rows.addAnswer(jid, rid, answer, match.rule);
    placePayments(answer.id);
    if (prepared.nested)
        noteNestedRequest(*prepared.nested, answer.created_at, jid);
}

void JobWriter::notePayment(const Prepared &prepared, RowId rid)
{
    if (!prepared.payment)
        return;
    const auto &target = prepared.payment->target;
    m_payments.note(*prepared.payment, prepared.event, rid, target ? jobPaidFor(*target) : std::nullopt);
}

/// What `target` is has changed: the payments that name it go where they now belong.
void JobWriter::placePayments(const nostr::EventId &target)
{
    if (m_rows.mayBeNamed(target) && m_payments.anyNames(target))
        m_payments.place(target, jobPaidFor(target));
}

void JobWriter::noteDeletion(const Prepared &prepared, RowId rid)
{
    for (const auto &[id, relation] : prepared.references) {
        const auto jid = relation == Relation::Event ? m_rows.find(id) : std::nullopt;
        if (!jid)
            continue;
        const auto customer = m_rows.customerOf(*jid);
        if (customer && m_keys.key(*customer) == prepared.event.pubkey)
            cancel(*jid, rid);
    }
}

void JobWriter::cancel(std::int64_t jid, RowId rid)
{
    m_touched.touch(jid);
    m_insertCancellation.bind(1, jid).bind(2, rid).run();
}

std::int64_t JobWriter::makeJob(const nostr::EventId &request, std::int64_t created_at)
{
    const bool isNamed = m_rows.mayBeNamed(request);
    const std::int64_t jid = m_rows.add(request, created_at);
    m_touched.touchNew(jid, request);
    if (isNamed)
        placePayments(request);
    return jid;
}

/// An answer may itself be named as a request by another answer, and so have a job in its name: the money is
/// for the answer.
std::optional<std::int64_t> JobWriter::jobPaidFor(const nostr::EventId &target)
{
    if (const auto rid = m_events.find(target))
        if (const auto jid = m_rows.jobOfAnswer(*rid))
            return jid;
    return m_rows.find(target);
}

std::int64_t JobWriter::touchDue(std::int64_t now, int most)
{
    const ResetAtEnd reset(m_due);
    m_due.bind(1, now);
    std::int64_t last = now;
    for (int count = 0; m_due.step(); ++count) {
        const std::int64_t deadline = m_due.integer(1);
        if (count >= most && deadline > last)
            return last;
        m_touched.touch(m_due.integer(0));
        last = deadline;
    }
    return now;
}

void JobWriter::touchUnobserved(std::int64_t from, std::int64_t until)
{
    const ResetAtEnd reset(m_unobserved);
    m_unobserved.bind(1, from).bind(2, until);
    while (m_unobserved.step())
        m_touched.touch(m_unobserved.integer(0));
}

void JobWriter::touchCreated(std::int64_t from, std::int64_t until)
{
    Statement created =
        m_db.prepare("SELECT jid FROM job WHERE created_at >= ?1 AND created_at < ?2 AND frozen = 0");
    created.bind(1, from).bind(2, until);
    while (created.step())
        m_touched.touch(created.integer(0));
}

void JobWriter::touchThoseOfOlderRules()
{
    const ResetAtEnd reset(m_ofOlderRules);
    while (m_ofOlderRules.step())
        m_touched.touch(m_ofOlderRules.integer(0));
}

int JobWriter::settle(const Listening &listening, std::int64_t now)
{
    auto jobs = m_touched.take();
    m_rows.writeAnswers();
    m_settler.takeChangedNotes(); // of the last time
    for (auto &[jid, job] : jobs)
        m_settler.settle(jid, std::move(job), listening, now);
    m_rows.writeAll();
    m_settler.writeAttempts();
    return static_cast<int>(jobs.size());
}

} // namespace dvmdash::store
