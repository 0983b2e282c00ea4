// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/colors.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"

#include <QFont>
#include <QIcon>
#include <QObject>

class QApplication;

namespace dvmdash::ui
{

/// Steps of space between things, 4 8 12 16 24 32 at the reference text size, growing with the text.
enum class Space { Xs, S, M, L, Xl, Xxl };

/// The looks of the program: colours of light and dark, fonts, spaces, icons. The application owns one and
/// installs it; widgets find it with Theme::of(this) and repaint on the palette change that every switch
/// brings. GUI thread only.
///
///     Theme theme;
///     theme.install(app);
///     theme.setMode(Theme::Mode::Dark);
class Theme : public QObject
{
    Q_OBJECT
public:
    enum class Mode { System, Light, Dark };
    Q_ENUM(Mode)

    /// Reads fonts and palette of the platform; call after QApplication and before anything changed them.
    explicit Theme(QObject *parent = nullptr);
    ~Theme() override;

    /// Fusion, palette, fonts and style sheet of the application, and the theme that `of` finds everywhere.
    void install(QApplication &app);
    /// Makes `of` find this theme for `scope` and everything below it, without touching the application.
    void attach(QObject &scope);
    /// The theme of the nearest parent that has one, else of the application; made on first use when none was
    /// installed (tests of one widget).
    static Theme &of(const QObject *object);

    Mode mode() const { return m_mode; }
    /// Switches and emits changed() when the appearance changes.
    void setMode(Mode mode);
    bool isDark() const { return m_dark; }
    /// True when text is lighter than the window behind it.
    static bool looksDark(const QPalette &palette);

    const Colors &colors() const { return m_dark ? darkColors() : lightColors(); }
    QColor color(Tone tone) const { return colors().tones[static_cast<std::size_t>(tone)]; }
    QColor color(Hue hue) const { return colors().hues[static_cast<std::size_t>(hue)]; }
    QColor ink(Ink ink) const;
    /// The hue of the n-th series of a chart; the order repeats after hueCount.
    QColor seriesColor(int index) const;
    /// One colour a kind, everywhere and in every run.
    QColor kindColor(int kind) const;
    /// One colour a DVM, from its public key in hex.
    QColor dvmColor(const QString &pubkey) const;

    QFont font(TextSize size = TextSize::Body, TextWeight weight = TextWeight::Regular) const;
    /// As font(), with tabular digits on every platform.
    QFont numberFont(TextSize size = TextSize::Body, TextWeight weight = TextWeight::Regular) const;
    QFont monoFont(TextSize size = TextSize::Body) const;

    int space(Space step) const;
    /// `pixels` at the reference text size (16 px line), scaled to the text size of this platform.
    qreal scaled(qreal pixels) const { return pixels * m_scale; }
    /// Side of an icon beside body text.
    int iconSize() const { return qRound(scaled(16)); }
    qreal cornerRadius() const { return scaled(6); }
    /// Length of a motion in ms: at most 150, 0 when the system asks for none.
    int motion() const;

    QIcon icon(Icon icon, Ink ink = Ink::Text) const { return themedIcon(*this, icon, ink); }
    QIcon icon(Icon icon, Tone tone) const { return themedIcon(*this, icon, tone); }
    QIcon icon(Tone tone) const { return themedIcon(*this, toneIcon(tone), tone); }

    bool eventFilter(QObject *watched, QEvent *event) override;

Q_SIGNALS:
    /// Colours changed; everything painted with them is repainted anyway, this is for cached drawings.
    void changed();

private:
    void refresh();
    void readSystem();

    Mode m_mode = Mode::System;
    bool m_systemDark = false;
    bool m_dark = false;
    bool m_refreshing = false;
    QApplication *m_app = nullptr;
    QFont m_body;
    QFont m_number;
    QFont m_mono;
    qreal m_scale = 1;
};

} // namespace dvmdash::ui
