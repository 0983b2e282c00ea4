// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/time_series_chart.h"

#include "ui/charts/downsample.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/painting.h"

#include <QAccessible>
#include <QBuffer>
#include <QChart>
#include <QEvent>
#include <QFontMetricsF>
#include <QKeyEvent>
#include <QLineSeries>
#include <QMenu>
#include <QMouseEvent>
#include <QSvgGenerator>
#include <QToolButton>
#include <QValueAxis>

#include <cmath>

namespace dvmdash::ui
{

namespace
{

constexpr double runningStrength = 0.45;
constexpr qreal exportScale = 2;

void hideAxis(QValueAxis &axis)
{
    axis.setVisible(false);
    axis.setLabelsVisible(false);
    axis.setGridLineVisible(false);
}

} // namespace

TimeSeriesChart::TimeSeriesChart(const QString &title, QWidget *parent)
    : QChartView(parent)
    , m_export(new TableExport(this))
{
    setAccessibleName(title);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setFrameShape(QFrame::NoFrame);
    setRenderHint(QPainter::Antialiasing);
    setRubberBand(QChartView::NoRubberBand);
    // What is dropped here is meant for the window.
    setAcceptDrops(false);
    viewport()->setAcceptDrops(false);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setViewportUpdateMode(FullViewportUpdate);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);

    chart()->legend()->hide();
    chart()->setMargins({});
    chart()->setBackgroundVisible(false);
    chart()->setPlotAreaBackgroundVisible(false);
    chart()->setAnimationOptions(QChart::NoAnimation);
    for (const auto edge : {Qt::AlignBottom, Qt::AlignLeft}) {
        auto *axis = new QValueAxis(chart());
        hideAxis(*axis);
        chart()->addAxis(axis, edge);
    }
    m_emptyTitle = tr("Nothing in this window");
    connect(m_export, &TableExport::finished, this, &TimeSeriesChart::exportFinished);
    connect(m_export, &TableExport::failed, this, &TimeSeriesChart::exportFailed);
    rebuild();
}

TimeSeriesChart::~TimeSeriesChart() = default;

void TimeSeriesChart::setData(const ChartData &data)
{
    m_data = data;
    if (m_crosshair)
        m_crosshair = m_data.window.contains(*m_crosshair) ? std::optional(m_data.bucketStart(*m_crosshair))
                                                           : std::nullopt;
    rebuild();
    describe();
}

void TimeSeriesChart::setStyle(ChartStyle style)
{
    m_style = style;
    rebuild();
}

void TimeSeriesChart::setEmptyText(const QString &title, const QString &why)
{
    m_emptyTitle = title;
    m_emptyWhy = why;
    viewport()->update();
}

void TimeSeriesChart::setCrosshair(std::optional<qint64> time)
{
    m_crosshair =
        time && m_data.window.contains(*time) ? std::optional(m_data.bucketStart(*time)) : std::nullopt;
    viewport()->update();
}

void TimeSeriesChart::setFileChooser(FileChooser &chooser)
{
    m_export->setFileChooser(chooser);
}

void TimeSeriesChart::addActionsTo(Card &card)
{
    const Theme &theme = Theme::of(this);
    auto *picture = card.addAction(theme.icon(Icon::Image, Ink::Muted), tr("Save this chart as a picture"));
    auto *menu = new QMenu(picture);
    menu->addAction(tr("PNG picture"), this, &TimeSeriesChart::exportPng);
    menu->addAction(tr("SVG drawing"), this, &TimeSeriesChart::exportSvg);
    picture->setMenu(menu);
    picture->setPopupMode(QToolButton::InstantPopup);
    auto *table = card.addAction(theme.icon(Icon::Export, Ink::Muted), tr("Export this chart as CSV"));
    connect(table, &QToolButton::clicked, this, &TimeSeriesChart::exportCsv);
}

QImage TimeSeriesChart::toImage() const
{
    QImage image(size() * exportScale, QImage::Format_RGB32);
    image.fill(Theme::of(this).colors().card);
    QPainter painter(&image);
    painter.scale(exportScale, exportScale);
    renderTo(painter);
    return image;
}

