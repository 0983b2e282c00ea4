// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/overview_feed.h"

#include "ui/models/window_choice.h"

#include <QDateTime>

#include <algorithm>

namespace dvmdash::ui
{

namespace
{

/// A window up to now loses old events also while nothing new comes.
constexpr int moveOnMs = 5'000;

/// A twentieth of the window without anything is worth another question.
constexpr qint64 leastGain = 20;

bool isCounted(dvm::Role role)
{
    return role == dvm::Role::Request || role == dvm::Role::Result || role == dvm::Role::Feedback;
}

} // namespace

OverviewFeed::OverviewFeed(engine::Engine &engine, WindowChoice &window, QObject *parent)
    : QObject(parent)
    , m_engine(engine)
    , m_window(window)
    , m_clock(QDateTime::currentSecsSinceEpoch)
    , m_pacer(leastGapMs)
{
    connect(&m_pacer, &AskPacer::ask, this, &OverviewFeed::askNow);
    connect(&engine, &engine::Engine::activity, this,
            [this](const engine::ActivityPtr &activity) { noteActivity(*activity); });
    connect(&engine, &engine::Engine::stateChanged, this, [this](engine::EngineState state) {
        if (state == engine::EngineState::Running)
            m_pacer.forget(); // an engine that stopped answers nothing that was asked before
    });
    connect(&window, &WindowChoice::changed, this, [this] {
        m_oldest.reset();
        m_pacer.wantNow();
    });
    m_moveOn.setInterval(moveOnMs);
    m_moveOn.setTimerType(Qt::CoarseTimer);
    connect(&m_moveOn, &QTimer::timeout, this, [this] {
        if (m_window.isMoving())
            m_pacer.want();
    });
    m_moveOn.start();
    m_pacer.want();
}

void OverviewFeed::refresh()
{
    m_oldest.reset();
    m_pacer.wantNow();
}

engine::TimeWindow OverviewFeed::windowNow() const
{
    engine::TimeWindow window = m_window.window(m_clock());
    if (m_window.span() == WindowChoice::Span::All && m_oldest)
        window.since = *m_oldest;
    return window;
}

void OverviewFeed::askNow()
{
    if (m_engine.state() != engine::EngineState::Running) {
        m_pacer.answered();
        return;
    }
    engine::OverviewQuestion question;
    question.window = windowNow();
    question.bucket_seconds = metrics::bucketFor(question.window);
    m_ask = m_engine.ask(question, this, [this](const engine::Result<engine::Overview> &result) {
        m_pacer.answered();
        if (result)
            take(*result);
        else
            Q_EMIT failed(result.error);
    });
}

void OverviewFeed::take(const engine::Overview &overview)
{
    if (looksCloser(overview)) {
        m_pacer.wantNow();
        return;
    }
    m_latest = overview;
    Q_EMIT answered();
}

/// "All" begins at 1970: its first answer counts in coarse buckets, the first of which that holds something
/// tells where to look closer, until the buckets are as fine as the data allow.
bool OverviewFeed::looksCloser(const engine::Overview &overview)
{
    const qint64 since = overview.question.window.since;
    if (m_window.span() != WindowChoice::Span::All || since != m_oldest.value_or(0))
        return false;
    const auto first =
        std::find_if(overview.activity.begin(), overview.activity.end(), [](const auto &point) {
            return point.requests > 0 || point.results > 0 || point.feedback > 0;
        });
    if (first == overview.activity.end() || first->start <= since)
        return false;
    m_oldest = first->start;
    const bool isFiner = metrics::bucketFor(windowNow()) < overview.question.bucket_seconds;
    const bool isEmptyAtFirst = (*m_oldest - since) * leastGain > overview.question.window.length();
    return since == 0 || isFiner || isEmptyAtFirst;
}

void OverviewFeed::noteActivity(const engine::Activity &activity)
{
    if (activity.stored == 0)
        return;
    const bool mayBeOlder =
        activity.skipped > 0 ||
        std::any_of(activity.events.begin(), activity.events.end(), [this](const auto &row) {
            return m_oldest && isCounted(row.role) && row.created_at < *m_oldest;
        });
    if (mayBeOlder)
        m_oldest.reset();
    m_pacer.want();
}

} // namespace dvmdash::ui
