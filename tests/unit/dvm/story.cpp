// SPDX-License-Identifier: GPL-3.0-or-later
#include "story.h"

#include "nostr/verifier.h"

#include <QStringList>
#include <QtGlobal>

#include <charconv>
#include <map>
#include <random>
#include <vector>

namespace dvmdash::dvm::test
{

namespace
{

constexpr std::string_view people = "UXABCDEF";
constexpr int requestKind = 5001;

std::int64_t number(std::string_view text)
{
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size())
        qFatal("a story has no number '%s'", std::string(text).c_str());
    return value;
}

/// Cuts `text` at the first `mark`: what is behind it, and `text` keeps what is before.
std::optional<std::string> cut(std::string &text, char mark)
{
    const auto at = text.find(mark);
    if (at == std::string::npos)
        return std::nullopt;
    std::string behind = text.substr(at + 1);
    text.resize(at);
    return behind;
}

struct Word {
    std::string what; ///< "A:processing", "cancel"
    std::int64_t at = 0;
    std::int64_t received_ms = 0;
    bool live = true;
};

Word readWord(std::string_view text)
{
    Word word;
    word.what = text;
    std::string when = cut(word.what, '@').value_or("");
    if (!when.empty() && when.back() == '~') {
        word.live = false;
        when.pop_back();
    }
    std::int64_t delay_ms = 500;
    if (const auto plus = when.find('+'); plus != std::string::npos) {
        delay_ms = number(std::string_view(when).substr(plus + 1)) * 1000;
        when.resize(plus);
    }
    word.at = number(when);
    word.received_ms = (start + word.at) * 1000 + delay_ms;
    return word;
}

class Teller
{
public:
    Teller(std::string_view targets, std::string_view script)
    {
        nostr::Tags tags{{"i", "some text", "text"}};
        for (const char target : targets)
            tags.push_back({"p", keyOf(numberOf(target)).hex()});
        const nostr::Event request = signedEvent(numberOf('U'), requestKind, 0, std::move(tags));
        m_facts.id = request.id;
        m_facts.request = readRequest(request, start * 1000 + 500, true);
        for (const QString &text : qs(script).split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
            ++m_count;
            tellWord(readWord(text.toStdString()));
        }
    }

    JobFacts facts() { return std::move(m_facts); }

private:
    void tellWord(const Word &word)
    {
        if (word.what == "cancel" || word.what == "meddle")
            return cancel(word);
        std::string who = word.what;
        const std::string what = cut(who, ':').value_or("");
        if (who == "pay" || who == "sure" || who == "tip" || who == "refund")
            return pay(word, who, what);
        answer(word, who.at(0), what);
    }

    void cancel(const Word &word)
    {
        const unsigned char author = numberOf(word.what == "cancel" ? 'U' : 'X');
        const nostr::Event event = signedEvent(author, 5, word.at, {{"e", m_facts.id.hex()}});
        m_facts.cancellations.push_back({event.id, event.pubkey, event.created_at});
    }

    void pay(const Word &word, const std::string &way, std::string whom)
    {
        Zap zap;
        zap.msat = 1000;
        if (const auto msat = cut(whom, '='))
            zap.msat = number(*msat);
        zap.target = m_facts.id;
        if (const auto position = cut(whom, '#'))
            zap.target = m_answers.at(static_cast<int>(number(*position)));
        zap.at = word.at;
        zap.seed = static_cast<unsigned char>(m_count);
        const unsigned char dvm = numberOf(whom.at(0));
        zap.from = way == "refund" ? dvm : numberOf(way == "tip" ? 'X' : 'U');
        zap.to = way == "refund" ? numberOf('U') : dvm;
        static nostr::Verifier verifier;
        std::optional<nostr::PublicKey> signer;
        if (way == "sure")
            signer = keyOf(zap.provider);
        const auto read = readZapReceipt(zapReceipt(zap), verifier, signer);
        if (!std::holds_alternative<Payment>(read))
            qFatal("the zap of a story was refused");
        m_facts.payments.push_back(std::get<Payment>(read));
    }

