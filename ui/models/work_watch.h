// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <QVector>

namespace dvmdash::ui
{

class FeedBase;

/// What a page says of its questions.
struct Work {
    enum class Kind {
        Nothing,   ///< worth a word: answers come at once
        Counting,  ///< an answer takes long
        Cancelled, ///< by the reader, and not asked again since
    };
    Kind kind = Kind::Nothing;
    int permille = 0; ///< of the question that is behind the others, while Counting
    bool operator==(const Work &) const = default;
};

/// Watches the questions of one page: those that take long are told of, and can be cancelled. A fast answer
/// is never told of, and what is told of stays for a moment, so nothing flickers. GUI thread.
class WorkWatch : public QObject
{
    Q_OBJECT
public:
    static constexpr int slowMs = 700;       ///< a question that is out for so long is told of
    static constexpr int leastShownMs = 500; ///< and then for at least so long

    explicit WorkWatch(QObject *parent = nullptr);

    /// The feed outlives the watch or is a sibling of it.
    void watch(FeedBase *feed);
    const Work &work() const { return m_work; }
    /// Every question of the page that is out.
    void cancel();

Q_SIGNALS:
    void changed();

private:
    void look();
    Work found() const;

    QVector<FeedBase *> m_feeds;
    QTimer m_tick; ///< runs while a question is out or is told of
    QElapsedTimer m_told;
    Work m_work;
};

} // namespace dvmdash::ui