QByteArray TimeSeriesChart::toSvg() const
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setTitle(accessibleName());
    // In CSS pixels (96 a inch): otherwise the drawing gets the size in points of the screen.
    generator.setResolution(96);
    generator.setSize(size());
    generator.setViewBox(QRect(QPoint(0, 0), size()));
    QPainter painter(&generator);
    painter.fillRect(QRect(QPoint(0, 0), size()), Theme::of(this).colors().card);
    renderTo(painter);
    painter.end();
    return bytes;
}

QSize TimeSeriesChart::sizeHint() const
{
    const Theme &theme = Theme::of(this);
    return {qRound(theme.scaled(520)), qRound(theme.scaled(200))};
}

QSize TimeSeriesChart::minimumSizeHint() const
{
    const Theme &theme = Theme::of(this);
    return {qRound(theme.scaled(200)), qRound(theme.scaled(120))};
}

void TimeSeriesChart::exportCsv()
{
    m_export->exportTable(this, toCsvTable(m_data), fileStem() + QStringLiteral(".csv"));
}

void TimeSeriesChart::exportPng()
{
    m_export->exportImage(this, toImage(), fileStem() + QStringLiteral(".png"));
}

void TimeSeriesChart::exportSvg()
{
    m_export->exportBytes(this, toSvg(),
                          {tr("Save drawing"), fileStem() + QStringLiteral(".svg"), tr("Drawing (*.svg)")});
}

void TimeSeriesChart::drawBackground(QPainter *painter, const QRectF &)
{
    const Theme &theme = Theme::of(this);
    if (!m_plain)
        painter->fillRect(m_geometry.view, theme.colors().card);
    paintGaps(*painter, theme, m_data, m_geometry);
    paintGrid(*painter, theme, m_geometry);
    if (m_style != ChartStyle::Lines)
        paintBars(*painter, theme, m_data, m_style, m_geometry);
}

void TimeSeriesChart::drawForeground(QPainter *painter, const QRectF &)
{
    const Theme &theme = Theme::of(this);
    if (m_data.isEmpty()) {
        painter->setPen(theme.ink(Ink::Text));
        painter->setFont(theme.font(TextSize::Body, TextWeight::Strong));
        QRectF middle = m_geometry.plot;
        const qreal height = QFontMetricsF(painter->font()).height();
        middle.setTop(middle.center().y() - height);
        painter->drawText(middle, Qt::AlignHCenter | Qt::AlignTop, m_emptyTitle);
        painter->setFont(theme.font());
        painter->setPen(theme.ink(Ink::Muted));
        painter->drawText(middle.adjusted(0, height + 2, 0, 0),
                          Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, m_emptyWhy);
    } else {
        paintAxes(*painter, theme, m_data, m_geometry);
        painter->setPen(Qt::NoPen);
        for (qsizetype i = 0; i < m_dots.size(); ++i) {
            painter->setBrush(m_dotColors.at(i));
            painter->drawEllipse(QPointF(m_geometry.x(m_dots.at(i).x()), m_geometry.y(m_dots.at(i).y())),
                                 theme.scaled(2.5), theme.scaled(2.5));
        }
        paintEndLabels(*painter, theme, m_data, m_style, m_geometry);
        if (const auto span = selection(); span && !m_plain)
            paintSelection(*painter, theme, m_geometry, *span);
        if (m_crosshair && !m_plain)
            paintCrosshair(*painter, theme, m_data, m_style, m_geometry, *m_crosshair);
    }
    if (hasFocus() && !m_plain)
        paintFocus(*painter, m_geometry.view, theme);
}

void TimeSeriesChart::resizeEvent(QResizeEvent *event)
{
    QChartView::resizeEvent(event);
    rebuild();
}

void TimeSeriesChart::changeEvent(QEvent *event)
{
    QChartView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        rebuild();
}

