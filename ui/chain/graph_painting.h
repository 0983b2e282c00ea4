// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/chain/graph_scene.h"

#include <QSizeF>

class QPainter;

namespace dvmdash::ui
{

class Theme;

/// Below this zoom boxes are coloured rectangles without words: they could not be read.
inline constexpr qreal readableZoom = 0.45;

/// What the reader chose to see.
struct GraphLook {
    bool critical = true;      ///< the critical path is thick
    int selected = -1;         ///< box
    std::vector<bool> unfaded; ///< boxes that are not faded; empty: all
    std::vector<bool> hits;    ///< boxes that the search found; empty: none
};

/// The size of all boxes: three lines of text.
QSizeF boxSize(const Theme &theme);
/// The gaps that the marks of boxes and the arrows of lines need.
layout::Options layoutOptions(const Theme &theme);

/// Tint of a box by its tone; muted text can be read on it (a test holds this).
QColor boxFill(const Theme &theme, Tone tone);

/// Draws what meets `visible` (pixels at zoom 1), the painter being scaled by `zoom` already.
void paintGraph(QPainter &painter, const Theme &theme, const GraphScene &scene, const GraphLook &look,
                const QRectF &visible, qreal zoom);

/// All of the graph into `map`, small: boxes in the colours of their tones, `view` framed.
void paintMiniMap(QPainter &painter, const Theme &theme, const GraphScene &scene, const QRectF &map,
                  const QRectF &view);

} // namespace dvmdash::ui
