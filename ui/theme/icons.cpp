// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/icons.h"

#include "ui/theme/theme.h"

#include <QFile>
#include <QIconEngine>
#include <QPaintDevice>
#include <QPainter>
#include <QPixmapCache>
#include <QPointer>
#include <QSvgRenderer>

#include <variant>

// Outside of the namespace, as Q_INIT_RESOURCE demands. The icons sit in a static library, so nothing else
// would pull them into the program.
static void initIconResources()
{
    Q_INIT_RESOURCE(dvmdash_icons);
}

namespace dvmdash::ui
{

namespace
{

QByteArray iconSource(Icon icon)
{
    static const bool initialised = [] {
        initIconResources();
        return true;
    }();
    Q_UNUSED(initialised)
    QFile file(QStringLiteral(":/icons/") + iconName(icon) + QStringLiteral(".svg"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return file.readAll();
}

/// Paints one icon in a colour that is looked up at the time of painting.
class ThemedIconEngine : public QIconEngine
{
public:
    ThemedIconEngine(const Theme &theme, Icon icon, std::variant<Ink, Tone> color)
        : m_theme(&theme)
        , m_icon(icon)
        , m_color(color)
    {
    }

    QIconEngine *clone() const override { return new ThemedIconEngine(*this); }
    bool isNull() override { return m_theme.isNull(); }
    QString key() const override { return QStringLiteral("dvmdash-themed"); }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        if (m_theme)
            paintIcon(*painter, rect, m_icon, color(mode));
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        return scaledPixmap(size, mode, state, 1);
    }

    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State, qreal scale) override
    {
        // QIcon passes device pixels here and sets the ratio on what it gets.
        if (!m_theme)
            return {};
        Q_UNUSED(scale)
        return iconPixmap(m_icon, color(mode), qMin(size.width(), size.height()), 1);
    }

private:
    QColor color(QIcon::Mode mode) const
    {
        if (mode == QIcon::Disabled)
            return m_theme->ink(Ink::Disabled);
        if (const auto *tone = std::get_if<Tone>(&m_color))
            return m_theme->color(*tone);
        return m_theme->ink(std::get<Ink>(m_color));
    }

    QPointer<const Theme> m_theme;
    Icon m_icon;
    std::variant<Ink, Tone> m_color;
};

} // namespace

QString iconName(Icon icon)
{
    switch (icon) {
    case Icon::Add:
        return QStringLiteral("add");
    case Icon::Alerts:
        return QStringLiteral("alerts");
    case Icon::ArrowDown:
        return QStringLiteral("arrow-down");
    case Icon::ArrowUp:
        return QStringLiteral("arrow-up");
    case Icon::Check:
        return QStringLiteral("check");
    case Icon::ChevronDown:
        return QStringLiteral("chevron-down");
    case Icon::ChevronLeft:
        return QStringLiteral("chevron-left");
    case Icon::ChevronRight:
        return QStringLiteral("chevron-right");
    case Icon::ChevronUp:
        return QStringLiteral("chevron-up");
    case Icon::Clock:
        return QStringLiteral("clock");
    case Icon::Close:
        return QStringLiteral("close");
    case Icon::Coin:
        return QStringLiteral("coin");
    case Icon::Columns:
        return QStringLiteral("columns");
    case Icon::Copy:
        return QStringLiteral("copy");
    case Icon::Cross:
        return QStringLiteral("cross");
    case Icon::DotRing:
        return QStringLiteral("dot-ring");
    case Icon::Dvms:
        return QStringLiteral("dvms");
    case Icon::Edit:
        return QStringLiteral("edit");
    case Icon::Equal:
        return QStringLiteral("equal");
    case Icon::Export:
        return QStringLiteral("export");
    case Icon::External:
        return QStringLiteral("external");
    case Icon::Filter:
        return QStringLiteral("filter");
    case Icon::Help:
        return QStringLiteral("help");
    case Icon::HollowRing:
        return QStringLiteral("hollow-ring");
    case Icon::Image:
        return QStringLiteral("image");
    case Icon::Jobs:
        return QStringLiteral("jobs");
    case Icon::Kinds:
        return QStringLiteral("kinds");
    case Icon::Live:
        return QStringLiteral("live");
    case Icon::Lock:
        return QStringLiteral("lock");
    case Icon::Logo:
        return QStringLiteral("logo");
    case Icon::Menu:
        return QStringLiteral("menu");
    case Icon::Moon:
        return QStringLiteral("moon");
    case Icon::Network:
        return QStringLiteral("network");
    case Icon::Overview:
        return QStringLiteral("overview");
    case Icon::Pause:
        return QStringLiteral("pause");
    case Icon::Play:
        return QStringLiteral("play");
    case Icon::Question:
        return QStringLiteral("question");
    case Icon::Record:
        return QStringLiteral("record");
    case Icon::Refresh:
        return QStringLiteral("refresh");
    case Icon::Relays:
        return QStringLiteral("relays");
    case Icon::Remove:
        return QStringLiteral("remove");
    case Icon::Search:
        return QStringLiteral("search");
    case Icon::Settings:
        return QStringLiteral("settings");
    case Icon::Storage:
        return QStringLiteral("storage");
    case Icon::Sun:
        return QStringLiteral("sun");
    case Icon::Triangle:
        return QStringLiteral("triangle");
    }
    return {};
}

Icon toneIcon(Tone tone)
{
    switch (tone) {
    case Tone::Delivered:
        return Icon::Check;
    case Tone::Running:
        return Icon::DotRing;
    case Tone::Waiting:
        return Icon::HollowRing;
    case Tone::Payment:
        return Icon::Coin;
    case Tone::Failed:
        return Icon::Cross;
    case Tone::Stalled:
        return Icon::Clock;
    case Tone::Suspect:
        return Icon::Triangle;
    case Tone::Ghost:
        return Icon::Question;
    }
    return Icon::Question;
}

QPixmap iconPixmap(Icon icon, const QColor &color, qreal size, qreal devicePixelRatio)
{
    const int side = qMax(1, qRound(size * devicePixelRatio));
    const QString key = QStringLiteral("dvmdash:%1:%2:%3:%4")
                            .arg(static_cast<int>(icon))
                            .arg(color.rgba())
                            .arg(side)
                            .arg(devicePixelRatio);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;

    QByteArray source = iconSource(icon);
    source.replace("currentColor", color.name(QColor::HexRgb).toLatin1());
    QSvgRenderer renderer(source);
    pixmap = QPixmap(side, side);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setOpacity(color.alphaF());
    renderer.render(&painter, QRectF(0, 0, side, side));
    painter.end();
    pixmap.setDevicePixelRatio(devicePixelRatio);
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

void paintIcon(QPainter &painter, const QRectF &rect, Icon icon, const QColor &color)
{
    const qreal side = qMin(rect.width(), rect.height());
    const qreal ratio = painter.device()->devicePixelRatioF();
    // Whole pixels keep the strokes sharp.
    const QPointF corner(qRound((rect.center().x() - side / 2) * ratio) / ratio,
                         qRound((rect.center().y() - side / 2) * ratio) / ratio);
    painter.drawPixmap(corner, iconPixmap(icon, color, side, ratio));
}

QIcon themedIcon(const Theme &theme, Icon icon, Ink ink)
{
    return QIcon(new ThemedIconEngine(theme, icon, ink));
}

QIcon themedIcon(const Theme &theme, Icon icon, Tone tone)
{
    return QIcon(new ThemedIconEngine(theme, icon, tone));
}

} // namespace dvmdash::ui
