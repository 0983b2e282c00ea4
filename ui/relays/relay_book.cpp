// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relays/relay_book.h"

#include <QFileInfo>

#include <algorithm>

namespace dvmdash::ui
{

RelayBook::RelayBook(engine::Engine &engine, const QString &file, QObject *parent)
    : QObject(parent)
    , m_engine(engine)
    , m_file(file)
    , m_first(engine.relays())
    , m_list(m_first)
{
    if (m_file.isEmpty())
        return;
    const QString problem = relay::readKeptRelays(m_file).problem;
    if (!problem.isEmpty())
        m_problem = tr("%1 The default list is used. The file stays as it is until you change the list here; "
                       "then it is kept as %2.bad.")
                        .arg(problem, QFileInfo(m_file).fileName());
}

bool RelayBook::has(const QString &url) const
{
    return std::any_of(m_list.begin(), m_list.end(), [&](const auto &entry) { return entry.url == url; });
}

void RelayBook::setSessionOnly(const QStringList &urls)
{
    m_session = {urls.begin(), urls.end()};
    if (m_file.isEmpty())
        return;
    const relay::RelayList kept = relay::readKeptRelays(m_file).relays;
    for (const auto &entry : kept)
        m_session.remove(entry.url);
}

std::optional<QString> RelayBook::readyToAdd(const QString &typed, QString *error) const
{
    const auto url = relay::normalizeRelayUrl(typed.trimmed(), error);
    if (!url)
        return std::nullopt;
    if (has(*url)) {
        *error = tr("%1 is in the list already.").arg(*url);
        return std::nullopt;
    }
    return url;
}

std::optional<QString> RelayBook::add(const QString &typed, QString *error)
{
    const auto url = readyToAdd(typed, error);
    if (!url)
        return std::nullopt;
    m_session.remove(*url);
    m_list.append({*url, true});
    apply();
    return url;
}

void RelayBook::remove(const QString &url)
{
    const auto before = m_list.size();
    m_list.removeIf([&](const relay::RelayEntry &entry) { return entry.url == url; });
    if (m_list.size() != before)
        apply();
}

void RelayBook::setEnabled(const QString &url, bool enabled)
{
    bool isChanged = false;
    for (auto &entry : m_list) {
        if (entry.url != url || entry.enabled == enabled)
            continue;
        entry.enabled = enabled;
        isChanged = true;
    }
    if (isChanged)
        apply();
}

void RelayBook::reset()
{
    restore(m_file.isEmpty() ? m_first : relay::defaultRelays());
}

void RelayBook::restore(const relay::RelayList &list)
{
    if (list == m_list)
        return;
    m_list = list;
    apply();
}

void RelayBook::apply()
{
    m_engine.setRelays(m_list);
    if (!m_file.isEmpty())
        keep();
    Q_EMIT changed();
}

void RelayBook::keep()
{
    relay::RelayList kept = m_list;
    kept.removeIf([this](const relay::RelayEntry &entry) { return m_session.contains(entry.url); });
    QString error;
    if (relay::writeKeptRelays(m_file, kept, &error))
        setProblem({});
    else
        setProblem(tr("%1 The change holds until the window is closed.").arg(error));
}

void RelayBook::setProblem(const QString &problem)
{
    if (problem == m_problem)
        return;
    m_problem = problem;
    Q_EMIT problemChanged();
}

} // namespace dvmdash::ui
