// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chain/graph_painting.h"

#include "ui/theme/theme.h"
#include "ui/widgets/painting.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>
#include <QtMath>

#include <cmath>

namespace dvmdash::ui
{

namespace
{

constexpr double tint = 0.10;       ///< of the tone in a box
constexpr double strongTint = 0.55; ///< where there are no words
constexpr double fadedOpacity = 0.18;
/// Farther out lines are thinner than a pixel: they are drawn without smoothing.
constexpr qreal roughZoom = 0.25;

QString tr(const char *text)
{
    return QCoreApplication::translate("chain", text);
}

/// One drawing of a scene.
class GraphPainter
{
public:
    GraphPainter(QPainter &painter, const Theme &theme, const GraphScene &scene, const GraphLook &look,
                 qreal zoom)
        : m_painter(painter)
        , m_theme(theme)
        , m_scene(scene)
        , m_look(look)
        , m_zoom(zoom)
        , m_radius(theme.cornerRadius())
        , m_title(theme.font(TextSize::Body, TextWeight::Strong))
        , m_body(theme.font())
        , m_caption(theme.font(TextSize::Caption))
    {
    }

    void paint(const QRectF &visible)
    {
        m_painter.setRenderHint(QPainter::Antialiasing, m_zoom >= roughZoom);
        for (const bool critical : {false, true}) // what is lit lies above
            for (std::size_t i = 0; i < m_scene.shape.edges.size(); ++i)
                if (isLit(m_scene.shape.edges[i].critical) == critical &&
                    m_scene.picture.edges[i].bounds.intersects(visible))
                    paintEdge(i);
        const qreal room = m_theme.scaled(14); // of marks that reach out of a box
        for (std::size_t i = 0; i < m_scene.shape.boxes.size(); ++i)
            if (m_scene.picture.boxes[i].adjusted(-room, -room, room, room).intersects(visible))
                paintBox(i);
        m_painter.setOpacity(1);
    }

private:
    bool isLit(bool critical) const { return critical && m_look.critical; }
    bool isUnfaded(int box) const
    {
        return m_look.unfaded.empty() || m_look.unfaded[static_cast<std::size_t>(box)];
    }
    /// Pixels at zoom 1, but never less than one on the screen.
    qreal width(qreal pixels) const { return std::max(m_theme.scaled(pixels), 1 / m_zoom); }
    QColor tone(Tone tone) const { return m_theme.color(tone); }

    /// From a cause the path is the way of the trouble, else just the slowest one.
    QColor pathColor() const
    {
        return m_scene.answer.verdict.root_causes.empty() ? m_theme.ink(Ink::Accent) : tone(Tone::Failed);
    }

    /// Rendered for whole pixels of the device and laid on them: sharp at every zoom.
    void drawIcon(const QRectF &rect, Icon icon, const QColor &color)
    {
        const qreal scale = m_painter.device()->devicePixelRatioF() * m_zoom;
        const qreal pixels = std::max<qreal>(1, std::round(rect.width() * scale));
        const QSizeF size(pixels / scale, pixels / scale);
        const QTransform toDevice = m_painter.deviceTransform();
        const QPointF corner = toDevice.map(rect.center() - QPointF(size.width(), size.height()) / 2);
        const QPointF snapped =
            toDevice.inverted().map(QPointF(std::round(corner.x()), std::round(corner.y())));
        const QPixmap pixmap = iconPixmap(icon, color, pixels, 1);
        m_painter.setRenderHint(QPainter::SmoothPixmapTransform);
        m_painter.drawPixmap(QRectF(snapped, size), pixmap, QRectF(pixmap.rect()));
    }

