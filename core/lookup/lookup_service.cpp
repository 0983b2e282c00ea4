// SPDX-License-Identifier: GPL-3.0-or-later
#include "lookup/lookup_service.h"

#include "lookup/address.h"
#include "lookup/document.h"
#include "lookup/public_host.h"

#include <QDateTime>
#include <QNetworkAccessManager>
#include <QPointer>

#include <algorithm>

namespace dvmdash::lookup
{

namespace
{

constexpr int mostRedirects = 3;

} // namespace

/// One question on its way.
struct LookupService::Task {
    Subject subject;
    int redirects = 0;
    QObject *guard = nullptr; ///< what of it is still to come dies with this
};

LookupService::LookupService(ServiceSettings settings, QObject *parent)
    : QObject(parent)
    , m_settings(std::move(settings))
    , m_manager(new QNetworkAccessManager(this))
{
    m_manager->setProxyFactory(new http::ProxyFactory(m_proxies));
}

LookupService::~LookupService()
{
    for (const auto &task : m_running)
        delete task->guard;
}

void LookupService::setPermission(const Permission &permission)
{
    m_permission = permission;
    const auto forbidden = [&](const Subject &subject) { return !permission.allows(subject.what); };
    std::erase_if(m_waiting, forbidden);
    std::erase_if(m_running, [&](const std::unique_ptr<Task> &task) {
        if (!forbidden(task->subject))
            return false;
        delete task->guard;
        return true;
    });
    startNext();
}

void LookupService::setProxies(const http::Proxies &proxies)
{
    if (m_proxies == proxies)
        return;
    m_proxies = proxies;
    m_manager->setProxyFactory(new http::ProxyFactory(proxies));
    m_manager->clearConnectionCache();
}

void LookupService::ask(const std::vector<Subject> &subjects)
{
    for (const Subject &subject : subjects) {
        const bool isKnown = std::find(m_waiting.begin(), m_waiting.end(), subject) != m_waiting.end() ||
                             std::any_of(m_running.begin(), m_running.end(),
                                         [&](const auto &task) { return task->subject == subject; });
        if (!isKnown && m_permission.allows(subject.what))
            m_waiting.push_back(subject);
    }
    startNext();
}

void LookupService::startNext()
{
    while (!m_waiting.empty() && m_running.size() < static_cast<std::size_t>(m_settings.at_once)) {
        auto task = std::make_unique<Task>();
        task->subject = m_waiting.front();
        task->guard = new QObject(this);
        m_waiting.pop_front();
        Task &begun = *task;
        m_running.push_back(std::move(task));
        // From the event loop: what is told at once would find the list of tasks in the middle of a change.
        QMetaObject::invokeMethod(
            begun.guard,
            [this, &begun] {
                const auto url = urlOf(begun.subject);
                if (const auto *problem = std::get_if<Unaskable>(&url))
                    end(begun, Outcome::Failed, {}, std::string(unaskableText(*problem)));
                else
                    visit(begun, QUrl(QString::fromStdString(std::get<std::string>(url)), QUrl::StrictMode));
            },
            Qt::QueuedConnection);
    }
}

/// The URL was looked at; now its host.
void LookupService::visit(Task &task, const QUrl &url)
{
    if (!url.isValid()) {
        fail(task, tr("This is no address that can be asked"));
        return;
    }
    if (m_settings.reroute) {
        fetch(task, url);
        return;
    }
    checkPublicHost(url, m_proxies, task.guard, [this, &task, url](const QString &problem) {
        if (problem.isEmpty())
            fetch(task, url);
        else
            fail(task, problem);
    });
}

void LookupService::fetch(Task &task, const QUrl &url)
{
    const QUrl target = m_settings.reroute ? m_settings.reroute(url) : url;
    auto *get = new http::SmallGet(*m_manager, target, "application/json", m_settings.limits, task.guard);
    connect(get, &http::SmallGet::finished, task.guard, [this, &task, get](const http::SmallReply &reply) {
        get->deleteLater();
        replied(task, reply);
    });
}

void LookupService::replied(Task &task, const http::SmallReply &reply)
{
    if (!reply.redirect.isEmpty() && task.subject.what == What::Lnurl) {
        const auto problem = problemOfUrl(reply.redirect.toString(QUrl::FullyEncoded).toStdString());
        if (problem)
            fail(task, tr("It redirects to an address that may not be asked"));
        else if (++task.redirects > mostRedirects)
            fail(task, tr("It redirects too often"));
        else
            visit(task, reply.redirect);
        return;
    }
    if (!reply.redirect.isEmpty()) {
        fail(task, tr("It redirects, which NIP-05 forbids"));
        return;
    }
    if (!reply.isGood()) {
        fail(task, reply.error.isEmpty() ? tr("The server answered with status %1").arg(reply.status)
                                         : reply.error);
        return;
    }
    const Reading reading =
        readDocument(task.subject, {reply.body.constData(), static_cast<std::size_t>(reply.body.size())});
    end(task, reading.outcome, reading.key, reading.error);
}

void LookupService::fail(Task &task, const QString &why)
{
    end(task, Outcome::Failed, {}, why.toStdString());
}

/// The task is gone afterwards.
void LookupService::end(Task &task, Outcome outcome, const std::optional<nostr::PublicKey> &key,
                        std::string error)
{
    const Finding finding{task.subject, outcome, key, nowMs(), std::move(error)};
    task.guard->deleteLater();
    std::erase_if(m_running, [&](const auto &one) { return one.get() == &task; });
    startNext();
    Q_EMIT found(finding);
}

std::int64_t LookupService::nowMs() const
{
    return m_settings.now_ms ? m_settings.now_ms() : QDateTime::currentMSecsSinceEpoch();
}

} // namespace dvmdash::lookup
