// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/found_relays.h"

#include "relay/relay_url.h"

#include <algorithm>
#include <limits>
#include <string_view>
#include <tuple>

namespace dvmdash::relay
{

namespace
{

constexpr int longestNetwork = 20;
constexpr int mostNips = 500;
constexpr int firstJobKind = 5000;
constexpr int lastJobKind = 7000; ///< feedback

std::string_view item(const nostr::Tag &tag, std::size_t index)
{
    return index < tag.size() ? std::string_view(tag[index]) : std::string_view();
}

QString textOf(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

std::optional<int> countOf(std::string_view text)
{
    bool isNumber = false;
    const int number = textOf(text).toInt(&isNumber);
    return isNumber && number >= 0 ? std::optional(number) : std::nullopt;
}

/// "!auth" says that it is not needed.
void readRequirement(std::string_view text, RelayReport &report)
{
    const bool isNeeded = !text.starts_with('!');
    if (!isNeeded)
        text.remove_prefix(1);
    if (text == "auth")
        report.auth = isNeeded;
    else if (text == "payment")
        report.payment = isNeeded;
}

void readKind(std::string_view text, RelayReport &report)
{
    const bool isTaken = !text.starts_with('!');
    if (!isTaken)
        text.remove_prefix(1);
    const auto kind = countOf(text);
    if (kind && *kind >= firstJobKind && *kind <= lastJobKind)
        report.jobs = report.jobs.value_or(false) || isTaken;
}

} // namespace

std::optional<RelayReport> readRelayReport(const nostr::Event &event)
{
    if (event.kind != relayDiscoveryKind)
        return std::nullopt;
    RelayReport report;
    report.created_at = event.created_at;
    report.monitor = event.pubkey;
    std::set<int> nips;
    for (const nostr::Tag &tag : event.tags) {
        const std::string_view name = item(tag, 0);
        const std::string_view value = item(tag, 1);
        if (name == "d" && report.url.isEmpty() &&
            (value.starts_with("ws://") || value.starts_with("wss://")))
            report.url = normalizeRelayUrl(textOf(value)).value_or(QString());
        else if (name == "n" && report.network.isEmpty())
            report.network = textOf(value).left(longestNetwork);
        else if (name == "rtt-open")
            report.rtt_open_ms = countOf(value);
        else if (name == "N" && countOf(value) && nips.size() < mostNips)
            nips.insert(*countOf(value));
        else if (name == "R")
            readRequirement(value, report);
        else if (name == "k")
            readKind(value, report);
    }
    if (report.url.isEmpty())
        return std::nullopt;
    report.nips = {nips.begin(), nips.end()};
    return report;
}

bool FoundRelays::add(const nostr::Event &event)
{
    if (event.kind == relayMonitorKind && m_announced.size() < mostRelays) {
        m_announced.insert(event.pubkey);
        return true;
    }
    const auto report = readRelayReport(event);
    if (!report || (m_reports.size() >= mostRelays && !m_reports.contains(report->url)))
        return false;
    auto &byMonitor = m_reports[report->url];
    const auto known = byMonitor.find(report->monitor);
    if (known == byMonitor.end() && byMonitor.size() >= mostMonitors)
        return false;
    if (known == byMonitor.end() || known->second.created_at < report->created_at)
        byMonitor.insert_or_assign(report->monitor, *report);
    return true;
}

std::vector<FoundRelay> FoundRelays::list() const
{
    std::vector<FoundRelay> list;
    for (const auto &[url, byMonitor] : m_reports) {
        FoundRelay found;
        std::vector<int> times;
        for (const auto &[monitor, report] : byMonitor) {
            if (found.monitors++ == 0 || found.newest.created_at < report.created_at)
                found.newest = report;
            found.announced += m_announced.contains(monitor);
            if (report.rtt_open_ms)
                times.push_back(*report.rtt_open_ms);
        }
        std::sort(times.begin(), times.end());
        if (!times.empty())
            found.rtt_open_ms = times[(times.size() - 1) / 2];
        list.push_back(std::move(found));
    }
    const auto order = [](const FoundRelay &found) {
        return std::tuple(-found.monitors, found.rtt_open_ms.value_or(std::numeric_limits<int>::max()),
                          found.newest.url);
    };
    std::sort(list.begin(), list.end(),
              [&](const FoundRelay &a, const FoundRelay &b) { return order(a) < order(b); });
    return list;
}

std::size_t FoundRelays::monitors() const
{
    std::set<nostr::PublicKey> different;
    for (const auto &[url, byMonitor] : m_reports)
        for (const auto &[monitor, report] : byMonitor)
            different.insert(monitor);
    return different.size();
}

} // namespace dvmdash::relay
