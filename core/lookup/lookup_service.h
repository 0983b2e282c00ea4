// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/proxies.h"
#include "http/small_get.h"
#include "lookup/finding.h"

#include <QObject>
#include <QUrl>

#include <deque>
#include <functional>
#include <memory>
#include <vector>

class QNetworkAccessManager;

namespace dvmdash::lookup
{

struct ServiceSettings {
    http::SmallGetLimits limits;
    int at_once = 3;
    /// Where a URL really leads, in a test; its host is then not looked at. Empty: where it says.
    std::function<QUrl(const QUrl &)> reroute;
    std::function<std::int64_t()> now_ms; ///< Unix milliseconds; empty: the system clock
};

/// Asks domains what they say of a key: a few at a time, each once, over https. A name is resolved first, and
/// refused when any of its addresses is not public (behind a proxy that resolves names itself it is left to
/// that). NIP-05 forbids redirects; of LNURL up to three are followed, each looked at like the first address.
/// Lives on the network thread; it remembers nothing.
class LookupService : public QObject
{
    Q_OBJECT
public:
    explicit LookupService(ServiceSettings settings, QObject *parent = nullptr);
    ~LookupService() override;

    /// What is not allowed is neither asked nor gone on with; at first nothing is.
    void setPermission(const Permission &permission);
    /// How domains are reached: of what is asked from now on.
    void setProxies(const http::Proxies &proxies);
    /// Those that are under way or waiting already are left alone.
    void ask(const std::vector<Subject> &subjects);

Q_SIGNALS:
    /// Once for each subject, unless it was forbidden meanwhile.
    void found(const dvmdash::lookup::Finding &finding);

private:
    struct Task;

    void startNext();
    void visit(Task &task, const QUrl &url);
    void fetch(Task &task, const QUrl &url);
    void replied(Task &task, const http::SmallReply &reply);
    void end(Task &task, Outcome outcome, const std::optional<nostr::PublicKey> &key, std::string error);
    void fail(Task &task, const QString &why);
    std::int64_t nowMs() const;

    const ServiceSettings m_settings;
    Permission m_permission;
    http::Proxies m_proxies;
    QNetworkAccessManager *m_manager; // a child, so that it follows to the thread
    std::deque<Subject> m_waiting;
    std::vector<std::unique_ptr<Task>> m_running;
};

} // namespace dvmdash::lookup