void TimeSeriesChart::keyPressEvent(QKeyEvent *event)
{
    const bool select = event->modifiers().testFlag(Qt::ShiftModifier);
    const qint64 stride = event->modifiers().testFlag(Qt::ControlModifier) ? 10 : 1;
    switch (event->key()) {
    case Qt::Key_Left:
        stepCrosshair(-stride, select);
        break;
    case Qt::Key_Right:
        stepCrosshair(stride, select);
        break;
    case Qt::Key_Home:
        stepCrosshair(-m_data.bucketCount(), select);
        break;
    case Qt::Key_End:
        stepCrosshair(m_data.bucketCount(), select);
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        takeSelection();
        break;
    case Qt::Key_Backspace:
        Q_EMIT resetWindow();
        break;
    case Qt::Key_Escape:
        if (!m_crosshair && !m_anchor) {
            event->ignore(); // for the page
            return;
        }
        m_anchor.reset();
        m_dragging = false;
        moveCrosshair(std::nullopt);
        break;
    default:
        event->ignore();
    }
}

void TimeSeriesChart::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || !bucketAt(event->position())) {
        event->ignore();
        return;
    }
    m_anchor = bucketAt(event->position());
    m_dragging = true;
    moveCrosshair(m_anchor);
}

void TimeSeriesChart::mouseMoveEvent(QMouseEvent *event)
{
    if (!m_dragging) {
        m_anchor.reset();
        moveCrosshair(bucketAt(event->position()));
        return;
    }
    // A drag that leaves the plot selects up to its edge.
    const QRectF &plot = m_geometry.plot;
    const QPointF inside(qBound(plot.left(), event->position().x(), plot.right() - 0.5), plot.center().y());
    moveCrosshair(bucketAt(inside));
}

void TimeSeriesChart::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || !m_dragging)
        return;
    m_dragging = false;
    // A click without a drag selects nothing.
    if (m_anchor == m_crosshair)
        m_anchor.reset();
    takeSelection();
}

void TimeSeriesChart::mouseDoubleClickEvent(QMouseEvent *event)
{
    m_dragging = false;
    m_anchor.reset();
    if (event->button() == Qt::LeftButton)
        Q_EMIT resetWindow();
}

void TimeSeriesChart::leaveEvent(QEvent *event)
{
    QChartView::leaveEvent(event);
    if (!m_dragging)
        moveCrosshair(std::nullopt);
}

void TimeSeriesChart::rebuild()
{
    m_geometry = chartGeometry(Theme::of(this), m_data, m_style, size());
    chart()->setPlotArea(m_geometry.plot);
    chart()
        ->axes(Qt::Horizontal)
        .front()
        ->setRange(0, double(qMax<qint64>(1, m_data.window.until - m_data.window.since)));
    chart()
        ->axes(Qt::Vertical)
        .front()
        ->setRange(double(m_geometry.values.first), double(m_geometry.values.last()));
    rebuildLines();
    viewport()->update();
}

void TimeSeriesChart::rebuildLines()
{
    m_usedLines = 0;
    m_dots.clear();
    m_dotColors.clear();
    const Theme &theme = Theme::of(this);
    if (m_style == ChartStyle::Lines) {
        for (const ChartSeries &series : std::as_const(m_data.series)) {
            const QColor color = seriesColor(theme, series);
            const auto runs = knownRuns(m_data, series);
            for (QVector<ChartPoint> run : runs) {
                const bool runsOn = m_data.isRunning(run.back().time);
                const QColor tail = runsOn ? mixed(theme.colors().card, color, runningStrength) : color;
                if (runsOn && run.size() > 1) {
                    drawRun({run.at(run.size() - 2), run.back()}, tail);
                    run.removeLast();
                }
                drawRun(run, run.size() == 1 && runs.size() == 1 ? tail : color);
            }
        }
    }
    for (qsizetype i = m_usedLines; i < m_lines.size(); ++i)
        m_lines.at(i)->replace(QList<QPointF>());
}

