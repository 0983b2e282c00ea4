// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/colors.h"

#include <algorithm>
#include <cmath>

namespace dvmdash::ui
{

namespace
{

QColor rgb(unsigned value)
{
    return QColor::fromRgb(value);
}

double linear(double channel)
{
    return channel <= 0.03928 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &color)
{
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

} // namespace

const Colors &lightColors()
{
    static const Colors colors{
        .window = rgb(0xF8F8F6),
        .card = rgb(0xFFFFFF),
        .hover = rgb(0xF1F2F0),
        .selected = rgb(0xDFEAF3),
        .skeleton = rgb(0xE9E9E5),
        .hairline = rgb(0xE4E4DF),
        .border = rgb(0xC4C5C0),
        .text = rgb(0x1C1E21),
        .muted = rgb(0x5A5F66),
        .disabled = rgb(0x9A9DA2),
        .accent = rgb(0x0072B2),
        .onAccent = rgb(0xFFFFFF),
        .tones = {rgb(0x00795A), rgb(0x0072B2), rgb(0x6B7280), rgb(0x9A6700), rgb(0xC4391D), rgb(0x8A4FA0),
                  rgb(0x8C5A00), rgb(0x1C1E21)},
        .hues = {rgb(0x0072B2), rgb(0x00795A), rgb(0xA85B00), rgb(0xA8437C), rgb(0xC4391D), rgb(0x736600),
                 rgb(0x1D7A8C), rgb(0x5F6670)},
    };
    return colors;
}

const Colors &darkColors()
{
    static const Colors colors{
        .window = rgb(0x131619),
        .card = rgb(0x1A1E22),
        .hover = rgb(0x22272C),
        .selected = rgb(0x22384A),
        .skeleton = rgb(0x272D33),
        .hairline = rgb(0x2A3036),
        .border = rgb(0x454D56),
        .text = rgb(0xE7E9EC),
        .muted = rgb(0xA0A8B2),
        .disabled = rgb(0x666E77),
        .accent = rgb(0x56B4E9),
        .onAccent = rgb(0x0D1216),
        .tones = {rgb(0x3CC9A0), rgb(0x56B4E9), rgb(0x9AA3AF), rgb(0xE6B450), rgb(0xFF8066), rgb(0xCF9BE6),
                  rgb(0xF0C24B), rgb(0xE7E9EC)},
        .hues = {rgb(0x56B4E9), rgb(0x3CC9A0), rgb(0xF0A030), rgb(0xE58FC0), rgb(0xFF8066), rgb(0xE9DF57),
                 rgb(0x7AD0DC), rgb(0xB5BBC4)},
    };
    return colors;
}

QPalette makePalette(const Colors &c)
{
    QPalette palette;
    palette.setColor(QPalette::Window, c.window);
    palette.setColor(QPalette::WindowText, c.text);
    palette.setColor(QPalette::Base, c.card);
    palette.setColor(QPalette::AlternateBase, c.card);
    palette.setColor(QPalette::Text, c.text);
    palette.setColor(QPalette::PlaceholderText, c.muted);
    palette.setColor(QPalette::Button, c.card);
    palette.setColor(QPalette::ButtonText, c.text);
    palette.setColor(QPalette::BrightText, c.tones[static_cast<int>(Tone::Failed)]);
    palette.setColor(QPalette::ToolTipBase, c.card);
    palette.setColor(QPalette::ToolTipText, c.text);
    palette.setColor(QPalette::Highlight, c.selected);
    palette.setColor(QPalette::HighlightedText, c.text);
    palette.setColor(QPalette::Link, c.accent);
    palette.setColor(QPalette::LinkVisited, c.accent);
    palette.setColor(QPalette::Light, mixed(c.card, c.border, 0.2));
    palette.setColor(QPalette::Midlight, c.hairline);
    palette.setColor(QPalette::Mid, c.border);
    palette.setColor(QPalette::Dark, mixed(c.border, c.text, 0.2));
    palette.setColor(QPalette::Shadow, mixed(c.window, QColor(Qt::black), 0.5));
    for (const auto role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        palette.setColor(QPalette::Disabled, role, c.disabled);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, c.hover);
    return palette;
}

double contrastRatio(const QColor &a, const QColor &b)
{
    const auto [dark, light] = std::minmax({luminance(a), luminance(b)});
    return (light + 0.05) / (dark + 0.05);
}

QColor mixed(const QColor &under, const QColor &over, double amount)
{
    const auto channel = [amount](int low, int high) {
        return static_cast<int>(std::lround(low + (high - low) * amount));
    };
    return QColor(channel(under.red(), over.red()), channel(under.green(), over.green()),
                  channel(under.blue(), over.blue()));
}

} // namespace dvmdash::ui
