// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay/history_walk.h"
#include "relay/link_machine.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>
#include <string>

namespace dvmdash::relay
{

/// Fetches the past of one relay over its connection, beside what is live: one page at a time, and the next
/// only when all that came has been worked off. So live events wait behind a page at most, and what is told
/// to be covered is no longer on its way. On the network thread.
class HistoryFetch : public QObject
{
    Q_OBJECT
public:
    /// What it needs of its connection.
    struct Hands {
        std::function<bool()> mayCount; ///< the relay says that it counts (NIP-45)
        std::function<void(const std::string &id, const nostr::Filter &what)> count;
        /// `forms`: 2 when the relay may be asked for less.
        std::function<void(const SubscriptionPtr &page, std::size_t forms)> ask;
        std::function<void(const std::string &id)> drop; ///< CLOSE
        /// Frames that were handed on so far, and those of them that were worked off.
        std::function<std::int64_t()> given;
        std::function<std::int64_t()> judged;
    };
    HistoryFetch(Hands hands, QObject *parent);

    /// In place of what was under way.
    void begin(HistoryWish wish, std::int64_t limit);
    void cancel();

    bool isPage(std::string_view subscription) const { return m_isAsked && m_walk->isPage(subscription); }
    void event(std::string_view frame) { m_walk->event(frame); }
    /// The relay's answer to COUNT.
    void counted(const std::string &id, std::int64_t events);
    /// Whether the relay has answered the page by now.
    void look(const LinkMachine &machine);
    void interrupted();

Q_SIGNALS:
    void covered(const dvmdash::relay::Delivery::Span &span);
    void changed(const dvmdash::relay::HistoryStatus &status);

private:
    enum class End : std::uint8_t { WithEose, WithoutEose, Refused };

    void ask();
    void pageEnded(End end, const QString &words = {});
    void lookWhetherWorkedOff();

    const Hands m_hands;
    std::unique_ptr<HistoryWalk> m_walk;
    bool m_isAsked = false;
    End m_end = End::WithEose;
    QString m_words;
    std::string m_countId; ///< of the last COUNT
    int m_counts = 0;
    bool m_isRefused = false;   ///< and waits to be asked again
    int m_refusals = 0;         ///< of this page
    std::int64_t m_awaited = 0; ///< frames to be worked off before the page counts
    QTimer m_timer{this};
};

} // namespace dvmdash::relay
