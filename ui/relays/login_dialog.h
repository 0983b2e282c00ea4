// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace dvmdash::ui
{

class RelayLogin;

/// With which key to log in at relays that give nothing to strangers: which one is in use, another one, a new
/// one, none.
class LoginDialog : public QDialog
{
    Q_OBJECT
public:
    explicit LoginDialog(RelayLogin &login, QWidget *parent);

private:
    void use();
    void makeNew();
    void show();
    void say(const QString &problem);

    RelayLogin &m_login;
    QLabel *m_who;
    QLineEdit *m_secret;
    QCheckBox *m_keep;
    QLabel *m_problem;
    QPushButton *m_use;
    QPushButton *m_forget;
};

} // namespace dvmdash::ui
