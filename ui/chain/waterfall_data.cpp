// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chain/waterfall_data.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace dvmdash::ui
{

namespace
{

constexpr qint64 second = 1000;
constexpr qint64 shortestSpan = 100;
constexpr qint64 emptySpan = 10 * second; ///< of a chain that took no time at all

/// Authors may claim any second.
qint64 msOf(std::int64_t seconds)
{
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max() / second / 4;
    return std::clamp<std::int64_t>(seconds, 0, most) * second;
}

std::size_t laneOf(Waterfall &data, const std::optional<nostr::PublicKey> &dvm)
{
    const auto at = std::find(data.lanes.begin(), data.lanes.end(), WaterfallLane{dvm});
    if (at != data.lanes.end())
        return static_cast<std::size_t>(at - data.lanes.begin());
    data.lanes.push_back({dvm});
    return data.lanes.size() - 1;
}

void readRequestReceipt(WaterfallBar &bar, const dvm::ChainNode &node)
{
    if (!node.received_ms)
        return;
    bar.request_received = *node.received_ms;
    bar.skew = bar.skew || msOf(node.created_at) > *node.received_ms + skewFromMs;
}

void readReceipts(WaterfallBar &bar, const dvm::ChainNode &node, const dvm::Attempt &attempt)
{
    readRequestReceipt(bar, node);
    for (const dvm::Answer &answer : node.answers) {
        if (answer.author != attempt.dvm || !answer.live)
            continue;
        bar.received_first =
            std::min<qint64>(bar.received_first.value_or(answer.received_ms), answer.received_ms);
        bar.received_last =
            std::max<qint64>(bar.received_last.value_or(answer.received_ms), answer.received_ms);
        bar.skew = bar.skew || msOf(answer.created_at) > answer.received_ms + skewFromMs;
    }
}

WaterfallBar barOf(const dvm::ChainNode &node, const dvm::Attempt &attempt, qint64 now)
{
    WaterfallBar bar;
    bar.job = node.id;
    bar.dvm = attempt.dvm;
    bar.kind = node.kind;
    bar.state = attempt.state;
    bar.awaits_payment = dvm::awaitsPayment(attempt);
    const auto first = attempt.first_answer_at;
    // Of a request that was never seen only the answers have a time.
    bar.requested = msOf(node.created_at != 0 ? node.created_at : first.value_or(attempt.since));
    if (first)
        bar.began = msOf(*first);
    bar.open = dvm::isOpen(attempt.state);
    bar.ended = bar.open                                                         ? now
                : attempt.state == dvm::State::Delivered && attempt.delivered_at ? msOf(*attempt.delivered_at)
                                                                                 : msOf(attempt.since);
    bar.skew = (attempt.flags & dvm::AttemptClockSkew) != 0 || (bar.began && *bar.began < bar.requested);
    readReceipts(bar, node, attempt);
    return bar;
}

/// A job that nobody was asked for by name and that nobody answered.
WaterfallBar silentBar(const dvm::ChainNode &node, qint64 now)
{
    WaterfallBar bar;
    bar.job = node.id;
    bar.kind = node.kind;
    bar.state = node.state;
    bar.requested = msOf(node.created_at);
    bar.open = dvm::isOpen(node.state);
    bar.ended = bar.open ? now : bar.requested;
    readRequestReceipt(bar, node);
    return bar;
}

/// What goes on does not stretch the time: it reaches to the edge of what is drawn.
void measureSpan(Waterfall &data, qint64 now)
{
    bool any = false;
    bool open = false;
    const auto take = [&](qint64 time) {
        data.since = any ? std::min(data.since, time) : time;
        data.until = any ? std::max(data.until, time) : time;
        any = true;
    };
    for (const WaterfallBar &bar : data.bars) {
        take(bar.requested);
        for (const auto &time : {bar.began, bar.request_received, bar.received_first, bar.received_last})
            if (time)
                take(*time);
        open = open || bar.open;
        if (!bar.open)
            take(bar.ended);
    }
    if (data.until - data.since < second)
        data.until = data.since + emptySpan;
    const qint64 length = data.until - data.since;
    if (open && now > data.until)
        data.until = std::min(now, data.until + length / 2);
    data.since -= length / 50;
    data.until += length / 50;
}

} // namespace

Waterfall waterfallOf(const engine::ChainAnswer &answer, qint64 now)
{
    Waterfall data;
    const auto isRoot = [&](const WaterfallBar &bar) {
        const auto &causes = answer.verdict.root_causes;
        return std::any_of(causes.begin(), causes.end(), [&](const dvm::RootCause &cause) {
            return cause.job == bar.job && (!cause.dvm || cause.dvm == bar.dvm);
        });
    };
    const auto add = [&](WaterfallBar bar) {
        bar.lane = laneOf(data, bar.dvm);
        bar.is_root = isRoot(bar);
        data.bars.push_back(bar);
    };
    for (const dvm::ChainNode &node : answer.chain.nodes) {
        if (node.ghost || (node.created_at == 0 && node.attempts.empty())) {
            ++data.timeless;
            continue;
        }
        for (const dvm::Attempt &attempt : node.attempts)
            add(barOf(node, attempt, now));
        if (node.attempts.empty())
            add(silentBar(node, now));
    }
    measureSpan(data, now);
    return data;
}

WaterfallGeometry::WaterfallGeometry(const Waterfall &data, const QSizeF &size, const Measures &measures,
                                     const Width &words)
    : m_data(&data)
    , m_measures(measures)
    , m_plot(measures.labels, 0, std::max<qreal>(1, size.width() - measures.labels - measures.right),
             std::max<qreal>(1, size.height() - measures.axis))
{
    showAll();
    const qreal gap = measures.padding;
    std::vector<std::vector<qreal>> ends(data.lanes.size()); // of each row of each lane
    for (const WaterfallBar &bar : data.bars) {
        const qreal width = words(bar);
        // Words that would leave the view at the right begin further left.
        const qreal begin = std::min(x(bar.requested), std::max(m_plot.left(), m_plot.right() - width));
        const qreal end = std::max(begin + width, x(std::min(bar.ended, data.until)));
        auto &rows = ends[bar.lane];
        const auto free =
            std::find_if(rows.begin(), rows.end(), [&](qreal taken) { return taken + gap <= begin; });
        m_rows.push_back(static_cast<int>(free - rows.begin()));
        m_widths.push_back(width);
        if (free == rows.end())
            rows.push_back(end);
        else
            *free = end;
    }
    qreal top = 0;
    for (const auto &rows : ends) {
        m_laneTops.push_back(top);
        top += measures.row * static_cast<qreal>(rows.size()) + 2 * measures.padding;
    }
    m_laneTops.push_back(top);
}

void WaterfallGeometry::show(qint64 since, qint64 until)
{
    const qint64 whole = m_data->until - m_data->since;
    const qint64 length = std::clamp(until - since, std::min(shortestSpan, whole), whole);
    m_since = std::clamp(since, m_data->since, m_data->until - length);
    m_until = m_since + length;
}

void WaterfallGeometry::showAll()
{
    m_since = m_data->since;
    m_until = std::max(m_data->until, m_since + 1);
}

void WaterfallGeometry::zoom(double factor, qreal x)
{
    if (!m_data || factor <= 0)
        return;
    const qint64 fixed = time(x);
    const auto length = static_cast<qint64>(double(m_until - m_since) / factor);
    const double share = m_plot.width() > 0 ? (x - m_plot.left()) / m_plot.width() : 0;
    const qint64 since = fixed - static_cast<qint64>(double(length) * share);
    show(since, since + length);
}

void WaterfallGeometry::pan(qreal pixels)
{
    if (!m_data)
        return;
    const auto by = static_cast<qint64>(pixels * double(m_until - m_since) / m_plot.width());
    show(m_since + by, m_until + by);
}

bool WaterfallGeometry::isZoomed() const
{
    return m_data && (m_since > m_data->since || m_until < m_data->until);
}

qreal WaterfallGeometry::x(qint64 time) const
{
    return m_plot.left() + m_plot.width() * double(time - m_since) / double(m_until - m_since);
}

qint64 WaterfallGeometry::time(qreal x) const
{
    return m_since + std::llround((x - m_plot.left()) / m_plot.width() * double(m_until - m_since));
}

qreal WaterfallGeometry::contentHeight() const
{
    return m_laneTops.empty() ? 0 : m_laneTops.back();
}

QRectF WaterfallGeometry::lane(std::size_t index) const
{
    return {0, m_laneTops[index], m_plot.right() + m_measures.right,
            m_laneTops[index + 1] - m_laneTops[index]};
}

QRectF WaterfallGeometry::bar(std::size_t index) const
{
    const WaterfallBar &bar = m_data->bars[index];
    const qreal top = m_laneTops[bar.lane] + m_measures.padding + m_measures.row * m_rows[index];
    const qreal left = x(std::min(bar.requested, bar.began.value_or(bar.requested)));
    return {left, top, std::max<qreal>(0, x(std::min(bar.ended, m_data->until)) - left), m_measures.row};
}

std::optional<std::size_t> WaterfallGeometry::barAt(const QPointF &place) const
{
    constexpr qreal reach = 6;
    for (std::size_t i = m_rows.size(); i-- > 0;) {
        QRectF area = bar(i);
        area.setWidth(std::max(area.width(), m_widths[i]));
        if (area.adjusted(-reach, 0, reach, 0).contains(place))
            return i;
    }
    return std::nullopt;
}

std::optional<std::size_t> stepFrom(const Waterfall &data, std::optional<std::size_t> from,
                                    WaterfallStep step)
{
    if (data.bars.empty())
        return std::nullopt;
    const std::size_t last = data.bars.size() - 1;
    if (step == WaterfallStep::Last)
        return last;
    if (!from || step == WaterfallStep::First)
        return 0;
    if (step == WaterfallStep::Left)
        return *from == 0 ? 0 : *from - 1;
    if (step == WaterfallStep::Right)
        return std::min(*from + 1, last);
    // The bar of the next lane that is closest in time.
    const std::size_t lane = data.bars[*from].lane;
    if ((step == WaterfallStep::Up && lane == 0) ||
        (step == WaterfallStep::Down && lane + 1 == data.lanes.size()))
        return from;
    const std::size_t wanted = step == WaterfallStep::Up ? lane - 1 : lane + 1;
    std::optional<std::size_t> best;
    const auto distance = [&](std::size_t i) {
        return std::abs(data.bars[i].requested - data.bars[*from].requested);
    };
    for (std::size_t i = 0; i < data.bars.size(); ++i)
        if (data.bars[i].lane == wanted && (!best || distance(i) < distance(*best)))
            best = i;
    return best;
}

} // namespace dvmdash::ui
