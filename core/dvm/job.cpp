// SPDX-License-Identifier: GPL-3.0-or-later
#include "dvm/job.h"

#include "dvm/attempt.h"

#include <algorithm>
#include <array>
#include <limits>
#include <tuple>
#include <unordered_map>

namespace dvmdash::dvm
{

namespace
{

/// The facts of one job, sorted, without repetition, and cut down to what counts.
struct OrderedFacts {
    std::vector<Answer> answers;
    std::vector<Payment> payments;
    std::optional<Cancellation> cancellation; ///< the customer's first
};

std::vector<Answer> orderedAnswers(const JobFacts &facts)
{
    std::vector<Answer> answers = facts.answers;
    // Relay copies of one event differ in our receipt only; the earliest, and of two in one millisecond the
    // one that came live, tells when it was first seen.
    const auto firstSeen = [](const Answer &a) { return std::tuple(a.id, a.received_ms, !a.live); };
    std::sort(answers.begin(), answers.end(),
              [&](const Answer &a, const Answer &b) { return firstSeen(a) < firstSeen(b); });
    const auto sameId = [](const Answer &a, const Answer &b) { return a.id == b.id; };
    answers.erase(std::unique(answers.begin(), answers.end(), sameId), answers.end());
    if (facts.request)
        std::erase_if(answers, [&](const Answer &answer) { return isCustomerNote(answer, *facts.request); });
    const auto order = [](const Answer &a) { return std::tuple(a.created_at, a.received_ms, a.id); };
    std::sort(answers.begin(), answers.end(),
              [&](const Answer &a, const Answer &b) { return order(a) < order(b); });
    return answers;
}

/// Each payment once: of several receipts with one key the surest, then the first, stands for it.
std::vector<Payment> orderedPayments(const JobFacts &facts)
{
    std::vector<Payment> payments = facts.payments;
    const auto rank = [](const Payment &p) {
        return std::tuple(p.key, -static_cast<int>(p.tier), p.created_at, p.receipt);
    };
    std::sort(payments.begin(), payments.end(),
              [&](const Payment &a, const Payment &b) { return rank(a) < rank(b); });
    const auto same = [](const Payment &a, const Payment &b) {
        return a.key.empty() ? a.receipt == b.receipt && b.key.empty() : a.key == b.key;
    };
    payments.erase(std::unique(payments.begin(), payments.end(), same), payments.end());
    const auto order = [](const Payment &p) { return std::tuple(p.created_at, p.receipt); };
    std::sort(payments.begin(), payments.end(),
              [&](const Payment &a, const Payment &b) { return order(a) < order(b); });
    return payments;
}

std::optional<Cancellation> firstCancellation(const JobFacts &facts)
{
    std::optional<Cancellation> first;
    for (const Cancellation &cancellation : facts.cancellations) {
        if (!facts.request || cancellation.author != facts.request->customer)
            continue;
        if (!first || std::tuple(cancellation.created_at, cancellation.event) <
                          std::tuple(first->created_at, first->event))
            first = cancellation;
    }
    return first;
}

/// What belongs to one attempt.
struct AttemptFacts {
    nostr::PublicKey dvm;
    bool targeted = false;
    std::vector<const Answer *> answers;
    std::vector<const Payment *> fromCustomer;
    std::int64_t claimed = 0, confirmed = 0, refunded = 0;
    std::int64_t paid = 0; ///< by the customer
};

/// Sorts the facts of a job into its attempts: targeted ones in the request's order, then by first answer.
class AttemptList
{
public:
    AttemptList(const JobFacts &facts, const OrderedFacts &ordered)
        : m_request(facts.request ? &*facts.request : nullptr)
        , m_id(facts.id)
    {
        if (m_request) {
            for (const nostr::PublicKey &target : m_request->targets)
                m_attempts[indexOf(target)].targeted = true;
        }
        for (const Answer &answer : ordered.answers) {
            m_attempts[indexOf(answer.author)].answers.push_back(&answer);
            m_authors.emplace(answer.id, answer.author);
        }
        for (const Payment &payment : ordered.payments)
            m_credits.push_back({payment.receipt, attribute(payment)});
    }

    const std::vector<AttemptFacts> &attempts() const { return m_attempts; }
    const std::vector<PaymentCredit> &credits() const { return m_credits; }

private:
    std::size_t indexOf(const nostr::PublicKey &dvm)
    {
        const auto [found, isNew] = m_index.emplace(dvm, m_attempts.size());
        if (isNew)
            m_attempts.emplace_back().dvm = dvm;
        return found->second;
    }

    AttemptFacts *find(const nostr::PublicKey &dvm)
    {
        const auto found = m_index.find(dvm);
        return found == m_index.end() ? nullptr : &m_attempts[found->second];
    }

