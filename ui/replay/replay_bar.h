// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/player.h"

#include <QWidget>

class QLabel;
class QToolButton;

namespace dvmdash::ui
{

class SegmentedControl;
class TimeTrack;

/// The player of a capture: play and pause, steps, the time with what happened when, the moment in words, and
/// the speed.
///
/// Keys, anywhere in the window: Space plays and pauses, Ctrl+Left and Ctrl+Right go to the event before and
/// after.
class ReplayBar : public QWidget
{
    Q_OBJECT
public:
    /// The player outlives the bar.
    explicit ReplayBar(engine::Player &player, QWidget *parent = nullptr);

    TimeTrack *track() const { return m_track; }
    SegmentedControl *speeds() const { return m_speeds; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QToolButton *addButton(const char *name, const QString &words);
    void addShortcuts();
    void togglePlaying();
    void showStatus(const engine::PlayerStatus &status);
    void showMoment(qint64 moment_ms);
    void restyle();
    void changeEvent(QEvent *event) override;

    engine::Player &m_player;
    QToolButton *m_back;
    QToolButton *m_play;
    QToolButton *m_forward;
    TimeTrack *m_track;
    QLabel *m_moment;
    QLabel *m_way; ///< how far it is on its way, or what is wrong
    SegmentedControl *m_speeds;
};

} // namespace dvmdash::ui
