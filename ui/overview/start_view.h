// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace dvmdash::ui
{

/// What stands in place of the overview while no event is stored: why, and the two ways on.
class StartView : public QWidget
{
    Q_OBJECT
public:
    explicit StartView(QWidget *parent = nullptr);

    /// `live` of `enabled` relays are connected and caught up.
    void showRelays(int live, int enabled);
    /// In a demo the offer to start one makes no sense.
    void setDemo(bool demo);

Q_SIGNALS:
    void demoWanted();
    void relaysWanted();

protected:
    void changeEvent(QEvent *event) override;

private:
    void restyle();

    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_why;
    QPushButton *m_demo;
    QPushButton *m_relays;
    bool m_isDemo = false;
};

} // namespace dvmdash::ui