void TimeSeriesChart::drawRun(const QVector<ChartPoint> &run, const QColor &color)
{
    if (run.size() == 1) {
        m_dots.append({m_data.middleOf(run.front().time), double(run.front().value)});
        m_dotColors.append(color);
        return;
    }
    const int pixels = qMax(1, static_cast<int>(std::ceil(m_geometry.plot.width() * devicePixelRatioF())));
    QList<QPointF> points;
    for (const ChartPoint &point : downsample(run, m_data.window, pixels))
        points.append({m_data.middleOf(point.time) - double(m_data.window.since), double(point.value)});
    nextLine(color)->replace(points);
}

QLineSeries *TimeSeriesChart::nextLine(const QColor &color)
{
    if (m_usedLines == m_lines.size()) {
        auto *line = new QLineSeries(chart());
        chart()->addSeries(line);
        line->attachAxis(chart()->axes(Qt::Horizontal).front());
        line->attachAxis(chart()->axes(Qt::Vertical).front());
        m_lines.append(line);
    }
    QLineSeries *line = m_lines.at(m_usedLines++);
    line->setPen(QPen(color, Theme::of(this).scaled(1.6), Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    return line;
}

void TimeSeriesChart::moveCrosshair(std::optional<qint64> bucket)
{
    if (bucket == m_crosshair) {
        viewport()->update();
        return;
    }
    m_crosshair = bucket;
    viewport()->update();
    describe();
    Q_EMIT crosshairMoved(bucket);
}

void TimeSeriesChart::stepCrosshair(qint64 buckets, bool select)
{
    const qint64 count = m_data.bucketCount();
    if (count == 0)
        return;
    if (select && !m_anchor)
        m_anchor = m_crosshair;
    if (!select)
        m_anchor.reset();
    // The first key shows the crosshair at the newest bucket, where the eye is.
    const qint64 next = m_crosshair ? m_data.indexOf(*m_crosshair) + buckets : count - 1;
    moveCrosshair(m_data.bucketAt(qBound<qint64>(0, next, count - 1)));
}

std::optional<qint64> TimeSeriesChart::bucketAt(const QPointF &position) const
{
    if (m_data.isEmpty() || !m_geometry.plot.contains(position))
        return std::nullopt;
    const qint64 bucket = m_data.bucketStart(m_geometry.time(position.x()));
    return qMin(bucket, m_data.bucketAt(qMax<qint64>(0, m_data.bucketCount() - 1)));
}

std::optional<TimeSpan> TimeSeriesChart::selection() const
{
    if (!m_anchor || !m_crosshair || (m_dragging && *m_anchor == *m_crosshair))
        return std::nullopt;
    const auto [first, last] = std::minmax(*m_anchor, *m_crosshair);
    return TimeSpan{qMax(first, m_data.window.since), qMin(m_data.bucketEnd(last), m_data.window.until)};
}

void TimeSeriesChart::takeSelection()
{
    const auto span = selection();
    m_anchor.reset();
    viewport()->update();
    if (span)
        Q_EMIT windowSelected(span->since, span->until);
}

void TimeSeriesChart::renderTo(QPainter &painter) const
{
    m_plain = true;
    painter.setRenderHint(QPainter::Antialiasing);
    // render() is not const, but changes nothing that can be seen.
    const_cast<TimeSeriesChart *>(this)->render(&painter, m_geometry.view, m_geometry.view.toRect());
    m_plain = false;
}

void TimeSeriesChart::describe()
{
    if (m_crosshair)
        setAccessibleDescription(crosshairWords(m_data, *m_crosshair));
    else
        setAccessibleDescription(m_data.isEmpty() ? m_emptyTitle : m_data.unit);
    QAccessibleEvent event(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&event);
}

QString TimeSeriesChart::fileStem() const
{
    QString stem;
    for (const QChar c : accessibleName().toLower()) {
        if (c.isLetterOrNumber())
            stem += c;
        else if (!stem.isEmpty() && !stem.endsWith(QLatin1Char('-')))
            stem += QLatin1Char('-');
    }
    while (stem.endsWith(QLatin1Char('-')))
        stem.chop(1);
    return stem.isEmpty() ? QStringLiteral("chart") : stem;
}

} // namespace dvmdash::ui
