// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPalette>

#include <array>

namespace dvmdash::ui
{

/// What a state means to the reader. Each has a colour, a shape (see toneIcon) and, where it is used, a word:
/// never the colour alone.
enum class Tone {
    Delivered, ///< delivered, healthy
    Running,   ///< running, accepted
    Waiting,   ///< waiting, unserved, unobserved
    Payment,   ///< payment asked or made
    Failed,    ///< failed, error
    Stalled,   ///< stalled, ignored, late
    Suspect,   ///< suspect, warning
    Ghost,     ///< referred to, never seen: drawn in the text colour with a dashed outline
};
inline constexpr int toneCount = 8;

/// The inks of text and icons that carry no state.
enum class Ink { Text, Muted, Accent, OnAccent, Disabled };

/// The hues of chart series in order. The first two have fixed meanings in every chart.
enum class Hue { Requests, Results, Orange, Purple, Vermilion, Yellow, Cyan, Grey };
inline constexpr int hueCount = 8;

/// Every colour of one appearance. Text colours (text, muted, accent, tones, hues) reach 4.5:1 on `window`
/// and `card`; text and muted also on `hover` and `selected`. A test holds this.
struct Colors {
    QColor window;   ///< behind the cards
    QColor card;     ///< cards, tables, inputs
    QColor hover;    ///< under the pointer
    QColor selected; ///< selected row, checked segment
    QColor skeleton; ///< bars of a loading page
    QColor hairline; ///< lines that divide
    QColor border;   ///< lines that can be acted on: inputs, buttons
    QColor text;
    QColor muted;
    QColor disabled;
    QColor accent; ///< focus, links, primary button
    QColor onAccent;
    std::array<QColor, toneCount> tones;
    std::array<QColor, hueCount> hues;
};

const Colors &lightColors();
const Colors &darkColors();

/// The Qt palette for these colours.
QPalette makePalette(const Colors &colors);

/// Contrast ratio after WCAG 2.1 (relative luminance), 1 to 21. Alpha is ignored.
double contrastRatio(const QColor &a, const QColor &b);

/// `amount` of `over` (0 to 1) laid on `under`, opaque.
QColor mixed(const QColor &under, const QColor &over, double amount);

} // namespace dvmdash::ui
