// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/overview_feed.h"

namespace dvmdash::ui
{

namespace
{

constexpr int overviewGapMs = 500;
constexpr int bestGapMs = 3'000;
constexpr int monthsGapMs = 10'000;

} // namespace

OverviewFeed::OverviewFeed(engine::Engine &engine, WindowChoice &window, QObject *parent)
    : WindowFeed(engine, window, overviewGapMs, parent)
{
}

void OverviewFeed::put()
{
    ask(engine::OverviewQuestion{chosen(), {}}, m_latest);
}

BestFeed::BestFeed(engine::Engine &engine, WindowChoice &window, QObject *parent)
    : WindowFeed(engine, window, bestGapMs, parent)
{
}

void BestFeed::put()
{
    engine::BestQuestion question;
    question.window = chosen();
    ask(question, m_latest);
}

MonthsFeed::MonthsFeed(engine::Engine &engine, QObject *parent)
    : QuestionFeed(engine, monthsGapMs, parent)
{
}

void MonthsFeed::put()
{
    ask(engine::MonthsQuestion{}, m_latest);
}

} // namespace dvmdash::ui
