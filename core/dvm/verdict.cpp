// SPDX-License-Identifier: GPL-3.0-or-later
#include "dvm/verdict.h"

#include <algorithm>
#include <tuple>

namespace dvmdash::dvm
{

namespace
{

bool cannotBeRead(const ChainNode &node)
{
    return node.encrypted ||
           std::any_of(node.attempts.begin(), node.attempts.end(),
                       [](const Attempt &attempt) { return (attempt.flags & AttemptNotObserved) != 0; });
}

/// Delivered; also where only the answers were seen and not the request.
bool came(const ChainNode &node)
{
    return node.state == State::Delivered ||
           (node.state == State::Missing &&
            std::any_of(node.attempts.begin(), node.attempts.end(),
                        [](const Attempt &attempt) { return attempt.state == State::Delivered; }));
}

bool asksForPayment(const Answer &answer)
{
    return answer.status == Status::PaymentRequired || answer.amount_msat.has_value();
}

Reason reasonOf(const Attempt &attempt)
{
    switch (attempt.state) {
    case State::Failed:
        return Reason::Error;
    case State::Ignored:
        return Reason::Ignored;
    case State::PaidUndelivered:
        return Reason::PaidUndelivered;
    default:
        return (attempt.flags & AttemptKindMismatch) != 0 ? Reason::KindMismatch : Reason::Stalled;
    }
}

/// Failed by its own word, not by silence.
bool spokeOfFailure(const ChainNode &node)
{
    return std::any_of(node.attempts.begin(), node.attempts.end(),
                       [](const Attempt &attempt) { return attempt.state == State::Failed; });
}

/// Every DVM that failed had begun by then; silence has no beginning.
bool beganBefore(const ChainNode &node, std::int64_t time)
{
    bool any = false;
    for (const Attempt &attempt : node.attempts) {
        if (!isFailure(attempt.state) || !attempt.first_answer_at)
            continue;
        if (*attempt.first_answer_at >= time)
            return false;
        any = true;
    }
    return any;
}

/// The walk from one job upstream.
class Walk
{
public:
    explicit Walk(const Chain &chain)
        : m_chain(chain)
        , m_visited(chain.nodes.size())
    {
    }

    void start(std::size_t job)
    {
        const ChainNode &node = m_chain.nodes[job];
        if (isFailure(node.state))
            visit(job);
        else if (awaitsPayment(node))
            blameUnpaid(node);
        else if (node.state == State::Unobserved && !node.ghost && cannotBeRead(node))
            visitUnreadable(job);
    }

    Verdict take()
    {
        auto &causes = m_verdict.root_causes;
        std::sort(causes.begin(), causes.end(), [](const RootCause &a, const RootCause &b) {
            return std::tie(a.since, a.job, a.dvm) < std::tie(b.since, b.job, b.dvm);
        });
        causes.erase(std::unique(causes.begin(), causes.end()), causes.end());
        return std::move(m_verdict);
    }

private:
    enum class Input {
        Came,   ///< it blocks nobody
        Blocks, ///< what is wrong lies there, or further up
    };

    void visit(std::size_t job)
    {
        if (m_visited[job])
            return;
        m_visited[job] = true;
        const ChainNode &node = m_chain.nodes[job];
        if (node.inCycle)
            note(NoteKind::Cycle, node);
        bool blocked = false;
        for (const ChainEdge &edge : m_chain.edges) {
            if (edge.to != job || edge.type != EdgeType::Job || isWithinCircle(edge))
                continue;
            blocked = judge(node, m_chain.nodes[edge.from], edge) == Input::Blocks || blocked;
        }
        if (blocked) {
            note(NoteKind::Secondary, node);
            return;
        }
        for (const Attempt &attempt : node.attempts)
            if (isFailure(attempt.state))
                blame(node, attempt, reasonOf(attempt), attempt.since);
    }

    bool isWithinCircle(const ChainEdge &edge) const
    {
        return m_chain.groups[edge.from] == m_chain.groups[edge.to];
    }