    QPen edgePen(const GraphEdge &edge, bool back) const
    {
        const bool lit = isLit(edge.critical);
        QPen pen(lit    ? pathColor()
                 : back ? tone(Tone::Suspect)
                        : mixed(m_theme.colors().card, m_theme.colors().muted, 0.75),
                 width(lit                               ? 3.5
                       : edge.type == dvm::EdgeType::Job ? 1.5
                                                         : 1.25));
        pen.setCapStyle(Qt::FlatCap);
        if (edge.type == dvm::EdgeType::Quoted)
            pen.setDashPattern({4, 3});
        else if (back)
            pen.setDashPattern({6, 2, 1, 2});
        return pen;
    }

    void paintEdge(std::size_t index)
    {
        const GraphEdge &edge = m_scene.shape.edges[index];
        const EdgeDrawing &drawing = m_scene.picture.edges[index];
        if (drawing.path.isEmpty())
            return;
        const bool unfaded =
            m_look.unfaded.empty() ||
            (isUnfaded(edge.from) && isUnfaded(edge.to) &&
             (m_look.selected < 0 || edge.from == m_look.selected || edge.to == m_look.selected));
        m_painter.setOpacity(unfaded ? 1 : fadedOpacity);
        const QPen pen = edgePen(edge, drawing.back);
        m_painter.setBrush(Qt::NoBrush);
        m_painter.setPen(pen);
        m_painter.drawPath(drawing.path);
        if (m_zoom < roughZoom)
            return;
        paintArrow(drawing, pen.color(), m_theme.scaled(isLit(edge.critical) ? 11 : 8));
        if (drawing.back && m_zoom >= readableZoom)
            paintBackMark(drawing, pen.color());
    }

    void paintArrow(const EdgeDrawing &drawing, const QColor &color, qreal length)
    {
        const QPointF across(-drawing.direction.y(), drawing.direction.x());
        const QPointF foot = drawing.tip - drawing.direction * length;
        m_painter.setPen(Qt::NoPen);
        m_painter.setBrush(color);
        m_painter.drawPolygon(
            QPolygonF{drawing.tip, foot + across * length * 0.5, foot - across * length * 0.5});
    }

    void paintBackMark(const EdgeDrawing &drawing, const QColor &color)
    {
        const qreal side = m_theme.scaled(16);
        const QRectF disc(drawing.middle - QPointF(side, side) / 2, QSizeF(side, side));
        m_painter.setPen(Qt::NoPen);
        m_painter.setBrush(m_theme.colors().card);
        m_painter.drawEllipse(disc);
        const qreal inset = m_theme.scaled(1);
        drawIcon(disc.adjusted(inset, inset, -inset, -inset), Icon::Refresh, color);
    }

    void paintBox(std::size_t index)
    {
        const GraphBox &box = m_scene.shape.boxes[index];
        const QRectF rect = m_scene.picture.boxes[index];
        const BoxWords &words = m_scene.words[index];
        const bool selected = static_cast<int>(index) == m_look.selected;
        m_painter.setOpacity(isUnfaded(static_cast<int>(index)) || selected ? 1 : fadedOpacity);
        if (!m_look.hits.empty() && m_look.hits[index])
            paintHalo(rect, m_theme.ink(Ink::Accent), 6, 0.30);
        paintSurface(box, rect, words.tone);
        if (m_zoom >= readableZoom)
            paintWords(words, rect);
        else
            paintShape(words.tone, rect);
        paintOutlines(box, rect, words.tone == Tone::Ghost, selected);
        if (m_zoom >= readableZoom)
            paintMarks(box, words, rect);
        else
            paintFarMarks(box, words, rect);
    }

    /// A broad band around a box.
    void paintHalo(const QRectF &rect, const QColor &color, qreal reach, double strength)
    {
        const qreal out = width(reach);
        m_painter.setPen(Qt::NoPen);
        m_painter.setBrush(mixed(m_theme.colors().card, color, strength));
        m_painter.drawRoundedRect(rect.adjusted(-out, -out, out, out), m_radius + out, m_radius + out);
    }

