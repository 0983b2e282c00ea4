// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"
#include "ui/models/ask_pacer.h"

#include <QObject>
#include <QTimer>

#include <array>
#include <vector>

namespace dvmdash::ui
{

class WindowChoice;

/// The failed jobs of the chosen window: how many in each state, and the newest of them; kept up to date
/// while it is active. GUI thread.
class FailureWatch : public QObject
{
    Q_OBJECT
public:
    /// The states that dvm::isFailure names, worst first: money is gone, said so, silent, fell silent.
    static constexpr std::array states{dvm::State::PaidUndelivered, dvm::State::Failed, dvm::State::Ignored,
                                       dvm::State::Stalled};
    static constexpr int mostLatest = 50;

    FailureWatch(engine::Engine &engine, WindowChoice &window, QObject *parent = nullptr);

    void setActive(bool active) { m_pacer.setActive(active); }
    void refresh() { m_pacer.wantNow(); }

    /// False until the first complete answer.
    bool isKnown() const { return m_known; }
    std::int64_t count(dvm::State state) const;
    std::int64_t total() const;
    /// Newest request first, at most mostLatest, of all failure states.
    const std::vector<engine::JobRow> &latest() const { return m_latest; }

Q_SIGNALS:
    void changed();

private:
    void begin();
    void askNext();
    void finish();

    engine::Engine &m_engine;
    WindowChoice &m_window;
    AskPacer m_pacer;
    QTimer m_moveOn;
    engine::Ask m_ask;
    engine::TimeWindow m_asked;
    std::size_t m_next = 0; ///< index into states of the question that is out

    bool m_known = false;
    std::array<std::int64_t, states.size()> m_counts{};
    std::vector<engine::JobRow> m_latest;
    std::array<std::int64_t, states.size()> m_newCounts{};
    std::vector<engine::JobRow> m_newLatest;
};

} // namespace dvmdash::ui
