// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relays/coverage_view.h"

#include "ui/charts/ticks.h"
#include "ui/models/window_choice.h"
#include "ui/theme/theme.h"
#include "ui/widgets/format.h"
#include "ui/widgets/painting.h"

#include <QHelpEvent>
#include <QPainter>
#include <QScrollArea>
#include <QToolTip>
#include <QVBoxLayout>

#include <algorithm>

namespace dvmdash::ui
{

namespace
{

constexpr int askEveryMs = 5'000;

} // namespace

// --- the section -------------------------------------------------------------------------------------------

CoverageView::CoverageView(const PageContext &context, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
    , m_feed(new Feed<engine::CoverageQuestion>(
          context.engine, context.window,
          [](const engine::TimeWindow &) { return engine::CoverageQuestion{}; }, this, askEveryMs))
    , m_chart(new CoverageChart)
    , m_scroll(new QScrollArea)
{
    setObjectName(QStringLiteral("relays.coverage"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->viewport()->setAutoFillBackground(false);
    m_scroll->setWidget(m_chart);
    m_chart->setAutoFillBackground(false);
    layout->addWidget(m_scroll);
    connect(m_feed, &FeedBase::answered, this, &CoverageView::update);
}

void CoverageView::setRelay(const QString &url)
{
    m_chart->setRelay(url);
}

const CoverageTable &CoverageView::table() const
{
    return m_chart->table();
}

void CoverageView::update()
{
    if (!m_feed->latest())
        return;
    const qint64 now = format::nowMs() / 1000;
    QStringList list;
    const relay::RelayList relays = m_context.engine.relays();
    for (const relay::RelayEntry &entry : relays)
        list.append(entry.url);
    m_chart->setTable(coverageTable(*m_feed->latest(), list, m_context.window.window(now), now));
}

void CoverageView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_feed->setActive(true);
}

void CoverageView::hideEvent(QHideEvent *event)
{
    m_feed->setActive(false);
    QWidget::hideEvent(event);
}

// --- the drawing -------------------------------------------------------------------------------------------

struct CoverageChart::Places {
    qreal row = 0;    ///< height of a row
    qreal bar = 0;    ///< of the bar in it
    qreal left = 0;   ///< where time begins
    qreal right = 0;  ///< where it ends
    qreal bottom = 0; ///< of the last row
};

CoverageChart::CoverageChart(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("relays.coverage.chart"));
    setMouseTracking(true);
}

void CoverageChart::setTable(const CoverageTable &table)
{
    if (table == m_table)
        return;
    m_table = table;
    QStringList words;
    for (const CoverageRow &row : std::as_const(m_table.rows))
        words.append(
            tr("%1: %2")
                .arg(nameOf(row))
                .arg(format::percent(row.covered_s, m_table.until - m_table.from).value_or(QString())));
    setAccessibleName(tr("Covered time"));
    setAccessibleDescription(words.join(QStringLiteral("; ")));
    updateGeometry();
    update();
}

void CoverageChart::setRelay(const QString &url)
{
    m_relay = url;
    update();
}

QString CoverageChart::nameOf(const CoverageRow &row) const
{
    return row.relay.isEmpty() ? tr("All together") : row.relay;
}

QSize CoverageChart::sizeHint() const
{
    const Theme &theme = Theme::of(this);
    const int rows = std::max<int>(1, static_cast<int>(m_table.rows.size()));
    return {qRound(theme.scaled(400)), qRound(rows * theme.scaled(22) + theme.scaled(28))};
}

CoverageChart::Places CoverageChart::places() const
{
    const Theme &theme = Theme::of(this);
    const QFontMetricsF metrics(theme.font(TextSize::Caption, TextWeight::Strong));
    Places places;
    places.row = theme.scaled(22);
    places.bar = theme.scaled(10);
    qreal widest = 0;
    for (const CoverageRow &row : m_table.rows)
        widest = std::max(widest, metrics.horizontalAdvance(nameOf(row)));
    places.left = std::min(widest, width() * 0.3) + theme.space(Space::M);
    places.right = width() - metrics.horizontalAdvance(QStringLiteral("100.0 %")) - theme.space(Space::M);
    places.bottom = static_cast<qreal>(m_table.rows.size()) * places.row;
    return places;
}

void CoverageChart::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = Theme::of(this);
    painter.setFont(theme.font(TextSize::Caption));
    if (m_table.rows.isEmpty()) {
        painter.setPen(theme.ink(Ink::Muted));
        painter.drawText(rect(), Qt::AlignCenter, tr("Nothing was surely heard yet"));
        return;
    }
    const Places at = places();
    const qreal length = std::max<qreal>(1, at.right - at.left);
    const auto x = [&](qint64 time) {
        return at.left + length * static_cast<qreal>(time - m_table.from) /
                             static_cast<qreal>(m_table.until - m_table.from);
    };
    for (int i = 0; i < m_table.rows.size(); ++i) {
        const CoverageRow &row = m_table.rows[i];
        const QRectF line(0, i * at.row, width(), at.row);
        const bool isChosen = !row.relay.isEmpty() && row.relay == m_relay;
        if (isChosen)
            painter.fillRect(line, theme.colors().selected);
        const bool isStrong = isChosen || row.relay.isEmpty();
        painter.setFont(theme.font(TextSize::Caption, isStrong ? TextWeight::Strong : TextWeight::Regular));
        painter.setPen(theme.ink(isStrong ? Ink::Text : Ink::Muted));
        paintElided(
            painter,
            {theme.space(Space::Xs) * 1.0, line.top(), at.left - theme.space(Space::M), line.height()},
            nameOf(row), Qt::AlignLeft | Qt::AlignVCenter, Qt::ElideMiddle);
        const QRectF bar(at.left, line.center().y() - at.bar / 2, length, at.bar);
        painter.fillRect(bar, QBrush(theme.colors().border, Qt::BDiagPattern));
        const QColor filled = theme.color(Tone::Delivered);
        for (const auto &[from, until] : row.spans) {
            const qreal begin = x(from);
            painter.fillRect(QRectF(begin, bar.top(), std::max<qreal>(1, x(until) - begin), bar.height()),
                             filled);
        }
        painter.setPen(theme.ink(isStrong ? Ink::Text : Ink::Muted));
        painter.setFont(theme.numberFont(TextSize::Caption));
        painter.drawText(
            QRectF(at.right, line.top(), width() - at.right - theme.space(Space::Xs), line.height()),
            Qt::AlignRight | Qt::AlignVCenter,
            format::percent(row.covered_s, m_table.until - m_table.from).value_or(QString()));
    }
    painter.setFont(theme.font(TextSize::Caption));
    const QFontMetricsF metrics(painter.font());
    const int most = std::max(1, static_cast<int>(length / theme.scaled(90)));
    for (const TimeTick &tick : timeTicks({m_table.from, m_table.until}, most)) {
        const qreal middle = x(tick.time);
        painter.setPen(theme.colors().hairline);
        painter.drawLine(QPointF(sharp(middle), 0), QPointF(sharp(middle), at.bottom + theme.scaled(3)));
        const qreal half = metrics.horizontalAdvance(tick.text) / 2;
        const qreal left = std::clamp(middle - half, at.left, std::max(at.left, at.right - 2 * half));
        painter.setPen(theme.ink(Ink::Muted));
        painter.drawText(QPointF(left, at.bottom + theme.scaled(5) + metrics.ascent()), tick.text);
    }
}

QString CoverageChart::tipAt(const QPoint &at) const
{
    const Places place = places();
    const int index = static_cast<int>(at.y() / place.row);
    if (index < 0 || index >= m_table.rows.size() || at.x() < place.left || at.x() >= place.right)
        return {};
    const qreal share = (at.x() - place.left) / std::max<qreal>(1, place.right - place.left);
    const qint64 time =
        m_table.from + static_cast<qint64>(share * static_cast<qreal>(m_table.until - m_table.from));
    const CoverageRow &row = m_table.rows[index];
    const auto spot = spotAt(m_table, row, time);
    if (!spot)
        return {};
    const QString span = tr("%1\nto %2").arg(format::localTime(spot->from), format::localTime(spot->until));
    return nameOf(row) + QLatin1Char('\n') + span + QLatin1Char('\n') +
           (spot->isCovered ? tr("All was surely heard")
                            : tr("Not covered: events may be missing, and silence is not judged here"));
}

bool CoverageChart::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        auto *help = static_cast<QHelpEvent *>(event);
        const QString tip = tipAt(help->pos());
        if (tip.isEmpty())
            QToolTip::hideText();
        else
            QToolTip::showText(help->globalPos(), tip, this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace dvmdash::ui
