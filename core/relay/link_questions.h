// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay/backoff.h"

#include <QString>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dvmdash::relay
{

/// One subscription as one relay answers it: stored events, EOSE, a refusal, another try. The part of
/// LinkMachine that is kept for each of them. A value. Times are monotonic milliseconds, those called
/// `attentive` the machine's AttentiveClock's.
class LinkQuestion
{
public:
    enum class Answer {
        Unasked,
        Awaited,         ///< REQ sent, stored events come in
        Live,            ///< EOSE received
        LiveWithoutEose, ///< none within the timeout
        Refused,
    };

    LinkQuestion(std::string id, Backoff backoff);

    /// What was heard of it so far is forgotten: there are so many forms now, and `first` (0 the widest, at
    /// most the last) is asked for first.
    void renew(std::size_t forms, std::size_t first);
    /// There are so many forms now; the one that is asked stays the same.
    void setForms(std::size_t forms) { m_forms = std::max(m_form + 1, forms); }
    /// A REQ goes out.
    void asked(std::int64_t attentive);
    /// The connection is gone.
    void left();

    /// A stored event came.
    void stored(std::int64_t attentive) { m_active = attentive; }
    /// Gives up on EOSE when nothing came for so long.
    void checkEose(std::int64_t attentive, std::int64_t timeout_ms);
    /// EOSE. True when it was waited for.
    bool endOfStored();
    /// CLOSED, or a NOTICE that reads like it. True when it stands: no narrower form is left to ask for.
    bool refused(std::int64_t now, const QString &text);
    /// This form is more than the relay takes, as is known without asking: the next one is asked for at once.
    /// True when none is left.
    bool exceeds(std::int64_t now, const QString &words);
    /// It was refused by CLOSED, not by a NOTICE that looked like it.
    void setClosed() { m_closed = true; }

    const std::string &id() const { return m_id; }
    Answer answer() const { return m_answer; }
    bool isAwaited() const { return m_answer == Answer::Awaited; }
    /// The relay holds a subscription of ours.
    bool isOpen() const { return m_answer != Answer::Unasked && m_answer != Answer::Refused; }
    std::size_t form() const { return m_form; } ///< 0 the widest
    std::size_t forms() const { return m_forms; }
    bool hasNarrower() const { return m_form + 1 < m_forms; }
    /// Refused to someone without a key, or without the right one (NIP-42).
    bool wantsKey() const { return m_answer == Answer::Refused && m_isForWantOfKey; }
    /// Refused, and to be asked in the next form at retry().
    bool isStepping() const { return m_stepping; }
    std::optional<std::int64_t> retry() const { return m_retry; } ///< when to ask again, if at all
    const QString &words() const { return m_words; }              ///< why it was refused
    const QString &tooMuch() const { return m_tooMuch; }          ///< what the relay said to the form before

private:
    bool stepDown(std::int64_t retry, const QString &text);

    std::string m_id;
    Backoff m_backoff;
    Answer m_answer = Answer::Unasked;
    std::int64_t m_asked = 0;  ///< attentive
    std::int64_t m_active = 0; ///< attentive; last stored event
    std::optional<std::int64_t> m_retry;
    QString m_words;
    bool m_closed = false;
    bool m_isForWantOfKey = false;
    std::size_t m_forms = 1;
    std::size_t m_form = 0;
    bool m_stepping = false;
    QString m_tooMuch;
};

/// All that one relay is asked, in the order in which it was first asked.
class LinkQuestions
{
public:
    /// `backoff`: how long to wait before what was refused is asked again.
    explicit LinkQuestions(Backoff backoff)
        : m_backoff(std::move(backoff))
    {
    }

    /// Made when it is new.
    LinkQuestion &named(const std::string &id);
    LinkQuestion *find(std::string_view id);
    const LinkQuestion *find(std::string_view id) const;
    void erase(std::string_view id);
    /// The one that the relay's state follows: "jobs", or the first when that one is not asked.
    const LinkQuestion *leading() const;

    /// A NOTICE that refuses, which names no subscription. How many refusals of it stand.
    int refusedByNotice(std::int64_t now, const QString &text);
    bool isAnyAwaited() const;

    auto begin() { return m_all.begin(); }
    auto end() { return m_all.end(); }
    auto begin() const { return m_all.begin(); }
    auto end() const { return m_all.end(); }

private:
    Backoff m_backoff;
    std::vector<LinkQuestion> m_all;
};

} // namespace dvmdash::relay
