// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/job.h"

namespace dvmdash::dvm
{

/// What the attempts of one job share while they are judged.
struct AttemptContext {
    const Request *request = nullptr; ///< nullptr: never seen
    Timeouts timeouts;
    std::optional<int> resultKind; ///< nothing: any result kind will do
    const Listening *listening = nullptr;
    std::int64_t now = 0;

    bool heard(std::int64_t from, std::int64_t until) const;
};

/// Adds without overflow: dates and amounts are the authors' and may be absurd.
std::int64_t saturatedSum(std::int64_t a, std::int64_t b);

/// One attempt, fed with its events in order; the rules stand in dvm/job.h. Part of judge(), not for others.
class AttemptMachine
{
public:
    AttemptMachine(const AttemptContext &context, const nostr::PublicKey &dvm, bool targeted);

    void answer(const Answer &answer);
    void paidByCustomer(const Payment &payment);
    void cancelled(const Cancellation &cancellation);
    /// Lets every timeout up to now strike. Call once, after the last event.
    void finish();

    const Attempt &attempt() const { return m_attempt; }
    /// After finish(): when time alone may change the attempt next.
    std::optional<std::int64_t> deadline() const { return m_deadline; }
    bool paymentInferred() const { return m_inferred; }
    bool paymentAsked() const { return m_asked || m_attempt.requested_msat.has_value(); }

private:
    enum class Effect { Nothing, Work, Partial, Ask, Schedule, Success, Error, Deliver };
    enum class Silence { NoAnswer, NoResult, Unreadable, PaidNoResult };
    struct Timeout {
        std::int64_t at = 0;
        Silence silence = Silence::NoAnswer;
    };

    Effect effectOf(const Answer &answer) const;
    void apply(Effect effect, const Answer &answer);
    void work(const Answer &answer, bool partial);
    void waitWithReason(const Answer &answer);
    void deliver(const Answer &answer);
    void measureResponse(const Answer &result);
    void noteAsked(const Answer &answer, bool asks);
    bool takesFeedback() const;

    std::optional<Timeout> nextTimeout(std::int64_t until) const;
    std::optional<Timeout> nextSilence() const;
    bool paymentMayStrike(std::int64_t deadline) const;
    void advance(std::int64_t until);
    void strike(const Timeout &timeout);
    void close(State state, std::int64_t at);
    void enter(State state, std::int64_t at, const std::optional<nostr::EventId> &evidence);

    const AttemptContext &m_context;
    Attempt m_attempt;
    std::optional<std::int64_t> m_deadline;

    bool m_answered = false;
    bool m_suspended = false;                   ///< waits for payment or its schedule
    std::int64_t m_clock = 0;                   ///< last word of work, for the result timeout
    std::optional<std::int64_t> m_unreadableAt; ///< last word that could not be read
    State m_beforeUnobserved = State::Waiting;
    bool m_failed = false, m_timedOut = false, m_cancelled = false; ///< was so at some time
    std::uint64_t m_resultHash = 0;                                 ///< of the result that counts
    bool m_asked = false;
    bool m_inferred = false;
    std::optional<std::int64_t> m_paidAt;
    std::optional<nostr::EventId> m_paidWith;
    bool m_paymentStruck = false;
    bool m_opaqueAfterPayment = false;
};

} // namespace dvmdash::dvm
