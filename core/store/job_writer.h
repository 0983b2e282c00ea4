// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/kinds.h"
#include "store/event_loader.h"
#include "store/fact_listener.h"
#include "store/interner.h"
#include "store/job_rows.h"
#include "store/job_settler.h"
#include "store/payment_writer.h"
#include "store/prepared.h"
#include "store/touched_jobs.h"

#include <memory>
#include <optional>
#include <vector>

namespace dvmdash::store
{

/// Keeps job, attempt and their lean fact rows in step with the events, inside the transaction that stores
/// the event. It notes what an event says, remembers which jobs that touches, and settle() has each touched
/// job judged once (JobSettler).
///
/// What is stored is a function of the set of events, never of their order of arrival:
/// - An answer belongs to the job that dvm::matchRequest() gives for the requests that are known by now:
///   those that are stored themselves, not only inside an answer. Of unmarked `e` tags the first in tag order
///   that names a known request decides, else the first one. Beside the first only `e` tags that have a ref
///   row can be that known request: those are the ones by which a late request finds its answers.
/// - A job whose request was never seen, and which no answer names any more, is taken away.
/// - A payment belongs to the job of the answer that it names, else to the job of the request that it names,
///   else it waits without a job.
/// - How sure a payment is, and which of all receipts of one payment counts: see PaymentWriter.
class JobWriter
{
public:
    JobWriter(Database &db, Interner &keys, EventLoader &events, IdTable &ids, const dvm::KindTable &kinds,
              FactListener &listener);

    void note(const Prepared &prepared, RowId rid);
    /// What was noted of this answer, if it is one, can be read from its table.
    void writeAnswer(RowId rid) { m_rows.writeAnswer(rid); }

    void setChooseRow(JobRows::ChooseRow choose) { m_rows.setChooseRow(std::move(choose)); }
    void setNamed(std::shared_ptr<IdFilter> named) { m_rows.setNamed(std::move(named)); }

    /// Puts jobs whose deadline is at or before `now` on the list, the earliest first, and no more when it
    /// has put `most`, but for those of the same second. The moment up to which that is all of them: `now`,
    /// or an earlier one when more are left.
    std::int64_t touchDue(std::int64_t now, int most);
    /// Puts jobs on the list that were judged in the dark and to whose silence a coverage of [from, until)
    /// may belong.
    void touchUnobserved(std::int64_t from, std::int64_t until);
    /// Puts all jobs on the list that were created in [from, until).
    void touchCreated(std::int64_t from, std::int64_t until);

    /// Who signs the receipts of this key is known anew: they, and their jobs, are judged again.
    void reconsiderReceipts(const nostr::PublicKey &payee)
    {
        m_payments.reconsiderReceipts(m_keys.pid(payee));
    }
    /// Those of everybody of whom that was ever known.
    void reconsiderReceipts() { m_payments.reconsiderReceipts(); }

    /// Puts jobs on the list that an older program judged, see schema version 2.
    void touchThoseOfOlderRules();

    /// Judges and writes the jobs on the list, and clears it. How many there were.
    int settle(const Listening &listening, std::int64_t now);
    /// Feedback that settle() found to be a customer's note, or to be none any more.
    std::vector<nostr::EventId> takeChangedNotes() { return m_settler.takeChangedNotes(); }
    /// After a rollback.
    void forget()
    {
        m_touched.clear();
        m_rows.forget();
        m_settler.forget();
    }

private:
    using References = std::vector<std::pair<nostr::EventId, Relation>>;

    void noteRequest(const Prepared &prepared, RowId rid);
    void noteNestedRequest(const NestedRequest &nested, std::int64_t answeredAt, std::int64_t jid);
    void setRequest(std::int64_t jid, const dvm::Request &request, std::optional<RowId> rid);
    void noteAnswer(const Prepared &prepared, RowId rid);
    void notePayment(const Prepared &prepared, RowId rid);
    void noteDeletion(const Prepared &prepared, RowId rid);
    void noteNamed(const Prepared &prepared);
    dvm::Match matchByNow(const nostr::Event &answer, const References &references);
    bool anyRefersTo(const nostr::EventId &request);
    void rematchAnswers(const nostr::EventId &request, std::int64_t jid, bool isNew);
    void moveAnswer(RowId rid, const nostr::EventId &answer, std::int64_t from, std::int64_t to);
    void dropUnlessNamed(std::int64_t jid);
    void adoptDeletions(const dvm::Request &request, std::int64_t jid);
    void placePayments(const nostr::EventId &target);

    std::int64_t makeJob(const nostr::EventId &request, std::int64_t created_at);
    std::optional<std::int64_t> jobPaidFor(const nostr::EventId &target);
    void cancel(std::int64_t jid, RowId rid);

    Database &m_db;
    Interner &m_keys;
    EventLoader &m_events;
    IdTable &m_ids;
    FactListener &m_listener;
    TouchedJobs m_touched;
    JobRows m_rows;
    nostr::Verifier m_verifier;
    PaymentWriter m_payments;
    JobSettler m_settler;

    Statement m_anyRefersTo;
    Statement m_confirmFirstTags;
    Statement m_answersNaming;
    Statement m_moveAnswer;
    Statement m_dropJob;
    Statement m_idOfJob;
    Statement m_insertCancellation;
    Statement m_deletionsOf;
    Statement m_deleteAttempts;
    Statement m_due;
    Statement m_unobserved;
    Statement m_ofOlderRules;
};

} // namespace dvmdash::store
