// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay/delivery.h"
#include "relay/loop_stall.h"
#include "relay/subscription.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dvmdash::relay
{

/// What one relay is asked, and what it surely delivered of each subscription. A socket keeps the order, so
/// whatever comes proves all before it, unless the thread was held up and older data may still wait. Without
/// a clock of its own: times are given, `_ms` monotonic, `_s` Unix.
class AskedSubscriptions
{
public:
    struct Asked {
        SubscriptionPtr subscription;
        SubscriptionPtr checked; ///< what frames are checked against: the old filters too while both may come
        Delivery delivery;
        std::int64_t asked_s = 0; ///< the last REQ
    };

    /// `stall` outlives it.
    explicit AskedSubscriptions(const LoopStall &stall)
        : m_stall(stall)
    {
    }

    // What is asked.
    /// Ids that are asked and not to be asked any more.
    std::vector<std::string> idsBeside(const std::vector<SubscriptionPtr> &wanted) const;
    /// The very same is asked already.
    bool isAsked(const Subscription &subscription) const;
    /// What is asked in the form of this number is the same there; the other forms may have changed.
    bool isAskedInForm(const Subscription &subscription, std::size_t form) const;
    /// Takes the place of one that isAskedInForm(), without a REQ.
    void replace(const SubscriptionPtr &subscription);
    /// `oldMayCome`: events of the former filters may be on their way.
    void ask(const SubscriptionPtr &subscription, bool oldMayCome);
    void drop(const std::string &id, std::int64_t now_ms);
    /// A REQ goes out, with these filters: from where the relay's delivery ends. Nothing when it is not
    /// asked, or has no such form.
    std::optional<std::vector<nostr::Filter>> request(const std::string &id, std::size_t form,
                                                      std::int64_t now_s);
    /// Null when it is not asked.
    Asked *find(std::string_view id);
    /// Asked until a moment ago: what is on its way is ignored, not counted as a fault.
    bool wasDropped(std::string_view id) const { return m_dropped.find(id) != m_dropped.end(); }

    // How far the socket is read.
    void connecting() { m_dropped.clear(); } ///< on a new socket nothing is on its way
    void opened(std::int64_t now_ms) { m_drained_ms = now_ms; }
    void pinged(std::int64_t now_ms, std::int64_t now_s);
    /// The answer to the last ping: the relay sent it after all that it had sent before, so nothing older
    /// than the ping is on its way. How long it took, unless the thread was held up meanwhile.
    std::optional<std::int64_t> ponged(std::int64_t now_ms);
    /// Older data than what comes now may wait.
    bool wasStalled() const { return m_stall.ended_ms >= m_drained_ms; }

    // What was delivered.
    /// `cap`: most events the relay gives for one filter.
    void endOfStored(std::string_view id, std::int64_t now_s, std::int64_t cap);
    /// Something came and was taken in: all before it too.
    void alive(std::int64_t now_s);
    /// The relay closed this one, or the link is gone.
    void ended(std::string_view id);
    void ended();
    /// The clock was set back to this: see Delivery.
    void clockSetBack(std::int64_t now_s);
    /// The span of "jobs" when it grew by at least so much since it was taken last.
    std::optional<Delivery::Span> takeCoverage(std::int64_t least_s);

private:
    void proveUntil(std::int64_t until_s);

    const LoopStall &m_stall;
    std::map<std::string, Asked, std::less<>> m_asked;
    std::map<std::string, std::int64_t, std::less<>> m_dropped; ///< since when (monotonic)
    std::int64_t m_pinged_ms = 0;
    std::int64_t m_pinged_s = 0;
    std::int64_t m_drained_ms = 0; ///< all that was sent before has been read
    std::int64_t m_coverageTaken_s = 0;
};

} // namespace dvmdash::relay
