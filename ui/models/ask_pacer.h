// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace dvmdash::ui
{

/// Decides when a view asks again: one question at a time, not more often than every `leastGapMs`, and a
/// question that took long is given time, so that a large file is not read without pause. What changes while
/// a question is out leads to one more. GUI thread.
///
///     connect(&pacer, &AskPacer::ask, this, [this] { m_ask = engine.ask(..., [this](...) { pacer.answered();
///     }); });
class AskPacer : public QObject
{
    Q_OBJECT
public:
    explicit AskPacer(int leastGapMs, QObject *parent = nullptr);

    /// While inactive (the page is hidden) wishes are kept and nothing is asked.
    void setActive(bool active);
    bool isActive() const { return m_active; }
    /// Something changed: ask when it is time.
    void want();
    /// The reader waits: ask at once, in place of a question that is out.
    void wantNow();
    /// The answer came, or an error.
    void answered();
    /// The question that is out will never be answered.
    void forget();
    /// The question that is out was cancelled: none is asked before wantNow(), forget() or letGo(). Wishes
    /// are kept.
    void hold();
    void letGo();

Q_SIGNALS:
    void ask();

private:
    void schedule();
    void fire();

    const int m_leastGapMs;
    bool m_active = false;
    bool m_wanted = false;
    bool m_out = false;
    bool m_held = false;
    qint64 m_lastTookMs = 0;
    QElapsedTimer m_sinceAsked;
    QTimer m_timer;
};

} // namespace dvmdash::ui
