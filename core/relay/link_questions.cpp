// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/link_questions.h"

#include "relay/link_words.h"
#include "relay/refusal.h"
#include "relay/subscription.h"

#include <algorithm>
#include <utility>

namespace dvmdash::relay
{
namespace
{

/// A relay that keeps sending stored events gets this many EOSE timeouts in all.
constexpr int mostEoseTimeouts = 4;
/// Before a narrower form is asked for: a relay that refuses by NOTICE and by CLOSED has then said both.
constexpr std::int64_t stepPauseMs = 500;

template<typename Questions>
auto *findIn(Questions &all, std::string_view id)
{
    const auto it = std::find_if(all.begin(), all.end(),
                                 [id](const LinkQuestion &question) { return question.id() == id; });
    return it == all.end() ? nullptr : &*it;
}

} // namespace

// --- one -------------------------------------------------------------------------------------------------

LinkQuestion::LinkQuestion(std::string id, Backoff backoff)
    : m_id(std::move(id))
    , m_backoff(std::move(backoff))
{
}

void LinkQuestion::renew(std::size_t forms, std::size_t first)
{
    m_backoff.reset();
    m_forms = std::max<std::size_t>(1, forms);
    m_form = std::min(first, m_forms - 1);
    m_tooMuch.clear();
}

void LinkQuestion::asked(std::int64_t attentive)
{
    m_answer = Answer::Awaited;
    m_asked = attentive;
    m_active = attentive;
    m_retry.reset();
    m_words.clear();
    m_closed = false;
    m_isForWantOfKey = false;
    m_stepping = false;
}

void LinkQuestion::left()
{
    m_answer = Answer::Unasked;
    m_retry.reset();
    m_stepping = false;
}

/// Stored events that are still streaming in are no reason to give up on EOSE; a relay that mixes live events
/// into them and never says EOSE is given up on in the end.
void LinkQuestion::checkEose(std::int64_t attentive, std::int64_t timeout_ms)
{
    if (!isAwaited())
        return;
    if (attentive - m_active >= timeout_ms || attentive - m_asked >= mostEoseTimeouts * timeout_ms)
        m_answer = Answer::LiveWithoutEose;
}

bool LinkQuestion::endOfStored()
{
    if (m_closed || m_answer == Answer::Unasked || m_answer == Answer::Live)
        return false;
    if (m_stepping) // some relays say EOSE to what they refused, too
        return false;
    // After a timeout or a NOTICE that looked like a refusal it is late, and still true.
    m_answer = Answer::Live;
    m_retry.reset();
    m_words.clear();
    m_backoff.reset();
    return true;
}

bool LinkQuestion::refused(std::int64_t now, const QString &text)
{
    const nostr::RelayPrefix prefix = nostr::relayPrefix(text.toStdString());
    if (m_stepping) // said twice
        return false;
    m_answer = Answer::Refused;
    m_words = LinkWords::refused(m_id, prefix, text);
    m_isForWantOfKey = isForWantOfKey(prefix);
    m_retry.reset();
    if (mayBeTooMuch(prefix) && stepDown(now + stepPauseMs, text))
        return false;
    if (!isFinalRefusal(prefix))
        m_retry = now + m_backoff.next();
    return true;
}

/// True when a narrower form is left to ask for.
bool LinkQuestion::stepDown(std::int64_t retry, const QString &text)
{
    if (!hasNarrower())
        return false;
    ++m_form;
    m_stepping = true;
    m_tooMuch = text;
    m_retry = retry;
    return true;
}

bool LinkQuestion::exceeds(std::int64_t now, const QString &words)
{
    m_answer = Answer::Refused;
    m_words = LinkWords::notAsked(m_id, words);
    m_retry.reset();
    m_closed = true;
    return !stepDown(now, words);
}

// --- all -------------------------------------------------------------------------------------------------

LinkQuestion &LinkQuestions::named(const std::string &id)
{
    if (LinkQuestion *known = find(id))
        return *known;
    return m_all.emplace_back(id, m_backoff);
}

LinkQuestion *LinkQuestions::find(std::string_view id)
{
    return findIn(m_all, id);
}

const LinkQuestion *LinkQuestions::find(std::string_view id) const
{
    return findIn(m_all, id);
}

void LinkQuestions::erase(std::string_view id)
{
    std::erase_if(m_all, [id](const LinkQuestion &question) { return question.id() == id; });
}

const LinkQuestion *LinkQuestions::leading() const
{
    if (const LinkQuestion *jobs = find(jobsSubscriptionId))
        return jobs;
    return m_all.empty() ? nullptr : &m_all.front();
}

/// The longest question is the likeliest to be too much; the others may be fine.
int LinkQuestions::refusedByNotice(std::int64_t now, const QString &text)
{
    const bool oneIsTooMuch =
        mayBeTooMuch(nostr::relayPrefix(text.toStdString())) &&
        std::any_of(m_all.begin(), m_all.end(), [](const LinkQuestion &question) {
            return question.isStepping() || (question.isAwaited() && question.hasNarrower());
        });
    int standing = 0;
    for (LinkQuestion &question : m_all) {
        if (question.isAwaited() && (!oneIsTooMuch || question.hasNarrower()) && question.refused(now, text))
            ++standing;
    }
    return standing;
}

bool LinkQuestions::isAnyAwaited() const
{
    return std::any_of(m_all.begin(), m_all.end(),
                       [](const LinkQuestion &question) { return question.isAwaited(); });
}

} // namespace dvmdash::relay
