// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/top_bar.h"

#include "ui/models/window_choice.h"
#include "ui/theme/theme.h"
#include "ui/widgets/format.h"
#include "ui/widgets/search_field.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/state_chip.h"
#include "ui/window/custom_window_popup.h"

#include <QActionGroup>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QToolButton>

#include <array>

namespace dvmdash::ui
{

namespace
{

constexpr std::array<WindowChoice::Span, 7> spans{
    WindowChoice::Span::Hour,   WindowChoice::Span::Day,     WindowChoice::Span::Week,
    WindowChoice::Span::Month,  WindowChoice::Span::Quarter, WindowChoice::Span::All,
    WindowChoice::Span::Custom,
};

QString idOf(WindowChoice::Span span)
{
    return QString::number(static_cast<int>(span));
}

} // namespace

TopBar::TopBar(WindowChoice &choice, Theme &theme, const QString &note, QWidget *parent)
    : QWidget(parent)
    , m_choice(choice)
    , m_theme(theme)
    , m_logo(new QLabel(this))
    , m_name(new QLabel(QStringLiteral("DVMDash"), this))
    , m_note(new StateChip(Tone::Suspect, note, this))
    , m_search(new SearchField(tr("Search id, npub, kind or words"), this))
    , m_windows(new SegmentedControl(tr("Time window"), this))
    , m_custom(new CustomWindowPopup(this))
    , m_appearance(new QToolButton(this))
    , m_appearanceMenu(new QMenu(this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(theme.space(Space::L), theme.space(Space::S), theme.space(Space::L),
                               theme.space(Space::S));
    layout->setSpacing(theme.space(Space::S));
    layout->addWidget(m_logo);
    layout->addWidget(m_name);
    layout->addWidget(m_note);
    layout->addStretch(1);
    layout->addWidget(m_search, 4);
    layout->addStretch(1);
    layout->addWidget(m_windows);
    layout->addWidget(m_appearance);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);

    m_name->setFont(theme.font(TextSize::Body, TextWeight::Strong));
    m_note->setVisible(!note.isEmpty());
    m_note->setObjectName(QStringLiteral("window.note"));
    m_search->setObjectName(QStringLiteral("window.search"));
    m_search->setFocusKeys(QKeySequence(Qt::CTRL | Qt::Key_K));
    m_search->setMinimumWidth(qRound(theme.scaled(240)));
    connect(m_search, &SearchField::submitted, this, [this](const QString &text) {
        if (!text.isEmpty())
            Q_EMIT searched(text);
    });
    fillWindows();
    fillThemeMenu();
    restyle();
}

void TopBar::explainNote(Tone tone, const QString &text)
{
    m_note->setState(tone, m_note->word());
    m_note->setToolTip(text);
}

void TopBar::fillWindows()
{
    m_windows->setObjectName(QStringLiteral("window.span"));
    for (const auto span : spans)
        m_windows->addSegment(idOf(span), WindowChoice::spanName(span));
    connect(m_windows, &SegmentedControl::clicked, this, &TopBar::chooseWindow);
    connect(&m_choice, &WindowChoice::changed, this, &TopBar::showChoice);
    connect(m_custom, &CustomWindowPopup::chosen, &m_choice, &WindowChoice::setCustom);
    // Left without choosing: the control says again what is in effect.
    connect(m_custom, &CustomWindowPopup::closed, this, &TopBar::showChoice);
    showChoice();
}

void TopBar::chooseWindow(const QString &id)
{
    const auto span = static_cast<WindowChoice::Span>(id.toInt());
    if (span != WindowChoice::Span::Custom) {
        m_choice.setSpan(span);
        return;
    }
    constexpr qint64 month = 30 * 24 * 3600;
    engine::TimeWindow window = m_choice.window(format::nowS());
    if (window.since == 0) // all: nobody means 1970
        window.since = window.until - month;
    m_custom->open(*m_windows, window);
}

void TopBar::showChoice()
{
    m_windows->setCurrent(idOf(m_choice.span()));
    const engine::TimeWindow window = m_choice.window(format::nowS());
    m_windows->setToolTip(
        m_choice.span() == WindowChoice::Span::Custom
            ? tr("%1 to %2").arg(format::localTime(window.since), format::localTime(window.until))
            : QString());
}

void TopBar::fillThemeMenu()
{
    auto *group = new QActionGroup(this);
    struct Entry {
        Theme::Mode mode;
        QString text;
    };
    const std::array<Entry, 3> entries{{{Theme::Mode::System, tr("As the system")},
                                        {Theme::Mode::Light, tr("Light")},
                                        {Theme::Mode::Dark, tr("Dark")}}};
    for (const Entry &entry : entries) {
        QAction *action = m_appearanceMenu->addAction(entry.text);
        action->setCheckable(true);
        action->setChecked(m_theme.mode() == entry.mode);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, mode = entry.mode] {
            m_theme.setMode(mode);
            Q_EMIT themeChosen();
        });
        connect(m_appearanceMenu, &QMenu::aboutToShow, action,
                [this, action, mode = entry.mode] { action->setChecked(m_theme.mode() == mode); });
    }
    m_appearance->setMenu(m_appearanceMenu);
    m_appearance->setPopupMode(QToolButton::InstantPopup);
    m_appearance->setIconSize({m_theme.iconSize(), m_theme.iconSize()});
    m_appearance->setToolTip(tr("Light or dark"));
    m_appearance->setAccessibleName(tr("Light or dark"));
    m_appearance->setFocusPolicy(Qt::StrongFocus);
}

void TopBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setPen(QPen(m_theme.colors().hairline, 1));
    painter.drawLine(QPointF(0, height() - 0.5), QPointF(width(), height() - 0.5));
}

void TopBar::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        restyle();
    QWidget::changeEvent(event);
}

void TopBar::restyle()
{
    m_logo->setPixmap(
        iconPixmap(Icon::Logo, m_theme.ink(Ink::Accent), m_theme.scaled(22), devicePixelRatioF()));
    m_appearance->setIcon(m_theme.icon(m_theme.isDark() ? Icon::Moon : Icon::Sun, Ink::Muted));
}

} // namespace dvmdash::ui