    void paintSurface(const GraphBox &box, const QRectF &rect, Tone boxTone)
    {
        const bool readable = m_zoom >= readableZoom;
        const QColor color = tone(boxTone);
        const QColor fill = boxTone == Tone::Ghost ? m_theme.colors().card
                            : readable             ? boxFill(m_theme, boxTone)
                                                   : mixed(m_theme.colors().card, color, strongTint);
        QPen pen(boxTone == Tone::Ghost ? m_theme.colors().text : mixed(fill, color, 0.6), width(1));
        if (boxTone == Tone::Ghost)
            pen.setDashPattern({5, 4});
        // A ghost's dashes would fill the gaps of those that mark it.
        const bool marked = box.cause || isLit(box.critical);
        m_painter.setPen(boxTone == Tone::Ghost && marked ? QPen(Qt::NoPen) : pen);
        m_painter.setBrush(fill);
        if (box.isFolded()) // more of them lie below
            for (const qreal step : {6.0, 3.0})
                m_painter.drawRoundedRect(rect.translated(m_theme.scaled(step), m_theme.scaled(step)),
                                          m_radius, m_radius);
        m_painter.drawRoundedRect(rect, m_radius, m_radius);
        if (!readable || boxTone == Tone::Ghost)
            return;
        m_painter.fillPath(strip(rect), color);
    }

    /// The left side of a box, within its round corners. As a path, since drawings (SVG) know no clipping.
    QPainterPath strip(const QRectF &rect) const
    {
        const qreal wide = m_theme.scaled(4);
        const QSizeF corner(2 * m_radius, 2 * m_radius);
        const qreal halfTurn = 180;
        const qreal begin = halfTurn - qRadiansToDegrees(std::acos((m_radius - wide) / m_radius));
        const QRectF top(rect.topLeft(), corner);
        const QRectF bottom(QPointF(rect.left(), rect.bottom() - corner.height()), corner);
        QPainterPath path;
        path.arcMoveTo(top, begin);
        path.arcTo(top, begin, halfTurn - begin);
        path.arcTo(bottom, halfTurn, halfTurn - begin);
        path.closeSubpath();
        return path;
    }

    /// In place of words, as long as it can be made out.
    void paintShape(Tone boxTone, const QRectF &rect)
    {
        constexpr qreal leastPixels = 8;
        const qreal side = rect.height() * 0.7;
        if (side * m_zoom >= leastPixels)
            drawIcon(QRectF(rect.center() - QPointF(side, side) / 2, QSizeF(side, side)), toneIcon(boxTone),
                     m_theme.ink(Ink::Text));
    }

    /// From afar marks are discs, as large as ever on the screen; what is said of boxes that are smaller than
    /// that becomes a dot, or the discs would hide each other.
    void paintFarMarks(const GraphBox &box, const BoxWords &words, const QRectF &rect)
    {
        constexpr qreal disc = 14;
        constexpr qreal dot = 3;
        if (box.cause)
            paintDisc(rect.topLeft(), 18, Icon::Cross, tone(Tone::Failed));
        if (!words.mark)
            return;
        if (rect.height() * m_zoom >= m_theme.scaled(disc)) {
            paintDisc(rect.bottomLeft(), disc, words.mark->icon, tone(words.mark->tone));
            return;
        }
        const qreal side = m_theme.scaled(dot) / m_zoom;
        m_painter.fillRect(QRectF(rect.bottomLeft() - QPointF(side, side) / 2, QSizeF(side, side)),
                           tone(words.mark->tone));
    }

    void paintDisc(const QPointF &middle, qreal pixels, Icon icon, const QColor &fill)
    {
        const qreal side = m_theme.scaled(pixels) / m_zoom;
        const QRectF disc(middle - QPointF(side, side) / 2, QSizeF(side, side));
        m_painter.setPen(QPen(m_theme.colors().card, 1.5 / m_zoom));
        m_painter.setBrush(fill);
        m_painter.drawEllipse(disc);
        const qreal inset = side / 5;
        drawIcon(disc.adjusted(inset, inset, -inset, -inset), icon, m_theme.colors().card);
    }

