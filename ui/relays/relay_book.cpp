// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relays/relay_book.h"

#include "ui/widgets/view_state.h"

#include <algorithm>

namespace dvmdash::ui
{

namespace
{

const QString settingsKey = QStringLiteral("relays");

} // namespace

RelayBook::RelayBook(engine::Engine &engine, ViewState &settings, Keeping keeping, QObject *parent)
    : QObject(parent)
    , m_engine(engine)
    , m_settings(settings)
    , m_keeping(keeping)
    , m_first(engine.relays())
    , m_list(m_first)
{
}

relay::RelayList RelayBook::kept(const ViewState &settings)
{
    const QByteArray json = settings.value(settingsKey);
    if (json.isEmpty())
        return relay::defaultRelays();
    return relay::relayListFromJson(json).value_or(relay::defaultRelays());
}

bool RelayBook::has(const QString &url) const
{
    return std::any_of(m_list.begin(), m_list.end(), [&](const auto &entry) { return entry.url == url; });
}

void RelayBook::setSessionOnly(const QStringList &urls)
{
    m_session = {urls.begin(), urls.end()};
}

std::optional<QString> RelayBook::add(const QString &typed, QString *error)
{
    const auto url = relay::normalizeRelayUrl(typed.trimmed(), error);
    if (!url)
        return std::nullopt;
    if (has(*url)) {
        *error = tr("%1 is in the list already.").arg(*url);
        return std::nullopt;
    }
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
    restore(m_keeping == Keeping::Remember ? relay::defaultRelays() : m_first);
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
    if (m_keeping == Keeping::Remember) {
        relay::RelayList kept = m_list;
        kept.removeIf([this](const relay::RelayEntry &entry) { return m_session.contains(entry.url); });
        m_settings.setValue(settingsKey, relay::toJson(kept));
    }
    Q_EMIT changed();
}

} // namespace dvmdash::ui
