// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/overview/question_feed.h"

namespace dvmdash::ui
{

/// The numbers of the chosen window.
class OverviewFeed : public WindowFeed
{
    Q_OBJECT
public:
    OverviewFeed(engine::Engine &engine, WindowChoice &window, QObject *parent = nullptr);

    /// Nothing until the first answer.
    const std::optional<engine::Overview> &latest() const { return m_latest; }
    /// True when no event that counts is stored at all.
    bool isFileEmpty() const { return m_latest && m_latest->freshness.newest_event_at == 0; }

protected:
    void put() override;

private:
    std::optional<engine::Overview> m_latest;
};

/// Who is best for each kind in the chosen window. It reads a row for each DVM and kind, so it is asked less
/// often than the overview.
class BestFeed : public WindowFeed
{
    Q_OBJECT
public:
    BestFeed(engine::Engine &engine, WindowChoice &window, QObject *parent = nullptr);

    const std::optional<engine::Best> &latest() const { return m_latest; }

protected:
    void put() override;

private:
    std::optional<engine::Best> m_latest;
};

/// The months, whatever window is chosen: once a minute at most.
class MonthsFeed : public QuestionFeed
{
    Q_OBJECT
public:
    explicit MonthsFeed(engine::Engine &engine, QObject *parent = nullptr);

    const std::optional<engine::Months> &latest() const { return m_latest; }

protected:
    void put() override;

private:
    std::optional<engine::Months> m_latest;
};

} // namespace dvmdash::ui
