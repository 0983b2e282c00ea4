// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <cstdint>

class QAction;
class QLabel;
class QLineEdit;
class QPushButton;

namespace dvmdash::ui
{

class FileChooser;
class RelayBook;
class RelayListMenu;

/// What stands above the list of relays: where an address is typed, what may be done with the chosen ones,
/// and with the list. It only asks for it.
class RelaysBar : public QWidget
{
    Q_OBJECT
public:
    /// Both outlive it.
    RelaysBar(RelayBook &book, FileChooser &files);

    RelayListMenu *listMenu() const { return m_listMenu; }
    /// Brings the keyboard to where an address is typed.
    void beginAdding();
    /// This one is on the list now: it need not be typed any more.
    void noteAdded(const QString &url);
    /// Why what was typed cannot be added; empty: nothing is wrong.
    void showError(const QString &error);
    void setLoginOffered(bool offered);
    /// Relays of the list are chosen, and some of them are switched on.
    void setChosen(bool any, bool anyIsOn);

Q_SIGNALS:
    void addWanted(const QString &address);
    void findWanted();
    void loginWanted();
    /// Of the chosen relays, back to so many seconds ago.
    void historyWanted(std::int64_t seconds, bool oldestFirst);
    void removeWanted();
    void resetWanted();

private:
    QLineEdit *m_input;
    QLabel *m_inputError;
    QPushButton *m_history;
    QAction *m_oldestFirst;
    QPushButton *m_remove;
    QPushButton *m_login;
    RelayListMenu *m_listMenu;
};

} // namespace dvmdash::ui