    Purpose attribute(const Payment &payment)
    {
        if (!payment.target)
            return Purpose::Unattributed;
        const bool namesRequest = *payment.target == m_id;
        const auto author = m_authors.find(*payment.target);
        const bool toAuthor = author != m_authors.end() && author->second == payment.to;
        AttemptFacts *earner = namesRequest || toAuthor ? find(payment.to) : nullptr;
        if (earner) {
            std::int64_t &sum = payment.tier == Tier::Confirmed ? earner->confirmed : earner->claimed;
            sum = saturatedSum(sum, payment.msat);
            if (!m_request || payment.from == m_request->customer) {
                earner->fromCustomer.push_back(&payment);
                earner->paid = saturatedSum(earner->paid, payment.msat);
            }
            return Purpose::Work;
        }
        if (!namesRequest || !m_request || payment.to != m_request->customer)
            return Purpose::None;
        AttemptFacts *payer = find(payment.from);
        if (!payer)
            return Purpose::None;
        payer->refunded = saturatedSum(payer->refunded, payment.msat);
        return Purpose::Refund;
    }

    const Request *m_request;
    nostr::EventId m_id;
    std::vector<AttemptFacts> m_attempts;
    std::vector<PaymentCredit> m_credits;
    std::unordered_map<nostr::PublicKey, std::size_t, nostr::BytesHash> m_index;
    std::unordered_map<nostr::EventId, nostr::PublicKey, nostr::BytesHash> m_authors;
};

/// Feeds a machine with the events of an attempt in their order: by date; in one second answers, then
/// payments, then the cancellation.
void feed(AttemptMachine &machine, const AttemptFacts &facts, const std::optional<Cancellation> &cancellation)
{
    const bool paidBack = facts.refunded >= facts.paid;
    auto answer = facts.answers.begin();
    auto payment = paidBack ? facts.fromCustomer.end() : facts.fromCustomer.begin();
    bool cancel = cancellation.has_value();
    constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();
    while (answer != facts.answers.end() || payment != facts.fromCustomer.end() || cancel) {
        const std::int64_t answerAt = answer != facts.answers.end() ? (*answer)->created_at : never;
        const std::int64_t paymentAt = payment != facts.fromCustomer.end() ? (*payment)->created_at : never;
        const std::int64_t cancelAt = cancel ? cancellation->created_at : never;
        if (answer != facts.answers.end() && answerAt <= paymentAt && answerAt <= cancelAt) {
            machine.answer(**answer++);
        } else if (payment != facts.fromCustomer.end() && paymentAt <= cancelAt) {
            machine.paidByCustomer(**payment++);
        } else {
            machine.cancelled(*cancellation);
            cancel = false;
        }
    }
    machine.finish();
}

PaymentState paymentState(const AttemptMachine &machine, const AttemptFacts &facts)
{
    if (facts.refunded > 0)
        return PaymentState::Refunded;
    const auto isConfirmed = [](const Payment *payment) { return payment->tier == Tier::Confirmed; };
    if (std::any_of(facts.fromCustomer.begin(), facts.fromCustomer.end(), isConfirmed))
        return PaymentState::Confirmed;
    if (!facts.fromCustomer.empty())
        return PaymentState::Claimed;
    if (machine.paymentInferred())
        return PaymentState::Inferred;
    return machine.paymentAsked() ? PaymentState::Requested : PaymentState::None;
}

/// The result kind to expect, and the request kind whose timeouts hold. A request that was never seen is
/// known by its first result only.
AttemptContext contextFor(const JobFacts &facts, const OrderedFacts &ordered, const KindTable &kinds,
                          const Listening &listening, std::int64_t now)
{
    AttemptContext context;
    context.listening = &listening;
    context.now = now;
    int requestKind = 0;
    if (facts.request) {
        context.request = &*facts.request;
        requestKind = facts.request->kind;
        context.resultKind = kinds.resultKind(requestKind);
    } else {
        const auto result = std::find_if(ordered.answers.begin(), ordered.answers.end(),
                                         [](const Answer &answer) { return answer.isResult(); });
        if (result != ordered.answers.end())
            requestKind = kinds.requestKind(result->kind);
    }
    context.timeouts = kinds.timeouts(requestKind);
    return context;
}

void keepEarliest(std::optional<std::int64_t> &earliest, const std::optional<std::int64_t> &candidate)
{
    if (candidate && (!earliest || *candidate < *earliest))
        earliest = candidate;
}

/// Of two results dated in one second the one that we had first came first.
bool deliveredBefore(const Attempt &a, const Attempt &b)
{
    const auto order = [](const Attempt &attempt) {
        return std::tuple(*attempt.delivered_at,
                          attempt.response_ms.value_or(std::numeric_limits<std::int64_t>::max()));
    };
    return order(a) < order(b);
}

/// A broadcast that nobody answered: one silent attempt of nobody, whose silence blames nobody.
void judgeSilentBroadcast(JobJudgement &judgement, const AttemptContext &context,
                          const std::optional<Cancellation> &cancellation)
{
    AttemptMachine nobody(context, {}, true);
    feed(nobody, {}, cancellation);
    const State state = nobody.attempt().state;
    judgement.state = state == State::Ignored ? State::Unserved : state;
    judgement.deadline = nobody.deadline();
    judgement.last_change = nobody.attempt().since;
}

} // namespace

std::string_view stateName(State state)
{
    switch (state) {
    case State::Waiting:
        return "WAITING";
    case State::Accepted:
        return "ACCEPTED";
    case State::Partial:
        return "PARTIAL";
    case State::ClaimedSuccess:
        return "CLAIMED_SUCCESS";
    case State::Delivered:
        return "DELIVERED";
    case State::Failed:
        return "FAILED";
    case State::Ignored:
        return "IGNORED";
    case State::Stalled:
        return "STALLED";
    case State::PaidUndelivered:
        return "PAID_UNDELIVERED";
    case State::Cancelled:
        return "CANCELLED";
    case State::Unobserved:
        return "UNOBSERVED";
    case State::Unserved:
        return "UNSERVED";
    case State::Missing:
        return "MISSING";
    }
    return "MISSING";
}

bool isOpen(State state)
{
    return state == State::Waiting || state == State::Accepted || state == State::Partial ||
           state == State::ClaimedSuccess;
}

bool isFailure(State state)
{
    return state == State::Failed || state == State::Ignored || state == State::Stalled ||
           state == State::PaidUndelivered;
}

bool isBetter(State a, State b)
{
    constexpr std::array order{
        State::Delivered,  State::ClaimedSuccess, State::Partial,  State::Accepted,        State::Waiting,
        State::Unobserved, State::Cancelled,      State::Unserved, State::PaidUndelivered, State::Stalled,
        State::Ignored,    State::Failed,         State::Missing};
    return std::find(order.begin(), order.end(), a) < std::find(order.begin(), order.end(), b);
}

std::string_view paymentStateName(PaymentState state)
{
    switch (state) {
    case PaymentState::None:
        return "NONE";
    case PaymentState::Requested:
        return "REQUESTED";
    case PaymentState::Inferred:
        return "INFERRED";
    case PaymentState::Claimed:
        return "CLAIMED";
    case PaymentState::Confirmed:
        return "CONFIRMED";
    case PaymentState::Refunded:
        return "REFUNDED";
    }
    return "NONE";
}

std::vector<std::string_view> attemptFlagNames(std::uint32_t flags)
{
    constexpr std::array<std::string_view, 11> names{
        "RECOVERED",  "LATE",         "WASTED",      "DUPLICATE",    "REVISED",  "KIND_MISMATCH",
        "CLOCK_SKEW", "EMPTY_RESULT", "UNSOLICITED", "NOT_OBSERVED", "IMPOSTOR",
    };
    std::vector<std::string_view> set;
    for (std::size_t bit = 0; bit < names.size(); ++bit) {
        if (flags & (1u << bit))
            set.push_back(names[bit]);
    }
    return set;
}

JobJudgement judge(const JobFacts &facts, const KindTable &kinds, const Listening &listening,
                   std::int64_t now)
{
    const OrderedFacts ordered{orderedAnswers(facts), orderedPayments(facts), firstCancellation(facts)};
    const AttemptContext context = contextFor(facts, ordered, kinds, listening, now);
    const AttemptList list(facts, ordered);

    JobJudgement judgement;
    judgement.credits = list.credits();
    judgement.last_change = facts.request ? facts.request->created_at : 0;
    const Attempt *first = nullptr; // to deliver
    judgement.attempts.reserve(list.attempts().size());
    for (const AttemptFacts &its : list.attempts()) {
        AttemptMachine machine(context, its.dvm, its.targeted);
        feed(machine, its, ordered.cancellation);
        Attempt &attempt = judgement.attempts.emplace_back(machine.attempt());
        attempt.payment = paymentState(machine, its);
        attempt.claimed_msat = its.claimed;
        attempt.confirmed_msat = its.confirmed;
        attempt.refunded_msat = its.refunded;
        keepEarliest(judgement.deadline, machine.deadline());
        judgement.last_change = std::max(judgement.last_change, attempt.since);
        if (judgement.attempts.size() == 1 || isBetter(attempt.state, judgement.state))
            judgement.state = attempt.state;
        if (attempt.delivered_at && (!first || deliveredBefore(attempt, *first)))
            first = &attempt;
    }
    if (first) {
        if (first->response_s.value_or(-1) >= 0)
            judgement.response_s = first->response_s;
        judgement.response_ms = first->response_ms;
    }
    if (!facts.request)
        judgement.state = State::Missing;
    else if (judgement.attempts.empty())
        judgeSilentBroadcast(judgement, context, ordered.cancellation);
    return judgement;
}

} // namespace dvmdash::dvm
