// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay/attentive_clock.h"
#include "relay/backoff.h"
#include "relay/link_questions.h"
#include "relay/relay_limits.h"
#include "relay/relay_status.h"

#include <QString>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dvmdash::relay
{

/// What the machine wants done.
struct LinkAction {
    enum class Do {
        OpenSocket,
        CloseSocket,      ///< with a close frame
        DropSocket,       ///< at once: it is broken or was never open
        FetchInformation, ///< NIP-11
        SendPing,
        SendRequest, ///< REQ for `subscription`
        SendClose,   ///< CLOSE for `subscription`
    };
    Do what;
    std::string subscription;
    bool operator==(const LinkAction &) const = default;
};
using LinkActions = std::vector<LinkAction>;

/// One relay's state machine, a value without sockets or timers: what happened goes in with the time
/// (monotonic milliseconds), what to do comes out. tick() is due at deadline(). Every change of state happens
/// here, and for each subscription in its LinkQuestion.
class LinkMachine
{
public:
    LinkMachine(const RelayLimits &limits, RandomSource random);

    // The user's wishes.
    [[nodiscard]] LinkActions start(std::int64_t now);
    [[nodiscard]] LinkActions disable(std::int64_t now);
    [[nodiscard]] LinkActions stop(std::int64_t now); ///< for good
    /// `forms`: how many ways there are to ask it, the widest first (Subscription::narrower); asked for in
    /// the way of number `first`.
    [[nodiscard]] LinkActions ask(std::int64_t now, const std::string &subscription, std::size_t forms = 1,
                                  std::size_t first = 0);
    /// There are so many forms of it now, and the one that is asked is as before. One that was refused is
    /// asked for in the next form when there is one now.
    void setForms(std::int64_t now, const std::string &subscription, std::size_t forms);
    /// What is asked is more than the relay takes, as `words` say: the next form is asked for with the next
    /// tick().
    void exceeds(std::int64_t now, const std::string &subscription, const QString &words);
    [[nodiscard]] LinkActions forget(std::int64_t now, const std::string &subscription);

    /// The computer slept, or the network may be another one: an open link has to show soon, by a pong, that
    /// it still stands; what waits is tried at once, and its failures are forgotten.
    [[nodiscard]] LinkActions wake(std::int64_t now);
    /// Another way leads there from now on.
    [[nodiscard]] LinkActions reconnect(std::int64_t now);
    /// One that is answered is asked once more, from where its delivery ends.
    [[nodiscard]] LinkActions askAgain(std::int64_t now, const std::string &subscription);

    // What the socket tells.
    [[nodiscard]] LinkActions opened(std::int64_t now);
    [[nodiscard]] LinkActions lost(std::int64_t now, const QString &words,
                                   LinkTrouble trouble = LinkTrouble::Other);
    /// It behaves in a way that costs the other relays: it is left alone for a while.
    [[nodiscard]] LinkActions misbehaved(std::int64_t now, const QString &words);
    [[nodiscard]] LinkActions tick(std::int64_t now);
    void alive(std::int64_t now);  ///< anything came: data or pong
    void ponged(std::int64_t now); ///< the answer to the newest ping

    // What the relay says.
    enum class FrameIs { Unknown, Stored, Live };
    FrameIs frame(std::int64_t now, std::string_view subscription);
    /// True when it ended the stored events of a subscription that was waiting for it.
    bool endOfStored(std::int64_t now, std::string_view subscription);
    /// CLOSED. True when the subscription was known.
    bool closed(std::int64_t now, std::string_view subscription, const QString &text);
    void notice(std::int64_t now, const QString &text);
    void challenged();
    /// It accepted the key that we logged in with: what it refused for want of one is asked again.
    [[nodiscard]] LinkActions authenticated(std::int64_t now);
    void keyRefused(const QString &text);

    LinkState state() const;
    QString detail() const;
    LinkTrouble trouble() const { return m_trouble; }
    bool isOpen() const { return m_link == Link::Open; }
    /// The form that this relay is asked for, 0 the widest. A relay that refused one is not asked for it
    /// again until ask().
    std::size_t form(std::string_view subscription) const;
    /// As the relay answers it; null when it is not asked.
    const LinkQuestion *question(std::string_view subscription) const
    {
        return m_questions.find(subscription);
    }
    bool isChallenged() const { return m_challenged; }
    bool isAuthenticated() const { return m_isAuthenticated; }
    /// Something is refused that logging in may bring.
    bool wantsKey() const;
    int failures() const { return m_backoff.failures(); }
    std::int64_t connectedCount() const { return m_connectedCount; }
    std::int64_t errorCount() const { return m_errorCount; }
    /// When tick() is due next.
    std::optional<std::int64_t> deadline() const;
    /// When the next connection is tried.
    std::optional<std::int64_t> nextAttempt() const;

private:
    enum class Link { Disabled, Connecting, Open, Waiting, Quarantined, Stopped };

    LinkAction request(LinkQuestion &question);
    void forgetWhoWeAre();
    LinkActions leave(Link link);
    LinkActions quarantine(std::int64_t now, const QString &words);
    LinkActions connectNow(std::int64_t now);
    void noteStability(std::int64_t now);
    bool awaitsSomething() const;

    RelayLimits m_limits;
    Backoff m_backoff;
    AttentiveClock m_clock;
    std::int64_t m_look; ///< most milliseconds between two looks while something is awaited

    Link m_link = Link::Disabled;
    LinkQuestions m_questions;
    std::int64_t m_lastLook = 0;
    std::int64_t m_connecting = 0; ///< attentive; start of the attempt
    std::int64_t m_nextAttempt = 0;
    std::int64_t m_quarantine = 0;  ///< how long the last one was; 0: none that still counts
    int m_shortLinks = 0;           ///< in a row
    bool m_isForShortLinks = false; ///< the quarantine
    std::int64_t m_nextPing = 0;
    std::optional<std::int64_t> m_pinged; ///< attentive; an answer is awaited
    bool m_mustPong = false;              ///< nothing else counts as that answer
    std::int64_t m_heard = 0;             ///< when anything came last
    std::optional<std::int64_t> m_liveSince;
    bool m_challenged = false;
    bool m_isAuthenticated = false;
    QString m_keyRefused; ///< why, in words
    QString m_error;
    LinkTrouble m_trouble = LinkTrouble::None;
    QString m_notice;
    std::int64_t m_connectedCount = 0;
    std::int64_t m_errorCount = 0;
};

} // namespace dvmdash::relay