    void answer(const Word &word, char who, std::string what)
    {
        nostr::Tags tags{{"e", m_facts.id.hex()}, {"p", keyOf(numberOf('U')).hex()}};
        if (const auto amount = cut(what, '$'))
            tags.push_back({"amount", *amount});
        if (const auto status = cut(what, '!'))
            tags.push_back({"status", *status});
        int kind = requestKind + 1000;
        std::string content = cut(what, '=').value_or("done");
        if (what == "empty") {
            content = " \n";
        } else if (what == "sealed") {
            tags.push_back({"encrypted"});
        } else if (what == "wrong") {
            kind = requestKind + 1001;
        } else if (what == "ask") {
            kind = 7000;
            tags.push_back({"status", "payment-required"});
            tags.push_back({"amount", "1000", invoice(1000, word.at)});
        } else if (what == "opaque") {
            kind = 7000;
            tags.push_back({"encrypted"});
        } else if (what != "result") {
            kind = 7000;
            if (what != "none")
                tags.push_back({"status", what});
        }
        const nostr::Event event =
            signedEvent(numberOf(who), kind, word.at, std::move(tags), std::move(content));
        m_answers[m_count] = event.id;
        m_facts.answers.push_back(readAnswer(event, word.received_ms, word.live));
    }

    JobFacts m_facts;
    int m_count = 0;
    std::map<int, nostr::EventId> m_answers; ///< by the number of the word
};

} // namespace

unsigned char numberOf(char name)
{
    const auto at = people.find(name);
    if (at == std::string_view::npos)
        qFatal("nobody in a story is called %c", name);
    return static_cast<unsigned char>(at + 1);
}

char nameOf(const nostr::PublicKey &key)
{
    for (const char name : people) {
        if (keyOf(numberOf(name)) == key)
            return name;
    }
    return '?';
}

JobFacts tell(std::string_view targets, std::string_view script)
{
    return Teller(targets, script).facts();
}

JobFacts tellMissing(std::string_view script)
{
    JobFacts facts = tell({}, script);
    facts.request.reset();
    return facts;
}

QString told(const JobJudgement &judgement)
{
    QStringList parts{qs(stateName(judgement.state))};
    for (const Attempt &attempt : judgement.attempts) {
        QString part{QLatin1Char(nameOf(attempt.dvm))};
        if (attempt.targeted)
            part += QLatin1Char('*');
        part += QLatin1Char(' ') + qs(stateName(attempt.state)) + QLatin1Char('@') +
                QString::number(attempt.since - start);
        if (attempt.payment != PaymentState::None)
            part += QLatin1Char(' ') + qs(paymentStateName(attempt.payment));
        QStringList flags;
        for (const std::string_view flag : attemptFlagNames(attempt.flags))
            flags += qs(flag);
        if (!flags.isEmpty())
            part += QLatin1Char(' ') + flags.join(QLatin1Char('+'));
        parts += part;
    }
    return parts.join(QStringLiteral(" | "));
}

RandomStory randomStory(unsigned seed, int span)
{
    static const std::vector<std::string> words{
        "?:processing",
        "?:processing",
        "?:partial",
        "?:error",
        "?:success",
        "?:ask",
        "?:ask",
        "?:opaque",
        "?:none",
        "?:thinking",
        "?:result",
        "?:result",
        "?:result=other",
        "?:empty",
        "?:sealed",
        "?:result!error",
        "?:wrong",
        "?:scheduled",
        "?:payment-required",
        "pay:?",
        "pay:?",
        "sure:?",
        "tip:?",
        "refund:?",
        "refund:?=100",
        "cancel",
        "meddle",
        "U:processing",
        "?:processing$700",
    };
    std::mt19937 random(seed);
    const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
    static const std::vector<std::string> targets{"", "A", "AB", "ABC", "BA"};
    RandomStory story;
    story.targets = targets[below(targets.size())];
    const std::size_t count = below(9);
    for (std::size_t i = 0; i < count; ++i) {
        std::string word = words[below(words.size())];
        if (const auto who = word.find('?'); who != std::string::npos)
            word[who] = "AABC"[below(4)];
        story.script += word + "@" + std::to_string(below(static_cast<std::size_t>(span)));
        if (word.find(':') == 1 && below(4) == 0)
            story.script += below(2) ? "~" : "+" + std::to_string(static_cast<int>(below(40)) - 20);
        story.script += ' ';
    }
    return story;
}

bool always(std::int64_t, std::int64_t)
{
    return true;
}

} // namespace dvmdash::dvm::test
