// SPDX-License-Identifier: GPL-3.0-or-later
#include "dvm/attempt.h"

#include <algorithm>
#include <limits>

namespace dvmdash::dvm
{

namespace
{

constexpr std::int64_t msPerSecond = 1000;
constexpr std::int64_t endOfTime = std::numeric_limits<std::int64_t>::max();

/// When an answer happened at the latest: it cannot have been made after we had it.
std::int64_t happenedBy(const Answer &answer)
{
    if (answer.received_ms <= 0)
        return answer.created_at;
    return std::min(answer.created_at, answer.received_ms / msPerSecond);
}

bool isOpaque(const Answer &answer)
{
    return !answer.isResult() && answer.status == Status::None && answer.encrypted;
}

bool isUnresolved(State state)
{
    return state == State::Waiting || state == State::Accepted || state == State::Partial;
}

} // namespace

std::int64_t saturatedSum(std::int64_t a, std::int64_t b)
{
    if (b > 0 && a > endOfTime - b)
        return endOfTime;
    if (b < 0 && a < std::numeric_limits<std::int64_t>::min() - b)
        return std::numeric_limits<std::int64_t>::min();
    return a + b;
}

bool AttemptContext::heard(std::int64_t from, std::int64_t until) const
{
    if (from >= until)
        return true;
    return listening && *listening && (*listening)(from, until);
}

AttemptMachine::AttemptMachine(const AttemptContext &context, const nostr::PublicKey &dvm, bool targeted)
    : m_context(context)
{
    m_attempt.dvm = dvm;
    m_attempt.targeted = targeted;
    if (context.request && targeted)
        m_attempt.since = context.request->created_at;
    if (context.request && !targeted && !context.request->targets.empty())
        m_attempt.flags |= AttemptUnsolicited;
}

void AttemptMachine::answer(const Answer &answer)
{
    advance(happenedBy(answer));
    if (!m_answered && !(m_context.request && m_attempt.targeted))
        m_attempt.since = answer.created_at; // nobody asked this DVM: the attempt begins with its first word
    m_answered = true;
    if (!m_attempt.first_answer_at)
        m_attempt.first_answer_at = answer.created_at;
    if (isOpaque(answer)) {
        m_attempt.flags |= AttemptNotObserved;
        m_opaqueAfterPayment |= m_paidAt.has_value();
    }
    if (answer.isResult() && m_context.resultKind && answer.kind != *m_context.resultKind)
        m_attempt.flags |= AttemptKindMismatch;

    const Effect effect = effectOf(answer);
    const bool works = effect == Effect::Work || effect == Effect::Partial || effect == Effect::Success ||
                       effect == Effect::Deliver;
    m_inferred |= works && m_asked;
    noteAsked(answer, effect == Effect::Ask);
    if ((m_attempt.flags & AttemptUnsolicited) && (effect == Effect::Success || effect == Effect::Deliver))
        m_attempt.flags |= AttemptImpostor;
    apply(effect, answer);
}

void AttemptMachine::paidByCustomer(const Payment &payment)
{
    advance(payment.created_at);
    if (!m_paidAt) {
        m_paidAt = payment.created_at;
        m_paidWith = payment.receipt;
    }
}

void AttemptMachine::cancelled(const Cancellation &cancellation)
{
    advance(cancellation.created_at);
    if (!takesFeedback())
        return;
    enter(State::Cancelled, cancellation.created_at, cancellation.event);
    m_cancelled = true;
}

void AttemptMachine::finish()
{
    advance(endOfTime);
    if (const auto next = nextTimeout(endOfTime); next && next->at > m_context.now)
        m_deadline = std::min(next->at, m_deadline.value_or(endOfTime));
}

AttemptMachine::Effect AttemptMachine::effectOf(const Answer &answer) const
{
    switch (answer.status) {
    case Status::Processing:
        return Effect::Work;
    case Status::Partial:
        return Effect::Partial;
    case Status::PaymentRequired:
    case Status::PaymentRejected:
    case Status::SubscriptionRequired:
        return Effect::Ask;
    case Status::ChainScheduled:
    case Status::Scheduled:
        return Effect::Schedule;
    case Status::Error:
        return Effect::Error;
    case Status::None:
    case Status::Success:
    case Status::Unknown:
        break;
    }
    if (!answer.isResult())
        return answer.status == Status::Success ? Effect::Success : Effect::Nothing;
    const bool rightKind = !m_context.resultKind || answer.kind == *m_context.resultKind;
    return rightKind ? Effect::Deliver : Effect::Work;
}

void AttemptMachine::apply(Effect effect, const Answer &answer)
{
    switch (effect) {
    case Effect::Nothing:
        m_unreadableAt = std::max(answer.created_at, m_unreadableAt.value_or(answer.created_at));
        return;
    case Effect::Work:
        work(answer, false);
        return;
    case Effect::Partial:
        work(answer, true);
        return;
    case Effect::Ask:
    case Effect::Schedule:
        waitWithReason(answer);
        return;
    case Effect::Success:
        if (takesFeedback() && m_attempt.state != State::ClaimedSuccess)
            enter(State::ClaimedSuccess, answer.created_at, answer.id);
        return;
    case Effect::Error:
        if (takesFeedback()) {
            enter(State::Failed, answer.created_at, answer.id);
            m_failed = true;
        }
        return;
    case Effect::Deliver:
        deliver(answer);
        return;
    }
}

void AttemptMachine::work(const Answer &answer, bool partial)
{
    if (!takesFeedback())
        return;
    if (partial) {
        if (m_attempt.state != State::Partial)
            enter(State::Partial, answer.created_at, answer.id);
    } else if (m_attempt.state == State::ClaimedSuccess) {
        return; // processing takes nothing back
    } else if (m_attempt.state == State::Waiting || m_attempt.state == State::Unobserved) {
        const bool wasPartial = m_attempt.state == State::Unobserved && m_beforeUnobserved == State::Partial;
        enter(wasPartial ? State::Partial : State::Accepted, answer.created_at, answer.id);
    }
    m_clock = answer.created_at;
    m_suspended = false;
}

void AttemptMachine::waitWithReason(const Answer &answer)
{
    if (m_attempt.state == State::Unobserved)
        enter(m_beforeUnobserved, answer.created_at, answer.id);
    m_suspended = true;
}

void AttemptMachine::deliver(const Answer &answer)
{
    if (m_attempt.state == State::Delivered) {
        if (answer.content_hash == m_resultHash) {
            m_attempt.flags |= AttemptDuplicate;
            return;
        }
        m_attempt.flags |= AttemptRevised;
    } else {
        m_attempt.flags |= (m_failed ? AttemptRecovered : 0u) | (m_timedOut ? AttemptLate : 0u) |
                           (m_cancelled ? AttemptWasted : 0u);
        enter(State::Delivered, answer.created_at, answer.id);
        m_attempt.delivered_at = answer.created_at;
        measureResponse(answer);
    }
    m_resultHash = answer.content_hash;
    m_attempt.result = answer.id;
    m_attempt.flags &= ~static_cast<std::uint32_t>(AttemptEmptyResult);
    m_attempt.flags |= answer.empty ? AttemptEmptyResult : 0u;
}

void AttemptMachine::measureResponse(const Answer &result)
{
    const Request *request = m_context.request;
    if (!request)
        return;
    m_attempt.response_s = result.created_at - request->created_at;
    if (*m_attempt.response_s < 0)
        m_attempt.flags |= AttemptClockSkew;
    if (request->live && result.live && result.received_ms >= request->received_ms)
        m_attempt.response_ms = result.received_ms - request->received_ms;
}

void AttemptMachine::noteAsked(const Answer &answer, bool asks)
{
    const bool priced = answer.amount_msat.value_or(0) > 0;
    if (priced)
        m_attempt.requested_msat = answer.amount_msat;
    if (priced || asks)
        m_attempt.payment_until =
            answer.payment_deadline.value_or(saturatedSum(answer.created_at, m_context.timeouts.payment));
    m_asked |= asks;
}

bool AttemptMachine::takesFeedback() const
{
    return isOpen(m_attempt.state) || m_attempt.state == State::Unobserved;
}

std::optional<AttemptMachine::Timeout> AttemptMachine::nextSilence() const
{
    const Timeouts &timeouts = m_context.timeouts;
    if (m_attempt.state == State::Accepted || m_attempt.state == State::Partial) {
        if (m_suspended)
            return std::nullopt;
        return Timeout{saturatedSum(m_clock, timeouts.result), Silence::NoResult};
    }
    if (m_attempt.state != State::Waiting)
        return std::nullopt;
    if (!m_answered) {
        if (!m_attempt.targeted || !m_context.request)
            return std::nullopt;
        return Timeout{saturatedSum(m_context.request->created_at, timeouts.response), Silence::NoAnswer};
    }
    if (m_suspended || !m_unreadableAt)
        return std::nullopt;
    return Timeout{saturatedSum(*m_unreadableAt, timeouts.result), Silence::Unreadable};
}

/// The next that lies before `until`: who listened is not asked for one that comes too late.
std::optional<AttemptMachine::Timeout> AttemptMachine::nextTimeout(std::int64_t until) const
{
    std::optional<Timeout> next = nextSilence();
    if (m_paidAt && !m_paymentStruck && m_attempt.state != State::Delivered) {
        const std::int64_t at = saturatedSum(*m_paidAt, m_context.timeouts.paidToResult);
        if (at < until && (!next || at < next->at) && paymentMayStrike(at))
            next = Timeout{at, Silence::PaidNoResult};
    }
    return next;
}

/// Whether the payment timeout would still change a state. Who listened is asked once it has come, so that
/// the answer is the same whenever it is judged after that.
bool AttemptMachine::paymentMayStrike(std::int64_t deadline) const
{
    if (isUnresolved(m_attempt.state))
        return true;
    return !m_opaqueAfterPayment && (deadline > m_context.now || m_context.heard(*m_paidAt, deadline));
}

/// Lets the timeouts strike that lie before an event at `until`. One that lies after now has not come yet,
/// whatever the date of the event says.
void AttemptMachine::advance(std::int64_t until)
{
    while (const auto next = nextTimeout(until)) {
        if (next->at >= until)
            return;
        if (next->at > m_context.now) {
            m_deadline = std::min(next->at, m_deadline.value_or(endOfTime));
            return;
        }
        strike(*next);
    }
}

void AttemptMachine::strike(const Timeout &timeout)
{
    switch (timeout.silence) {
    case Silence::NoAnswer:
        close(m_context.heard(m_context.request->created_at, timeout.at) ? State::Ignored : State::Unobserved,
              timeout.at);
        return;
    case Silence::NoResult:
        close(m_context.heard(m_clock, timeout.at) ? State::Stalled : State::Unobserved, timeout.at);
        return;
    case Silence::Unreadable:
        close(State::Unobserved, timeout.at);
        return;
    case Silence::PaidNoResult:
        m_paymentStruck = true;
        if (!m_opaqueAfterPayment && m_context.heard(*m_paidAt, timeout.at)) {
            close(State::PaidUndelivered, timeout.at);
            m_attempt.evidence = m_paidWith;
        } else if (isUnresolved(m_attempt.state)) {
            close(State::Unobserved, timeout.at);
        }
        return;
    }
}

void AttemptMachine::close(State state, std::int64_t at)
{
    if (state == State::Unobserved)
        m_beforeUnobserved = m_attempt.state;
    else
        m_timedOut = true;
    enter(state, at, std::nullopt);
}

void AttemptMachine::enter(State state, std::int64_t at, const std::optional<nostr::EventId> &evidence)
{
    m_attempt.state = state;
    m_attempt.since = at;
    m_attempt.evidence = evidence;
}

} // namespace dvmdash::dvm
