// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"
#include "ui/models/ask_pacer.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <functional>
#include <optional>

namespace dvmdash::ui
{

class WindowChoice;

/// What all feeds do: ask while active, when something was stored, when the window moves on, and at once when
/// another window is chosen. What the reader cancels is not asked again until he chooses another window, asks
/// anew or turns to the page again. GUI thread.
class FeedBase : public QObject
{
    Q_OBJECT
public:
    static constexpr int usualGapMs = 500;
    using Clock = std::function<qint64()>; ///< Unix seconds now

    void setActive(bool active);
    bool isActive() const { return m_pacer.isActive(); }
    /// Asks at once.
    void refresh() { m_pacer.wantNow(); }
    /// Why the last question was not answered, in plain words; empty when it was.
    QString error() const { return m_error; }

    /// How long the question that is out has been; nothing while none is.
    std::optional<qint64> waitedMs() const;
    /// How much of the question that is out is done, 0 to 1000.
    virtual int permille() const { return m_ask.permille(); }
    /// Lets go of the question that is out, if one is. What was shown stands.
    void cancel();
    /// The last question was cancelled, and none was asked since.
    bool isCancelled() const { return m_cancelled; }

    /// Tests turn their own clock.
    void setClock(Clock clock) { m_clock = std::move(clock); }

Q_SIGNALS:
    void asked();
    void answered();
    /// What was shown before still holds.
    void failed(const QString &error);
    void cancelled();

protected:
    /// `window`: nullptr for a question that no window changes.
    FeedBase(engine::Engine &engine, WindowChoice *window, int leastGapMs, QObject *parent);

    engine::Engine &engine() { return m_engine; }
    /// Puts the question about this window, by expect(); false when there is nothing to ask.
    virtual bool put(const engine::TimeWindow &window) = 0;
    /// The question that is out now, in place of an earlier one.
    void expect(engine::Ask ask) { m_ask = std::move(ask); }
    /// The answer to the question that is out is not wanted any more.
    void drop();
    /// The answer came; an empty text means that it is one.
    void done(const QString &error);

private:
    void askNow();

    engine::Engine &m_engine;
    WindowChoice *m_window;
    AskPacer m_pacer;
    QTimer m_moveOn;
    Clock m_clock;
    engine::Ask m_ask;
    QElapsedTimer m_sinceAsked; ///< valid while a question is out
    bool m_cancelled = false;
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
        : FeedBase(engine, &window, leastGapMs, parent)
        , m_make(std::move(make))
    {
    }
    /// Of a question that no window changes.
    Feed(engine::Engine &engine, const Question &question, QObject *parent = nullptr,
         int leastGapMs = usualGapMs)
        : FeedBase(engine, nullptr, leastGapMs, parent)
        , m_make([question](const engine::TimeWindow &) { return question; })
    {
    }

    /// Nothing until the first answer.
    const std::optional<Answer> &latest() const { return m_latest; }
    /// The question is about something else now: the answers so far are none to it.
    void beginAnew()
    {
        drop();
        m_latest.reset();
        refresh();
    }

protected:
    bool put(const engine::TimeWindow &window) override
    {
        const std::optional<Question> question = m_make(window);
        if (!question)
            return false;
        expect(engine().ask(*question, this, [this](const engine::Result<Answer> &result) {
            if (result)
                m_latest = *result;
            done(result ? QString() : result.error);
        }));
        return true;
    }

private:
    Make m_make;
    std::optional<Answer> m_latest;
};

} // namespace dvmdash::ui