    void paintWords(const BoxWords &words, const QRectF &rect)
    {
        const qreal left = rect.left() + m_theme.scaled(12);
        const qreal room = rect.right() - m_theme.scaled(8) - left;
        qreal top = rect.top() + m_theme.scaled(8);
        const auto line = [&](const QFont &font, qreal after) {
            const qreal height = QFontMetricsF(font).height();
            const QRectF place(left, top, room, height);
            top += height + after;
            m_painter.setFont(font);
            return place;
        };
        const QRectF title = line(m_title, m_theme.scaled(1));
        m_painter.setPen(m_theme.ink(Ink::Text));
        paintElided(m_painter, title, words.title);
        const QRectF who = line(m_caption, m_theme.scaled(4));
        m_painter.setPen(m_theme.ink(Ink::Muted));
        paintElided(m_painter, who, words.who);
        const QRectF state = line(m_body, 0);
        const qreal side = m_theme.scaled(14);
        drawIcon({state.left(), state.center().y() - side / 2, side, side}, toneIcon(words.tone),
                 tone(words.tone));
        m_painter.setPen(m_theme.ink(Ink::Text));
        paintElided(m_painter, state.adjusted(side + m_theme.scaled(6), 0, 0, 0), words.state);
    }

    void paintOutlines(const GraphBox &box, const QRectF &rect, bool ghost, bool selected)
    {
        m_painter.setBrush(Qt::NoBrush);
        const auto outline = [&](const QColor &color, qreal pixels, qreal reach, bool dashed = false) {
            const qreal out = width(reach);
            QPen pen(color, width(pixels));
            if (dashed)
                pen.setDashPattern({4, 3});
            m_painter.setPen(pen);
            m_painter.drawRoundedRect(rect.adjusted(-out, -out, out, out), m_radius + out, m_radius + out);
        };
        if (box.cause)
            outline(tone(Tone::Failed), 2.5, 0.5, ghost);
        else if (isLit(box.critical))
            outline(pathColor(), 1.75, 0, ghost);
        if (box.asked && !selected)
            outline(m_theme.ink(Ink::Text), 1.5, 3.5);
        if (selected)
            outline(m_theme.ink(Ink::Accent), 2.5, 3.5);
    }

    qreal pillHeight() const { return QFontMetricsF(m_caption).height() + m_theme.scaled(2); }

    /// Words on the upper edge of a box, what is odd about it on the lower one; most of them outside, clear
    /// of what stands in the box.
    void paintMarks(const GraphBox &box, const BoxWords &words, const QRectF &rect)
    {
        constexpr qreal inside = 0.3;
        const qreal above = rect.top() - pillHeight() * (1 - inside);
        qreal left = rect.left() + m_theme.scaled(8);
        if (box.cause)
            left = paintPill({left, above}, tr("root cause"), Icon::Cross, tone(Tone::Failed)) +
                   m_theme.scaled(4);
        if (box.asked)
            paintPill({left, above}, tr("this job"), Icon::Jobs, m_theme.ink(Ink::Text));
        const qreal below = rect.bottom() - pillHeight() * inside;
        left = rect.left() + m_theme.scaled(8);
        if (words.mark)
            left = paintPill({left, below}, words.mark->word, words.mark->icon, tone(words.mark->tone)) +
                   m_theme.scaled(4);
        if (box.inCycle)
            paintPill({left, below}, tr("in a circle"), Icon::Refresh, tone(Tone::Suspect));
    }

