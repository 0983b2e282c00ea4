// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/colors.h"

#include <QWidget>

class QLabel;
class QMenu;
class QToolButton;

namespace dvmdash::ui
{

class CustomWindowPopup;
class SearchField;
class SegmentedControl;
class StateChip;
class Theme;
class WindowChoice;

/// The line above all pages: the name, the search, the time window, light or dark.
class TopBar : public QWidget
{
    Q_OBJECT
public:
    /// `choice` and `theme` outlive the bar. `note` stands beside the name ("Demo"); may be empty.
    TopBar(WindowChoice &choice, Theme &theme, const QString &note, QWidget *parent = nullptr);

    /// What the note means: its colour, and its tool tip.
    void explainNote(Tone tone, const QString &text);
    SearchField *search() const { return m_search; }
    SegmentedControl *windows() const { return m_windows; }
    CustomWindowPopup *customPopup() const { return m_custom; }

Q_SIGNALS:
    /// Enter in the search field; trimmed, not empty.
    void searched(const QString &text);
    /// The reader chose an appearance; it is in effect.
    void themeChosen();

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void fillWindows();
    void fillThemeMenu();
    void chooseWindow(const QString &id);
    void showChoice();
    void restyle();

    WindowChoice &m_choice;
    Theme &m_theme;
    QLabel *m_logo;
    QLabel *m_name;
    StateChip *m_note;
    SearchField *m_search;
    SegmentedControl *m_windows;
    CustomWindowPopup *m_custom;
    QToolButton *m_appearance;
    QMenu *m_appearanceMenu;
};

} // namespace dvmdash::ui
