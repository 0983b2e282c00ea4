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

/// Keeps the answer to one question up to date while it is active: asks when something was stored, as often
/// as its AskPacer allows. The last answer stays until a newer one is there. GUI thread.
class QuestionFeed : public QObject
{
    Q_OBJECT
public:
    void setActive(bool active) { m_pacer.setActive(active); }
    /// Asks at once.
    void refresh() { m_pacer.wantNow(); }

Q_SIGNALS:
    void answered();
    /// In plain words. What was shown before still holds.
    void failed(const QString &error);

protected:
    QuestionFeed(engine::Engine &engine, int leastGapMs, QObject *parent);

    /// Puts the question, by ask().
    virtual void put() = 0;

    template<typename Question>
    void ask(const Question &question, std::optional<engine::AnswerOf<Question>> &latest)
    {
        m_ask = m_engine.ask(question, this,
                             [this, &latest](const engine::Result<engine::AnswerOf<Question>> &result) {
                                 m_pacer.answered();
                                 if (!result) {
                                     Q_EMIT failed(result.error);
                                     return;
                                 }
                                 latest = *result;
                                 Q_EMIT answered();
                             });
    }
    AskPacer &pacer() { return m_pacer; }

private:
    void askNow();

    engine::Engine &m_engine;
    AskPacer m_pacer;
    engine::Ask m_ask;
};

/// A question about the chosen window: asked also when the window moves on, and at once when another one is
/// chosen.
class WindowFeed : public QuestionFeed
{
    Q_OBJECT
public:
    using Clock = std::function<qint64()>; ///< Unix seconds now

    /// Tests turn their own clock.
    void setClock(Clock clock) { m_clock = std::move(clock); }

protected:
    WindowFeed(engine::Engine &engine, WindowChoice &window, int leastGapMs, QObject *parent);

    /// The window that is chosen, at this moment.
    engine::TimeWindow chosen() const;

private:
    WindowChoice &m_window;
    Clock m_clock;
    QTimer m_moveOn;
};

} // namespace dvmdash::ui
