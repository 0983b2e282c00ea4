// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relays/relay_traffic.h"

#include <QCoreApplication>
#include <QUrl>

#include <algorithm>

namespace dvmdash::ui
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("relay", text);
}

/// "relay.example", with the port where it is not the usual one.
QString hostOf(const QString &url)
{
    const QUrl parsed(url);
    const QString host = parsed.host();
    if (host.isEmpty())
        return url;
    return parsed.port() < 0 ? host : QStringLiteral("%1:%2").arg(host).arg(parsed.port());
}

/// Requests and results keep their own hues in every chart.
Hue hueOf(int index)
{
    return static_cast<Hue>(static_cast<int>(Hue::Orange) + index);
}

} // namespace

void RelayTraffic::note(const QVector<engine::RelayActivity> &relays, qint64 now_s)
{
    const qint64 start = now_s - now_s % bucketSeconds;
    if (m_buckets.empty() || m_buckets.back().start < start)
        m_buckets.push_back({start, {}});
    while (m_buckets.front().start + bucketSeconds + spanSeconds < now_s)
        m_buckets.pop_front();
    std::map<QString, Seen> seen;
    for (const auto &relay : relays) {
        const auto &status = relay.status;
        const auto before = m_seen.find(status.url);
        // A relay taken out and put in again counts from 0.
        if (before != m_seen.end() && before->second.wasLive && status.frames > before->second.frames)
            m_buckets.back().events[status.url] += status.frames - before->second.frames;
        seen[status.url] = {status.frames, status.state == relay::LinkState::Live};
    }
    m_seen.swap(seen);
}

std::vector<QString> RelayTraffic::busiest() const
{
    std::map<QString, qint64> sums;
    for (const auto &[url, seen] : m_seen)
        sums[url] = 0;
    for (const Bucket &bucket : m_buckets)
        for (const auto &[url, events] : bucket.events)
            if (sums.contains(url))
                sums[url] += events;
    std::vector<QString> urls;
    for (const auto &[url, sum] : sums)
        if (sum > 0 || m_seen.at(url).wasLive) // the others have nothing to say
            urls.push_back(url);
    std::stable_sort(urls.begin(), urls.end(),
                     [&](const QString &a, const QString &b) { return sums.at(a) > sums.at(b); });
    return urls;
}

ChartSeries RelayTraffic::series(const QString &id, const QString &name, Hue hue,
                                 const std::vector<QString> &urls) const
{
    ChartSeries line{id, name, hue, {}, Missing::Zero};
    for (const Bucket &bucket : m_buckets) {
        qint64 sum = 0;
        for (const QString &url : urls)
            if (const auto at = bucket.events.find(url); at != bucket.events.end())
                sum += at->second;
        line.points.append({bucket.start, sum});
    }
    return line;
}

ChartData RelayTraffic::chart(qint64 now_s) const
{
    ChartData data;
    data.bucketSeconds = bucketSeconds;
    // While the program is young the chart is short: an empty one tells nothing.
    const qint64 since = qMax(now_s - spanSeconds, qMin(m_began, now_s - shortestSpanSeconds));
    data.window = {since - since % bucketSeconds, now_s + 1};
    data.asOf = now_s;
    data.unit = tr("events per 10 seconds");
    // Nobody looked before the program started.
    if (m_began > data.window.since)
        data.gaps.append({data.window.since, m_began - m_began % bucketSeconds});
    const std::vector<QString> urls = busiest();
    const bool isMore = urls.size() > mostSeries;
    const std::size_t alone = isMore ? mostSeries - 1 : urls.size();
    for (std::size_t i = 0; i < alone; ++i)
        data.series.append(series(urls[i], hostOf(urls[i]), hueOf(static_cast<int>(i)), {urls[i]}));
    if (isMore)
        data.series.append(series(QStringLiteral("others"), tr("others"), hueOf(mostSeries - 1),
                                  {urls.begin() + static_cast<std::ptrdiff_t>(alone), urls.end()}));
    return data;
}

} // namespace dvmdash::ui
