// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"
#include "ui/models/ask_pacer.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <optional>

namespace dvmdash::ui
{

class WindowChoice;

/// Keeps the numbers of the chosen window up to date while it is active: asks when something was stored, when
/// the window moves on, and at once when another window is chosen. The last answer stays until a newer one is
/// there. GUI thread.
class OverviewFeed : public QObject
{
    Q_OBJECT
public:
    using Clock = std::function<qint64()>; ///< Unix seconds now

    static constexpr int leastGapMs = 500;

    OverviewFeed(engine::Engine &engine, WindowChoice &window, QObject *parent = nullptr);

    void setActive(bool active) { m_pacer.setActive(active); }
    void refresh();
    /// Tests turn their own clock.
    void setClock(Clock clock) { m_clock = std::move(clock); }

    /// Nothing until the first answer.
    const std::optional<engine::Overview> &latest() const { return m_latest; }
    /// True when no event that counts is stored at all.
    bool isFileEmpty() const { return m_latest && m_latest->freshness.newest_event_at == 0; }

Q_SIGNALS:
    void answered();
    /// In plain words. What was shown before still holds.
    void failed(const QString &error);

private:
    void askNow();
    void noteActivity(const engine::Activity &activity);

    engine::Engine &m_engine;
    WindowChoice &m_window;
    Clock m_clock;
    AskPacer m_pacer;
    QTimer m_moveOn;
    engine::Ask m_ask;
    std::optional<engine::Overview> m_latest;
};

} // namespace dvmdash::ui
