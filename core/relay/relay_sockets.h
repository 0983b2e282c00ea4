// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QUrl>

#include <cstdint>
#include <set>

namespace dvmdash::http
{
struct Way;
}

namespace dvmdash::relay
{

class RelaySocket;

/// The sockets of one connection: that of the present attempt, and those that were let go and are still
/// closing. Lives on the network thread; the sockets are its children.
class RelaySockets : public QObject
{
    Q_OBJECT
public:
    explicit RelaySockets(QObject *parent);
    ~RelaySockets() override;

    /// The one of a new attempt, not opened yet. There is none when it is called.
    RelaySocket *make(const QUrl &url, const http::Way &way, std::int64_t maxFrameBytes);
    /// Null between two attempts.
    RelaySocket *current() const { return m_current; }
    /// Lets go of the present one, which tells nothing more.
    void release(bool politely);
    /// Breaks those that are still closing.
    void abortClosing();
    bool areClosed() const { return !m_current && m_closing.empty(); }

Q_SIGNALS:
    /// No socket is left.
    void closed();

private:
    RelaySocket *m_current = nullptr;
    std::set<RelaySocket *> m_closing; ///< given up, close frame on its way
};

} // namespace dvmdash::relay