    Input judge(const ChainNode &node, const ChainNode &input, const ChainEdge &edge)
    {
        if (input.ghost) {
            m_verdict.root_causes.push_back({input.id, std::nullopt, Reason::BeyondObserved, 0, {node.id}});
            return Input::Blocks;
        }
        if (came(input))
            return judgeDelivered(node, input, edge);
        if (isFailure(input.state)) {
            visit(edge.from);
            return Input::Blocks;
        }
        if (awaitsPayment(input)) {
            blameUnpaid(input);
            return Input::Blocks;
        }
        switch (input.state) {
        case State::Cancelled:
            note(NoteKind::InputCancelled, input);
            return Input::Blocks;
        case State::Unserved:
            note(NoteKind::InputUnserved, input);
            return Input::Blocks;
        case State::Waiting:
        case State::Accepted:
        case State::Partial:
            if (spokeOfFailure(node)) {
                note(NoteKind::Premature, node);
                return Input::Came;
            }
            note(NoteKind::InputOpen, input);
            return Input::Blocks;
        default:
            visitUnheard(edge.from);
            return Input::Blocks;
        }
    }

    /// The input was delivered; by whom, and was it any good?
    Input judgeDelivered(const ChainNode &node, const ChainNode &input, const ChainEdge &edge)
    {
        const Answer *used = usedAnswer(input, edge.pinned);
        const auto author =
            std::find_if(input.attempts.begin(), input.attempts.end(), [&](const Attempt &attempt) {
                return used ? attempt.dvm == used->author : attempt.state == State::Delivered;
            });
        if (author == input.attempts.end())
            return Input::Came;
        if (author->delivered_at && beganBefore(node, *author->delivered_at)) {
            note(NoteKind::Premature, node);
            return Input::Came;
        }
        const bool wasAsked = author->targeted || std::none_of(input.attempts.begin(), input.attempts.end(),
                                                               [](const Attempt &a) { return a.targeted; });
        if (used && input.resultKind != 0 && used->kind != input.resultKind) {
            blame(input, *author, Reason::KindMismatch, used->created_at, used);
            return Input::Blocks;
        }
        const bool isEmpty = used ? used->empty : (author->flags & AttemptEmptyResult) != 0;
        if (wasAsked && !isEmpty)
            return Input::Came;
        blame(input, *author, wasAsked ? Reason::BadResult : Reason::UnauthorisedInput,
              used ? used->created_at : author->since, used);
        return Input::Blocks;
    }

    /// The answer that a job used: the pinned one, else the first that was delivered.
    static const Answer *usedAnswer(const ChainNode &input, const std::optional<nostr::EventId> &pinned)
    {
        const auto find = [&](const nostr::EventId &id) -> const Answer * {
            const auto at =
                std::find_if(input.answers.begin(), input.answers.end(),
                             [&](const Answer &answer) { return answer.id == id && answer.isResult(); });
            return at == input.answers.end() ? nullptr : &*at;
        };
        if (pinned)
            if (const Answer *answer = find(*pinned))
                return answer;
        const Attempt *first = nullptr;
        for (const Attempt &attempt : input.attempts)
            if (attempt.state == State::Delivered && attempt.delivered_at &&
                (!first || *attempt.delivered_at < *first->delivered_at))
                first = &attempt;
        return first && first->result ? find(*first->result) : nullptr;
    }

    /// Nothing could be heard of the input, or not be read. What it waited for may tell more.
    void visitUnheard(std::size_t job)
    {
        const ChainNode &node = m_chain.nodes[job];
        if (cannotBeRead(node)) {
            visitUnreadable(job);
            return;
        }
        m_verdict.root_causes.push_back(
            {node.id, std::nullopt, Reason::BeyondObserved, node.created_at, {node.id}});
    }

    void visitUnreadable(std::size_t job)
    {
        if (m_visited[job])
            return;
        m_visited[job] = true;
        bool blocked = false;
        for (const ChainEdge &edge : m_chain.edges) {
            if (edge.to != job || edge.type != EdgeType::Job || isWithinCircle(edge))
                continue;
            const ChainNode &input = m_chain.nodes[edge.from];
            if (came(input))
                continue;
            blocked = judge(m_chain.nodes[job], input, edge) == Input::Blocks || blocked;
        }
        const ChainNode &node = m_chain.nodes[job];
        if (!blocked)
            m_verdict.root_causes.push_back(
                {node.id, std::nullopt, Reason::NotObservable, node.created_at, evidenceOfAll(node)});
    }

