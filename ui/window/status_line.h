// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"

#include <QWidget>

#include <optional>

class QLabel;
class QPushButton;
class QToolButton;

namespace dvmdash::ui
{

class StateChip;
struct RelayTally;

/// The line below all pages: what the collector does at this moment.
class StatusLine : public QWidget
{
    Q_OBJECT
public:
    explicit StatusLine(QWidget *parent = nullptr);

    void showRelays(const RelayTally &tally);
    /// What relays and system tell of the network and the clock.
    void showNetwork(const relay::NetworkState &network);
    void showActivity(const engine::Activity &activity);
    void showEngine(engine::EngineState state, bool paused);
    /// Nothing is collected here: a capture is replayed.
    void showReplay(bool playing);
    /// A part of the window that stands at the right.
    void addTool(QWidget *tool);

Q_SIGNALS:
    void relaysWanted();
    void storageWanted();
    void pauseToggled();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QLabel *addPart();
    QToolButton *addLink(const char *name, const QString &toolTip);
    void showState();

    QToolButton *m_relays;
    QLabel *m_rate;
    QLabel *m_behind;
    QToolButton *m_file;
    StateChip *m_state;
    QPushButton *m_pause;
    engine::EngineState m_engine = engine::EngineState::Stopped;
    bool m_paused = false;
    std::optional<bool> m_playing; ///< of a replay
    int m_live = 0;                ///< relays
    QString m_trouble;             ///< of the network, in a word or two
};

} // namespace dvmdash::ui
