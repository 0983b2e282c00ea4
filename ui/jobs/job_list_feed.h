// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/feed.h"

#include <functional>
#include <optional>

namespace dvmdash::ui
{

/// Keeps a long list of jobs up to date. It is asked for in parts: with the chain of each job the whole takes
/// half a second beside a flood, and a reader of the database that is held up as long lets everybody else
/// wait. GUI thread.
class JobListFeed : public FeedBase
{
    Q_OBJECT
public:
    /// Its `limit` is that of the whole list.
    using Make = std::function<engine::JobsQuestion(const engine::TimeWindow &window)>;

    JobListFeed(engine::Engine &engine, WindowChoice &window, Make make, int leastGapMs);

    /// The whole list; nothing until the first answer.
    const std::optional<engine::Jobs> &latest() const { return m_latest; }
    /// What has come of the answer that is under way.
    const engine::Jobs &soFar() const { return m_coming; }
    int permille() const override;

    static constexpr int rowsOfPart = 250;

Q_SIGNALS:
    /// Of a list that is not whole yet.
    void partCame();

protected:
    bool put(const engine::TimeWindow &window) override;

private:
    void askPart();
    void take(const engine::Jobs &part);
    bool isWhole() const;

    Make m_make;
    engine::JobsQuestion m_question; ///< for the whole
    engine::Jobs m_coming;
    int m_part = 0; ///< how many rows the last part was to have
    std::size_t m_got = 0;
    std::optional<engine::Jobs> m_latest;
};

} // namespace dvmdash::ui
