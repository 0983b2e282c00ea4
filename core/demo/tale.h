// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demo/money.h"
#include "demo/story.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dvmdash::demo
{

/// What is decided before a job is told.
struct JobPlan {
    int kind = 0;
    const Customer *customer = nullptr;
    std::vector<const Dvm *> targets = {};
    std::int64_t at_ms = 0;
    nostr::Tags inputs = {};                   ///< `i` tags from other jobs; empty: the customer's own words
    std::vector<nostr::EventId> consumes = {}; ///< requests whose output it takes
    nostr::Tags extra = {};
    std::string content = {};
    std::string chain = {};
    std::int64_t clock_s = 0; ///< how far the customer's clock is ahead
    bool encrypted = false;
    bool published = true; ///< false: the request reaches no relay
};

/// How a result departs from the usual.
struct ResultShapeOptions {
    int kind = 0;             ///< 0: request + 1000
    std::string content = {}; ///< empty: what the kind usually gives
    bool blank = false;       ///< nothing in content at all
    bool with_request = true; ///< a `request` tag
    bool with_e = true;
    nostr::Tags extra = {};
    std::int64_t clock_s = 0; ///< how far the DVM's clock is ahead
};

/// One job as it happens. Each call writes the events of one step and, next to them, what is then true, so
/// that truth and events cannot drift apart. Moments are milliseconds after the scenario's start; calls are
/// made in the order of time. Steps whose order matters must be 1,100 ms apart: created_at is in seconds.
/// Whoever draws from random() twice within one expression or one list of arguments breaks the promise that
/// all platforms make the same events: compilers are free in the order. One draw a statement, or within
/// braces.
class JobTale
{
public:
    JobTale(Story &story, Random &random, JobPlan plan);

    const nostr::Event &request() const { return m_request; }
    const JobPlan &plan() const { return m_plan; }
    Random &random() { return m_random; }
    Story &story() { return m_story; }
    dvm::Timeouts timeouts() const { return m_story.kinds().timeouts(m_plan.kind); }
    std::int64_t at() const { return m_plan.at_ms; }
    const nostr::EventId &id() const { return m_request.id; }

    // --- steps that move the attempt ---------------------------------------------------------------------
    nostr::Event processing(const Dvm &dvm, std::int64_t at_ms);
    nostr::Event partial(const Dvm &dvm, std::int64_t at_ms);
    nostr::Event error(const Dvm &dvm, std::int64_t at_ms);
    nostr::Event success(const Dvm &dvm, std::int64_t at_ms);
    nostr::Event result(const Dvm &dvm, std::int64_t at_ms, const ResultShapeOptions &options = {});
    /// A result whose own status tag says error: it wins.
    nostr::Event failingResult(const Dvm &dvm, std::int64_t at_ms);
    void cancel(std::int64_t at_ms);

    // --- steps of the payment ----------------------------------------------------------------------------
    /// payment-required with an invoice that lasts `expiry` seconds; 0: an amount without an invoice.
    nostr::Event askPayment(const Dvm &dvm, std::int64_t at_ms, std::int64_t msat, std::int64_t expiry);
    /// A zap receipt of the customer to the DVM. With a fault that makes it invalid nothing is paid.
    nostr::Event pay(const Dvm &dvm, std::int64_t at_ms, const nostr::Event &about, std::int64_t msat,
                     ZapFault fault = ZapFault::None);
    nostr::Event payNutzap(const Dvm &dvm, std::int64_t at_ms, const nostr::Event &about, std::int64_t sats);
    /// The DVM's word that it has this nutzap. Draws nothing.
    void redeem(const Dvm &dvm, std::int64_t at_ms, const nostr::Event &nutzap);
    void refund(const Dvm &dvm, std::int64_t at_ms, std::int64_t msat);

    // --- what time alone decides -------------------------------------------------------------------------
    void ignored(const Dvm &dvm);
    void stalled(const Dvm &dvm);
    void paidUndelivered(const Dvm &dvm);

    /// A kind 7000 that moves nothing by itself: another status, none, or anything that extra tags say.
    nostr::Event feedback(const Dvm &dvm, std::int64_t at_ms, std::string_view status, std::string content,
                          nostr::Tags extra = {});
    /// Tags that an answer to this request carries: `e`, `p`, and `encrypted` when the request is.
    nostr::Tags answerTags();

    AttemptTruth &attempt(const Dvm &dvm);
    /// Writes the truth down. The tale ends here.
    void end(std::string scenario, dvm::State state);

    /// Moments that a DVM usually takes, well inside the deadlines of the kind.
    std::int64_t acceptAt(const Dvm &dvm);
    std::int64_t workFor(const Dvm &dvm);

private:
    void publishRequest();
    nostr::Event answer(const Dvm &dvm, std::int64_t at_ms, Draft draft);
    void delivered(AttemptTruth &truth, const nostr::Event &result);
    void workedOn(AttemptTruth &truth);
    static void takesPlace(AttemptTruth &truth);
    nostr::Event zap(std::int64_t at_ms, Zap zap, const nostr::Signer &wallet);

    Story &m_story;
    Random &m_random;
    JobPlan m_plan;
    nostr::Event m_request;
    JobTruth m_truth;
    std::vector<std::pair<nostr::PublicKey, std::string>> m_contents; ///< of results, to tell duplicates
};

} // namespace dvmdash::demo