    void blameUnpaid(const ChainNode &node)
    {
        RootCause cause{node.id, std::nullopt, Reason::AwaitingPayment, 0, {node.id}};
        for (const Attempt &attempt : node.attempts) {
            if (!awaitsPayment(attempt))
                continue;
            for (const Answer &answer : node.answers) {
                if (answer.author != attempt.dvm || !asksForPayment(answer))
                    continue;
                cause.evidence.push_back(answer.id);
                if (cause.since == 0 || answer.created_at < cause.since)
                    cause.since = answer.created_at;
            }
        }
        m_verdict.root_causes.push_back(std::move(cause));
    }

    void blame(const ChainNode &node, const Attempt &attempt, Reason reason, std::int64_t since,
               const Answer *used = nullptr)
    {
        m_verdict.root_causes.push_back(
            {node.id, attempt.dvm, reason, since, evidenceOf(node, attempt, reason, used)});
    }

    static std::vector<nostr::EventId> evidenceOf(const ChainNode &node, const Attempt &attempt,
                                                  Reason reason, const Answer *used)
    {
        std::vector<nostr::EventId> ids{node.id};
        const auto add = [&](const nostr::EventId &id) {
            if (std::find(ids.begin(), ids.end(), id) == ids.end())
                ids.push_back(id);
        };
        if (used) {
            add(used->id);
            return ids;
        }
        const Answer *lastWord = nullptr;
        for (const Answer &answer : node.answers) {
            if (answer.author != attempt.dvm)
                continue;
            lastWord = &answer;
            const bool asked = reason == Reason::PaidUndelivered && asksForPayment(answer);
            if (asked || (reason == Reason::KindMismatch && answer.isResult()))
                add(answer.id);
        }
        if (lastWord && reason == Reason::Stalled)
            add(lastWord->id);
        if (attempt.evidence)
            add(*attempt.evidence);
        return ids;
    }

    static std::vector<nostr::EventId> evidenceOfAll(const ChainNode &node)
    {
        std::vector<nostr::EventId> ids{node.id};
        for (const Answer &answer : node.answers)
            ids.push_back(answer.id);
        return ids;
    }

    void note(NoteKind kind, const ChainNode &node)
    {
        const VerdictNote found{kind, node.id};
        if (std::find(m_verdict.notes.begin(), m_verdict.notes.end(), found) == m_verdict.notes.end())
            m_verdict.notes.push_back(found);
    }

    const Chain &m_chain;
    std::vector<bool> m_visited;
    Verdict m_verdict;
};

} // namespace

std::string_view reasonName(Reason reason)
{
    switch (reason) {
    case Reason::Error:
        return "error";
    case Reason::Ignored:
        return "ignored";
    case Reason::Stalled:
        return "stalled";
    case Reason::PaidUndelivered:
        return "paid_undelivered";
    case Reason::KindMismatch:
        return "kind_mismatch";
    case Reason::BadResult:
        return "bad_result";
    case Reason::UnauthorisedInput:
        return "unauthorised_input";
    case Reason::AwaitingPayment:
        return "awaiting_payment";
    case Reason::BeyondObserved:
        return "beyond_observed";
    case Reason::NotObservable:
        return "not_observable";
    }
    return "?";
}

std::string_view noteName(NoteKind kind)
{
    switch (kind) {
    case NoteKind::Premature:
        return "premature";
    case NoteKind::Secondary:
        return "secondary";
    case NoteKind::InputCancelled:
        return "input_cancelled";
    case NoteKind::InputUnserved:
        return "input_unserved";
    case NoteKind::InputOpen:
        return "input_open";
    case NoteKind::Cycle:
        return "cycle";
    }
    return "?";
}

bool awaitsPayment(const Attempt &attempt)
{
    return isOpen(attempt.state) && attempt.payment == PaymentState::Requested;
}

bool awaitsPayment(const ChainNode &node)
{
    return isOpen(node.state) && std::any_of(node.attempts.begin(), node.attempts.end(),
                                             [](const Attempt &attempt) { return awaitsPayment(attempt); });
}

Verdict verdictOf(const Chain &chain, std::size_t job)
{
    Walk walk(chain);
    walk.start(job);
    return walk.take();
}

} // namespace dvmdash::dvm
