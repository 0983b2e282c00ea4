// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/feed.h"

#include <array>
#include <vector>

namespace dvmdash::ui
{

/// The failed jobs of the chosen window: how many in each state, and the newest of them; kept up to date
/// while it is active. GUI thread.
class FailureWatch : public FeedBase
{
    Q_OBJECT
public:
    /// The states that dvm::isFailure names, worst first: money is gone, said so, silent, fell silent.
    static constexpr std::array states{dvm::State::PaidUndelivered, dvm::State::Failed, dvm::State::Ignored,
                                       dvm::State::Stalled};
    static constexpr int mostLatest = 50;

    FailureWatch(engine::Engine &engine, WindowChoice &window, QObject *parent = nullptr);

    int permille() const override;
    /// False until the first complete answer.
    bool isKnown() const { return m_known; }
    std::int64_t count(dvm::State state) const;
    std::int64_t total() const;
    /// Newest request first, at most mostLatest, of all failure states.
    const std::vector<engine::JobRow> &latest() const { return m_latest; }

Q_SIGNALS:
    void changed();

protected:
    bool put(const engine::TimeWindow &window) override;

private:
    void askNext();
    void finish();

    engine::TimeWindow m_asked;
    std::size_t m_next = 0; ///< index into states of the question that is out

    bool m_known = false;
    std::array<std::int64_t, states.size()> m_counts{};
    std::vector<engine::JobRow> m_latest;
    std::array<std::int64_t, states.size()> m_newCounts{};
    std::vector<engine::JobRow> m_newLatest;
};

} // namespace dvmdash::ui
