// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/hinted_relays.h"

#include "relay/relay_url.h"

#include <algorithm>
#include <utility>

namespace dvmdash::engine
{

namespace
{

constexpr std::int64_t hourMs = 3'600'000;
/// Then nobody looks for it any more.
constexpr std::int64_t longestWaitMs = 15 * 60'000;

} // namespace

HintedRelays::HintedRelays(std::function<bool(const QString &)> mayVisit, std::int64_t askOthersMs)
    : m_mayVisit(std::move(mayVisit))
    , m_askOthersMs(askOthersMs)
{
}

void HintedRelays::name(const nostr::EventId &id, const std::vector<std::string> &hints, std::int64_t now)
{
    const bool isKnown = std::any_of(m_waiting.begin(), m_waiting.end(),
                                     [&](const Waiting &waiting) { return waiting.id == id; });
    if (isKnown)
        return;
    Waiting waiting{id, {}, now};
    for (const std::string &hint : hints) {
        const auto url = relay::normalizeRelayUrl(QString::fromStdString(hint));
        if (url && !waiting.urls.contains(*url) && m_mayVisit(*url))
            waiting.urls.append(*url);
    }
    if (waiting.urls.isEmpty())
        return;
    m_waiting.push_back(std::move(waiting));
    if (m_waiting.size() > mostWaiting)
        m_waiting.pop_front();
}

void HintedRelays::seen(const nostr::EventId &id)
{
    std::erase_if(m_waiting, [&](const Waiting &waiting) { return waiting.id == id; });
    for (Visit &visit : m_visits)
        std::erase(visit.ids, id);
}

void HintedRelays::setKept(const QStringList &urls)
{
    m_kept = {urls.begin(), urls.end()};
}

void HintedRelays::clear()
{
    m_waiting.clear();
    m_visits.clear();
    m_ends.clear();
}

bool HintedRelays::advance(std::int64_t now)
{
    while (!m_lastHour.empty() && m_lastHour.front() + hourMs <= now)
        m_lastHour.pop_front();
    std::erase_if(m_begun, [&](const auto &begun) { return begun.second + notAgainMs <= now; });
    std::erase_if(m_waiting, [&](const Waiting &waiting) {
        return waiting.urls.isEmpty() || waiting.since + longestWaitMs <= now;
    });
    const bool ended = endVisits(now);
    const bool begun = beginVisits(now);
    return ended || begun;
}

/// Over, or nothing is looked for there any more, or the relay is on the list by now.
bool HintedRelays::endVisits(std::int64_t now)
{
    const std::size_t before = m_visits.size();
    for (std::size_t i = m_visits.size(); i-- > 0;) {
        if (m_ends[i] > now && !m_visits[i].ids.empty() && !m_kept.contains(m_visits[i].url))
            continue;
        m_visits.erase(m_visits.begin() + static_cast<std::ptrdiff_t>(i));
        m_ends.erase(m_ends.begin() + static_cast<std::ptrdiff_t>(i));
    }
    return m_visits.size() != before;
}

bool HintedRelays::mayBegin(const QString &url) const
{
    return m_visits.size() < mostVisits && m_lastHour.size() < mostAnHour && !m_kept.contains(url) &&
           !m_begun.contains(url);
}

bool HintedRelays::beginVisits(std::int64_t now)
{
    const std::size_t before = m_visits.size();
    for (std::size_t i = 0; i < m_waiting.size(); ++i) {
        if (m_waiting[i].since + m_askOthersMs > now)
            break; // those behind it came later
        const QStringList urls = m_waiting[i].urls;
        const auto url =
            std::find_if(urls.begin(), urls.end(), [&](const QString &one) { return mayBegin(one); });
        if (url == urls.end())
            continue;
        Visit visit{*url, {}};
        // Whatever else may be found there is asked for on the same visit.
        for (Waiting &waiting : m_waiting)
            if (visit.ids.size() < mostIdsAVisit && waiting.urls.removeAll(*url) > 0)
                visit.ids.push_back(waiting.id);
        m_visits.push_back(std::move(visit));
        m_ends.push_back(now + visitMs);
        m_begun.emplace(*url, now);
        m_lastHour.push_back(now);
    }
    return m_visits.size() != before;
}

} // namespace dvmdash::engine
