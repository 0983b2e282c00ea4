// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"

#include "ui/theme/style_sheet.h"

#include <QApplication>
#include <QEvent>
#include <QFontInfo>
#include <QFontMetricsF>
#include <QStyle>
#include <QToolTip>
#include <QVariant>

#include <algorithm>

namespace dvmdash::ui
{

namespace
{

const char themeProperty[] = "dvmdashTheme";

constexpr qreal referenceLineHeight = 16;
constexpr int longestMotionMs = 150;

Theme *attachedTo(const QObject *object)
{
    return qobject_cast<Theme *>(object->property(themeProperty).value<QObject *>());
}

QFont sized(QFont font, TextSize size)
{
    qreal factor = 1;
    switch (size) {
    case TextSize::Caption:
        factor = 0.88;
        break;
    case TextSize::Body:
        break;
    case TextSize::Figure:
        factor = 1.75;
        break;
    }
    if (font.pointSizeF() > 0)
        font.setPointSizeF(font.pointSizeF() * factor);
    else
        font.setPixelSize(qRound(font.pixelSize() * factor));
    return font;
}

/// FNV-1a: small, stable over runs and platforms (qHash is neither).
quint32 stableHash(QByteArrayView bytes)
{
    quint32 hash = 2166136261U;
    for (const char byte : bytes)
        hash = (hash ^ static_cast<quint8>(byte)) * 16777619U;
    return hash;
}

} // namespace

Theme::Theme(QObject *parent)
    : QObject(parent)
    , m_body(chooseBodyFont(QApplication::font()))
    , m_number(chooseNumberFont(m_body))
    , m_mono(chooseMonoFont(m_body))
    , m_scale(QFontMetricsF(m_body).height() / referenceLineHeight)
{
    readSystem();
    m_dark = m_systemDark;
}

Theme::~Theme()
{
    if (qApp && attachedTo(qApp) == this)
        qApp->setProperty(themeProperty, QVariant());
}

void Theme::install(QApplication &app)
{
    m_app = &app;
    attach(app);
    app.installEventFilter(this);
    app.setStyleSheet({}); // its own style would stand in for the one asked for here
    // Not again when it is there: Qt loses a style that was set before the application was made.
    if (QApplication::style()->name().compare(QLatin1String("fusion"), Qt::CaseInsensitive) != 0)
        QApplication::setStyle(QStringLiteral("Fusion"));
    QApplication::setFont(m_body);
    QToolTip::setFont(m_body);
    refresh();
}

void Theme::attach(QObject &scope)
{
    scope.setProperty(themeProperty, QVariant::fromValue<QObject *>(this));
}

Theme &Theme::of(const QObject *object)
{
    for (; object; object = object->parent()) {
        if (auto *theme = attachedTo(object))
            return *theme;
    }
    if (auto *theme = attachedTo(qApp))
        return *theme;
    auto *theme = new Theme(qApp);
    theme->attach(*qApp);
    return *theme;
}

void Theme::setMode(Mode mode)
{
    m_mode = mode;
    refresh();
}

bool Theme::looksDark(const QPalette &palette)
{
    return palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness();
}

QColor Theme::ink(Ink ink) const
{
    switch (ink) {
    case Ink::Text:
        return colors().text;
    case Ink::Muted:
        return colors().muted;
    case Ink::Accent:
        return colors().accent;
    case Ink::OnAccent:
        return colors().onAccent;
    case Ink::Disabled:
        return colors().disabled;
    }
    return {};
}

QColor Theme::seriesColor(int index) const
{
    return colors().hues[static_cast<std::size_t>(qAbs(index) % hueCount)];
}

QColor Theme::kindColor(int kind) const
{
    // Neighbouring kinds (5000, 5001, 5002, and the tens 5050, 5100, 5200) fall on different hues; the kind
    // of a result (request + 1000) shares the hue of its request.
    const int number = kind >= 6000 && kind < 7000 ? kind - 1000 : kind;
    return seriesColor(number % 10 + number / 10 % 10 * 3 + number / 100 % 10 * 5);
}

QColor Theme::dvmColor(const QString &pubkey) const
{
    return seriesColor(static_cast<int>(stableHash(pubkey.toLatin1()) % hueCount));
}

QFont Theme::font(TextSize size, TextWeight weight) const
{
    QFont font = sized(m_body, size);
    font.setWeight(weight == TextWeight::Strong ? QFont::DemiBold : QFont::Normal);
    return font;
}

QFont Theme::numberFont(TextSize size, TextWeight weight) const
{
    QFont font = sized(m_number, size);
    font.setWeight(weight == TextWeight::Strong ? QFont::DemiBold : QFont::Normal);
    return font;
}

QFont Theme::monoFont(TextSize size) const
{
    return sized(m_mono, size);
}

int Theme::space(Space step) const
{
    switch (step) {
    case Space::Xs:
        return qRound(scaled(4));
    case Space::S:
        return qRound(scaled(8));
    case Space::M:
        return qRound(scaled(12));
    case Space::L:
        return qRound(scaled(16));
    case Space::Xl:
        return qRound(scaled(24));
    case Space::Xxl:
        return qRound(scaled(32));
    }
    return 0;
}

int Theme::motion() const
{
    const int asked = QApplication::style()->styleHint(QStyle::SH_Widget_Animation_Duration);
    return std::clamp(asked, 0, longestMotionMs);
}

bool Theme::eventFilter(QObject *watched, QEvent *event)
{
    // The system switched between light and dark. Our own palette hides the system's, so it is lifted to
    // look.
    if (watched == m_app && event->type() == QEvent::ThemeChange && m_mode == Mode::System && !m_refreshing)
        QMetaObject::invokeMethod(
            this, [this] { readSystem(), refresh(); }, Qt::QueuedConnection);
    return QObject::eventFilter(watched, event);
}

void Theme::readSystem()
{
    if (m_app) {
        m_refreshing = true;
        QApplication::setPalette(QPalette());
        m_refreshing = false;
    }
    m_systemDark = looksDark(QApplication::palette());
}

void Theme::refresh()
{
    const bool dark = m_mode == Mode::System ? m_systemDark : m_mode == Mode::Dark;
    const bool different = dark != m_dark;
    m_dark = dark;
    if (m_app) {
        m_refreshing = true;
        const QPalette palette = makePalette(colors());
        QApplication::setPalette(palette);
        QToolTip::setPalette(palette);
        m_app->setStyleSheet(makeStyleSheet(*this));
        // A new style sheet puts back the palettes that widgets had when they were polished, and with them
        // the old colours of those that had answered the change of palette: they are told of it once more.
        const auto widgets = QApplication::allWidgets();
        for (QWidget *widget : widgets) {
            QEvent again(QEvent::PaletteChange);
            QApplication::sendEvent(widget, &again);
        }
        m_refreshing = false;
    }
    if (different)
        Q_EMIT changed();
}

} // namespace dvmdash::ui
