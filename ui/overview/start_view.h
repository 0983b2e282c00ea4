// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace dvmdash::ui
{

/// What stands in place of the overview while no event is stored: why, and the ways on.
class StartView : public QWidget
{
    Q_OBJECT
public:
    explicit StartView(QWidget *parent = nullptr);

    /// `live` of `enabled` relays are connected and caught up.
    void showRelays(int live, int enabled);
    /// In a demo the offer to start one makes no sense.
    void setDemo(bool demo);
    /// The past is on its way: words of how far it is; empty: it is not.
    void showHistory(const QString &words);

Q_SIGNALS:
    void demoWanted();
    void relaysWanted();
    /// Of all relays that are switched on.
    void historyWanted();

protected:
    void changeEvent(QEvent *event) override;

private:
    void restyle();

    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_why;
    QPushButton *m_demo;
    QPushButton *m_relays;
    QPushButton *m_history;
    bool m_isDemo = false;
    int m_live = 0;
    int m_enabled = 0;
    QString m_historyWords;
};

} // namespace dvmdash::ui
