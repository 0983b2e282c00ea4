// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/style_sheet.h"

#include "ui/theme/theme.h"

#include <QHash>
#include <QRegularExpression>

namespace dvmdash::ui
{

namespace
{

const QLatin1String sheet(R"css(
QToolTip { background: $card; color: $text; border: 1px solid $border; padding: $xs; }
QLineEdit, QPlainTextEdit, QTextEdit {
    background: $card; border: 1px solid $border; border-radius: $radius; padding: $inset $s;
    selection-background-color: $accent; selection-color: $onAccent;
}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus { border: 1px solid $accent; }
QLineEdit:disabled { color: $disabled; background: $window; }
QPushButton {
    background: $card; color: $text; border: 1px solid $border; border-radius: $radius; padding: $inset $m;
}
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $selected; }
QPushButton:focus { border: 1px solid $accent; }
QPushButton:disabled { color: $disabled; border-color: $hairline; }
QPushButton[primary="true"] { background: $accent; color: $onAccent; border: 1px solid $accent; }
QPushButton[primary="true"]:hover { background: $accentHover; }
QPushButton[primary="true"]:focus { border: 1px solid $text; }
QPushButton[primary="true"]:disabled { background: $hover; color: $disabled; border-color: $hairline; }
QPushButton::menu-indicator { subcontrol-origin: padding; subcontrol-position: center right; right: $s; }
QToolButton {
    background: transparent; color: $text; border: 1px solid transparent; border-radius: $radius; padding: $xs;
}
QToolButton:hover { background: $hover; }
QToolButton:pressed, QToolButton:checked { background: $selected; }
QToolButton:focus { border: 1px solid $accent; }
QToolButton::menu-indicator { image: none; }
QToolButton[link="true"] { color: $accent; padding: 1px 2px; }
QToolButton[link="quiet"] { color: $muted; padding: 1px 2px; }
QToolButton[link="true"]:hover, QToolButton[link="quiet"]:hover { background: $hover; text-decoration: underline; }
QTableView, QTreeView, QListView { background: $card; border: none; outline: none; }
QMenu { background: $card; border: 1px solid $border; padding: $xs 0; }
QMenu::item { padding: $inset $xl $inset $m; color: $text; }
QMenu::item:selected { background: $selected; }
QMenu::item:disabled { color: $disabled; }
QMenu::separator { height: 1px; background: $hairline; margin: $xs 0; }
QMenu::icon { padding-left: $s; }
QProgressBar { background: $hairline; border: none; border-radius: 2px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
QStatusBar { background: $window; }
QStatusBar::item { border: none; }
QSplitter::handle { background: $hairline; }
QSplitter[gap="true"]::handle { background: transparent; }
QTabWidget::pane { border: none; border-top: 1px solid $hairline; }
QTabBar::tab { color: $muted; background: transparent; padding: $inset $m; border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: $text; border-bottom: 2px solid $accent; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:focus { color: $accent; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollArea { border: none; background: transparent; }
QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: $bar; }
QScrollBar:horizontal { height: $bar; }
QScrollBar::handle { background: $border; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: $xxl; }
QScrollBar::handle:horizontal { min-width: $xxl; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
)css");

} // namespace

QString makeStyleSheet(const Theme &theme)
{
    const Colors &c = theme.colors();
    const auto pixels = [](qreal value) { return QStringLiteral("%1px").arg(qRound(value)); };
    const QHash<QString, QString> values{
        {QStringLiteral("card"), c.card.name()},
        {QStringLiteral("window"), c.window.name()},
        {QStringLiteral("hover"), c.hover.name()},
        {QStringLiteral("selected"), c.selected.name()},
        {QStringLiteral("hairline"), c.hairline.name()},
        {QStringLiteral("border"), c.border.name()},
        {QStringLiteral("text"), c.text.name()},
        {QStringLiteral("muted"), c.muted.name()},
        {QStringLiteral("disabled"), c.disabled.name()},
        {QStringLiteral("accent"), c.accent.name()},
        {QStringLiteral("accentHover"), mixed(c.accent, c.text, 0.15).name()},
        {QStringLiteral("onAccent"), c.onAccent.name()},
        {QStringLiteral("radius"), pixels(theme.scaled(4))},
        {QStringLiteral("inset"), pixels(theme.scaled(5))},
        {QStringLiteral("bar"), pixels(theme.scaled(10))},
        {QStringLiteral("xs"), pixels(theme.space(Space::Xs))},
        {QStringLiteral("s"), pixels(theme.space(Space::S))},
        {QStringLiteral("m"), pixels(theme.space(Space::M))},
        {QStringLiteral("xl"), pixels(theme.space(Space::Xl))},
        {QStringLiteral("xxl"), pixels(theme.space(Space::Xxl))},
    };
    static const QRegularExpression name(QStringLiteral("\\$([A-Za-z]+)"));
    const QString source(sheet);
    QString result;
    qsizetype from = 0;
    for (auto it = name.globalMatch(source); it.hasNext();) {
        const auto match = it.next();
        result += source.mid(from, match.capturedStart() - from) + values.value(match.captured(1));
        from = match.capturedEnd();
    }
    return result + source.mid(from);
}

} // namespace dvmdash::ui
