// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/colors.h"

#include <QIcon>
#include <QPixmap>
#include <QString>

class QPainter;

namespace dvmdash::ui
{

class Theme;

/// The icons of resources/icons: one family on a 20 px grid with 1.5 px strokes, drawn in any colour.
enum class Icon {
    Add,
    Alerts,
    ArrowDown,
    ArrowUp,
    Check,
    ChevronDown,
    ChevronLeft,
    ChevronRight,
    ChevronUp,
    Clock,
    Close,
    Coin,
    Columns,
    Copy,
    Cross,
    DotRing,
    Dvms,
    Edit,
    Equal,
    Export,
    External,
    Filter,
    Help,
    HollowRing,
    Image,
    Jobs,
    Kinds,
    Live,
    Lock,
    Logo,
    Menu,
    Moon,
    Network,
    Overview,
    Pause,
    Play,
    Question,
    Record,
    Refresh,
    Relays,
    Remove,
    Search,
    Settings,
    Storage,
    Sun,
    Triangle,
};
inline constexpr int iconCount = static_cast<int>(Icon::Triangle) + 1;

/// The file name without suffix, for example "chevron-down".
QString iconName(Icon icon);

/// The shape that stands beside the colour of a state.
Icon toneIcon(Tone tone);

/// The icon at `size` device-independent pixels, rendered for `devicePixelRatio`. Cached by QPixmapCache.
QPixmap iconPixmap(Icon icon, const QColor &color, qreal size, qreal devicePixelRatio);

/// Draws the icon into `rect` (kept square and centred) at the resolution of the painter's device.
void paintIcon(QPainter &painter, const QRectF &rect, Icon icon, const QColor &color);

/// An icon whose colour is asked of `theme` each time it is drawn, so it follows light and dark by itself.
/// Disabled states use the disabled colour. An icon that outlives its theme draws nothing.
QIcon themedIcon(const Theme &theme, Icon icon, Ink ink);
QIcon themedIcon(const Theme &theme, Icon icon, Tone tone);

} // namespace dvmdash::ui
