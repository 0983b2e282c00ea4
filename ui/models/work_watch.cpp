// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/work_watch.h"

#include "ui/models/feed.h"

#include <algorithm>
#include <utility>

namespace dvmdash::ui
{

namespace
{

constexpr int tickMs = 100;
constexpr int whole = 1000;

/// A feed that is not active belongs to what is not in sight.
bool isOut(const FeedBase *feed)
{
    return feed->isActive() && feed->waitedMs();
}

} // namespace

WorkWatch::WorkWatch(QObject *parent)
    : QObject(parent)
{
    m_tick.setInterval(tickMs);
    connect(&m_tick, &QTimer::timeout, this, &WorkWatch::look);
}

void WorkWatch::watch(FeedBase *feed)
{
    m_feeds.append(feed);
    connect(feed, &QObject::destroyed, this, [this, feed] { m_feeds.removeAll(feed); });
    connect(feed, &FeedBase::asked, this, [this] {
        look();
        m_tick.start();
    });
    connect(feed, &FeedBase::cancelled, this, &WorkWatch::look);
}

void WorkWatch::cancel()
{
    for (FeedBase *feed : std::as_const(m_feeds))
        if (isOut(feed))
            feed->cancel();
    look();
}

Work WorkWatch::found() const
{
    Work work;
    for (const FeedBase *feed : m_feeds) {
        if (!isOut(feed) || *feed->waitedMs() < slowMs)
            continue;
        const int permille = std::min(feed->permille(), whole - 1); // it is not there yet
        work = {Work::Kind::Counting,
                work.kind == Work::Kind::Counting ? std::min(work.permille, permille) : permille};
    }
    if (work.kind == Work::Kind::Counting)
        return work;
    const bool isCancelled = std::any_of(m_feeds.begin(), m_feeds.end(), [](const FeedBase *feed) {
        return feed->isActive() && feed->isCancelled();
    });
    if (isCancelled)
        return {Work::Kind::Cancelled, 0};
    if (m_work.kind == Work::Kind::Counting && m_told.elapsed() < leastShownMs)
        return {Work::Kind::Counting, whole};
    return {};
}

void WorkWatch::look()
{
    const Work work = found();
    const bool isWaiting = std::any_of(m_feeds.begin(), m_feeds.end(), isOut);
    if (!isWaiting && work.kind != Work::Kind::Counting)
        m_tick.stop();
    if (work == m_work)
        return;
    if (work.kind == Work::Kind::Counting && m_work.kind != Work::Kind::Counting)
        m_told.start();
    m_work = work;
    Q_EMIT changed();
}

} // namespace dvmdash::ui
