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

/// What all feeds do: ask while active, when something was stored, when the window moves on, and at once when
/// another window is chosen. GUI thread.
class FeedBase : public QObject
{
    Q_OBJECT
public:
    static constexpr int usualGapMs = 500;

    void setActive(bool active) { m_pacer.setActive(active); }
    bool isActive() const { return m_pacer.isActive(); }
    void refresh() { m_pacer.wantNow(); }
    /// Why the last question was not answered, in plain words; empty when it was.
    QString error() const { return m_error; }

Q_SIGNALS:
    void answered();
    /// What was shown before still holds.
    void failed(const QString &error);

protected:
    FeedBase(engine::Engine &engine, WindowChoice &window, int leastGapMs, QObject *parent);

    engine::Engine &engine() { return m_engine; }
    /// Puts the question about this window; false when there is nothing to ask.
    virtual bool put(const engine::TimeWindow &window) = 0;
    /// The answer came; an empty text means that it is one.
    void done(const QString &error);

private:
    void askNow();

    engine::Engine &m_engine;
    WindowChoice &m_window;
    AskPacer m_pacer;
    QTimer m_moveOn;
    QString m_error;
};

/// Keeps the answer to one question up to date. The last answer stays until a newer one is there.
///
///     m_feed = new Feed<engine::DvmsQuestion>(engine, window, [](const engine::TimeWindow &asked) {
///         return engine::DvmsQuestion{asked};
///     });
///     connect(m_feed, &FeedBase::answered, this, [this] { show(*m_feed->latest()); });
template<typename Question>
class Feed : public FeedBase
{
public:
    using Answer = engine::AnswerOf<Question>;
    /// The question about a window; nothing while there is nothing to ask.
    using Make = std::function<std::optional<Question>(const engine::TimeWindow &window)>;

    Feed(engine::Engine &engine, WindowChoice &window, Make make, QObject *parent = nullptr,
         int leastGapMs = usualGapMs)
        : FeedBase(engine, window, leastGapMs, parent)
        , m_make(std::move(make))
    {
    }

    /// Nothing until the first answer.
    const std::optional<Answer> &latest() const { return m_latest; }
    /// The question is about something else now: the answers so far are none to it.
    void beginAnew()
    {
        m_ask.cancel();
        m_latest.reset();
        refresh();
    }

protected:
    bool put(const engine::TimeWindow &window) override
    {
        const std::optional<Question> question = m_make(window);
        if (!question)
            return false;
        m_ask = engine().ask(*question, this, [this](const engine::Result<Answer> &result) {
            if (result)
                m_latest = *result;
            done(result ? QString() : result.error);
        });
        return true;
    }

private:
    Make m_make;
    engine::Ask m_ask;
    std::optional<Answer> m_latest;
};

} // namespace dvmdash::ui