    /// From the top left corner `at`; gives its right end.
    qreal paintPill(const QPointF &at, const QString &text, Icon icon, const QColor &fill)
    {
        const QFontMetricsF metrics(m_caption);
        const qreal side = m_theme.scaled(12);
        const qreal inset = m_theme.scaled(6);
        const qreal height = pillHeight();
        const QRectF pill(at.x(), at.y(),
                          metrics.horizontalAdvance(text) + side + m_theme.scaled(4) + 2 * inset, height);
        const QColor ink = m_theme.colors().card;
        m_painter.setPen(QPen(ink, width(1.5)));
        m_painter.setBrush(fill);
        m_painter.drawRoundedRect(pill, height / 2, height / 2);
        paintIcon(m_painter, QRectF(pill.left() + inset, pill.center().y() - side / 2, side, side), icon,
                  ink);
        m_painter.setFont(m_caption);
        m_painter.setPen(ink);
        m_painter.drawText(pill.adjusted(inset + side + m_theme.scaled(4), 0, 0, 0),
                           Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, text);
        return pill.right();
    }

    QPainter &m_painter;
    const Theme &m_theme;
    const GraphScene &m_scene;
    const GraphLook &m_look;
    qreal m_zoom;
    qreal m_radius;
    QFont m_title;
    QFont m_body;
    QFont m_caption;
};

} // namespace

QSizeF boxSize(const Theme &theme)
{
    const qreal title = QFontMetricsF(theme.font(TextSize::Body, TextWeight::Strong)).height();
    const qreal caption = QFontMetricsF(theme.font(TextSize::Caption)).height();
    const qreal body = QFontMetricsF(theme.font()).height();
    return {std::ceil(theme.scaled(180)), std::ceil(title + caption + body + theme.scaled(8 + 1 + 4 + 9))};
}

layout::Options layoutOptions(const Theme &theme)
{
    const auto length = [&](qreal pixels) {
        return static_cast<layout::Length>(std::lround(theme.scaled(pixels)));
    };
    layout::Options options;
    options.layerGap = length(40);
    options.nodeGap = length(28);
    options.edgeGap = length(14);
    options.componentGap = length(48);
    return options;
}

QColor boxFill(const Theme &theme, Tone tone)
{
    return mixed(theme.colors().card, theme.color(tone), tint);
}

void paintGraph(QPainter &painter, const Theme &theme, const GraphScene &scene, const GraphLook &look,
                const QRectF &visible, qreal zoom)
{
    painter.save();
    GraphPainter(painter, theme, scene, look, zoom).paint(visible);
    painter.restore();
}

void paintMiniMap(QPainter &painter, const Theme &theme, const GraphScene &scene, const QRectF &map,
                  const QRectF &view)
{
    painter.save();
    paintCard(painter, map, theme, theme.colors().card);
    const qreal inset = theme.scaled(4);
    const QRectF inside = map.adjusted(inset, inset, -inset, -inset);
    const qreal scale = inside.width() / std::max<qreal>(1, scene.picture.bounds.width());
    painter.setClipRect(map);
    painter.setPen(Qt::NoPen);
    for (std::size_t i = 0; i < scene.shape.boxes.size(); ++i) {
        const QRectF box = scene.picture.boxes[i];
        QRectF small(inside.topLeft() + box.topLeft() * scale, box.size() * scale);
        small.setSize(small.size().expandedTo({1.5, 1.5}));
        const QColor tone = theme.color(scene.words[i].tone);
        const bool failed = scene.shape.boxes[i].failed;
        painter.fillRect(small, failed ? tone : mixed(theme.colors().card, tone, strongTint));
        if (scene.shape.boxes[i].cause)
            painter.fillRect(small.adjusted(-1.5, -1.5, 1.5, 1.5), theme.color(Tone::Failed));
    }
    const QRectF seen(inside.topLeft() + view.topLeft() * scale, view.size() * scale);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.ink(Ink::Accent), 1.5));
    painter.drawRect(seen.intersected(map.adjusted(1, 1, -1, -1)));
    painter.restore();
}

} // namespace dvmdash::ui
