// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chain/box_words.h"

#include "ui/inspector/event_words.h"
#include "ui/inspector/job_words.h"
#include "ui/models/name_book.h"
#include "ui/widgets/format.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace dvmdash::ui
{

namespace
{

constexpr std::size_t mostLines = 6; ///< of attempts in a tool tip

QString tr(const char *text)
{
    return QCoreApplication::translate("chain", text);
}

QString joined(const QString &a, const QString &b)
{
    return a.isEmpty() ? b : b.isEmpty() ? a : a + QStringLiteral(", ") + b;
}

QString idText(const dvm::ChainNode &node)
{
    return QString::fromStdString(node.id.hex());
}

QString kindText(const dvm::ChainNode &node)
{
    if (node.ghost)
        return tr("Job %1").arg(format::shortId(idText(node)));
    return node.kind == 0 ? tr("Job of unknown kind") : kindName(node.kind);
}

/// The attempts, those that the verdict blames first, then the better ones.
std::vector<const dvm::Attempt *> byWeight(const engine::ChainAnswer &answer, const dvm::ChainNode &node)
{
    const auto blamed = [&](const dvm::Attempt &attempt) {
        return std::any_of(
            answer.verdict.root_causes.begin(), answer.verdict.root_causes.end(),
            [&](const dvm::RootCause &cause) { return cause.job == node.id && cause.dvm == attempt.dvm; });
    };
    std::vector<const dvm::Attempt *> sorted;
    for (const dvm::Attempt &attempt : node.attempts)
        sorted.push_back(&attempt);
    std::stable_sort(sorted.begin(), sorted.end(), [&](const dvm::Attempt *a, const dvm::Attempt *b) {
        if (blamed(*a) != blamed(*b))
            return blamed(*a);
        return dvm::isBetter(a->state, b->state);
    });
    return sorted;
}

QString whoText(const engine::ChainAnswer &answer, const dvm::ChainNode &node, const NameOf &name)
{
    if (node.ghost)
        return tr("only named by others");
    const auto attempts = byWeight(answer, node);
    if (attempts.empty())
        return node.customer ? tr("asked by %1").arg(name(*node.customer)) : tr("no DVM yet");
    const QString first = name(attempts.front()->dvm);
    if (attempts.size() == 1)
        return first;
    if (attempts.size() == 2)
        return joined(first, name(attempts.back()->dvm));
    return tr("%1 and %2 more").arg(first, format::count(static_cast<qint64>(attempts.size() - 1)));
}

std::optional<qint64> fastestMs(const dvm::ChainNode &node)
{
    std::optional<qint64> best;
    for (const dvm::Attempt &attempt : node.attempts) {
        const auto took = responseMs(attempt.response_ms, attempt.response_s);
        if (attempt.state == dvm::State::Delivered && took && *took >= 0)
            best = best ? std::min(*best, *took) : *took;
    }
    return best;
}

QString stateText(const dvm::ChainNode &node)
{
    if (dvm::awaitsPayment(node))
        return tr("awaiting payment");
    const auto took = node.state == dvm::State::Delivered ? fastestMs(node) : std::nullopt;
    return took ? tr("%1 in %2").arg(stateWord(node.state), format::durationMs(*took))
                : stateWord(node.state);
}

Tone toneOf(const dvm::ChainNode &node, bool blamed)
{
    if (node.ghost)
        return Tone::Ghost;
    if (dvm::awaitsPayment(node))
        return Tone::Payment;
    // What it gave was bad, although it came.
    return blamed && node.state == dvm::State::Delivered ? Tone::Suspect : stateTone(node.state);
}

BoxWords foldWords(const engine::ChainAnswer &answer, const GraphBox &box)
{
    QStringList kinds;
    for (const std::size_t node : box.nodes) {
        const QString kind = kindText(answer.chain.nodes[node]);
        if (!kinds.contains(kind))
            kinds.append(kind);
    }
    BoxWords words;
    words.title = tr("%1 delivered").arg(format::count(static_cast<qint64>(box.nodes.size())));
    words.who = kinds.size() == 1 ? kinds.first() : tr("%1 kinds of jobs").arg(format::count(kinds.size()));
    words.state = tr("click to unfold");
    words.tone = Tone::Delivered;
    return words;
}

QString attemptLine(const dvm::Attempt &attempt, const NameOf &name)
{
    QString line = tr("%1: %2").arg(name(attempt.dvm), stateWord(attempt.state));
    if (const auto took = responseMs(attempt.response_ms, attempt.response_s))
        line = joined(line, tr("%1 ms").arg(format::count(*took)));
    for (const QString &flag : attemptFlagWords(attempt.flags))
        line = joined(line, flag);
    if (attempt.payment != dvm::PaymentState::None)
        line = joined(line, tr("payment %1").arg(paymentWord(attempt.payment)));
    if (attempt.requested_msat)
        line = joined(line, tr("asked for %1").arg(format::sats(*attempt.requested_msat)));
    return line;
}

QString noteText(dvm::NoteKind kind)
{
    switch (kind) {
    case dvm::NoteKind::Premature:
        return tr("It began before its input was there.");
    case dvm::NoteKind::Secondary:
        return tr("It failed because of what it was given.");
    case dvm::NoteKind::InputCancelled:
        return tr("The customer withdrew it while others waited for it.");
    case dvm::NoteKind::InputUnserved:
        return tr("Nobody took it while others waited for it.");
    case dvm::NoteKind::InputOpen:
        return tr("Others wait for it.");
    case dvm::NoteKind::Cycle:
        return tr("It names itself over others: these jobs go round in a circle.");
    }
    return {};
}

/// Graphviz reads a backslash and a quote as its own.
QString escaped(QString text)
{
    text.replace(QLatin1Char('\\'), QStringLiteral("\\\\"));
    text.replace(QLatin1Char('"'), QStringLiteral("\\\""));
    text.replace(QLatin1Char('\n'), QLatin1Char(' '));
    return text;
}

QString quoted(const QString &text)
{
    return QLatin1Char('"') + escaped(text) + QLatin1Char('"');
}

QString nodeLine(const engine::ChainAnswer &answer, std::size_t index, bool critical, const NameOf &name)
{
    const dvm::ChainNode &node = answer.chain.nodes[index];
    GraphBox box;
    box.nodes = {index};
    const std::vector<std::size_t> causes = causeNodes(answer);
    box.cause = std::find(causes.begin(), causes.end(), index) != causes.end();
    const BoxWords words = boxWords(answer, box, name);
    // Lines of a label are parted by a backslash and an n, which must not be escaped: each line is, by
    // itself.
    QStringList lines{escaped(words.title), escaped(words.who), escaped(words.state)};
    if (box.cause)
        lines.append(escaped(tr("root cause")));
    const QString label = QLatin1Char('"') + lines.join(QStringLiteral("\\n")) + QLatin1Char('"');
    const Colors &colors = lightColors();
    const QColor tone = colors.tones[static_cast<std::size_t>(words.tone)];
    QStringList style{QStringLiteral("rounded"), QStringLiteral("filled")};
    if (node.ghost)
        style.append(QStringLiteral("dashed"));
    QString line = QStringLiteral("  %1 [label=").arg(quoted(idText(node))) + label;
    line += QStringLiteral(", style=%1, color=%2, fillcolor=%3")
                .arg(quoted(style.join(QLatin1Char(','))), quoted(tone.name()),
                     quoted(mixed(colors.card, tone, 0.12).name()));
    if (critical)
        line += QStringLiteral(", penwidth=3");
    if (index == answer.job)
        line += QStringLiteral(", peripheries=2");
    return line + QStringLiteral("];\n");
}

QString edgeLine(const engine::ChainAnswer &answer, const dvm::ChainEdge &edge, bool critical)
{
    QStringList attributes;
    if (edge.type == dvm::EdgeType::Quoted)
        attributes.append(QStringLiteral("style=dashed"));
    if (edge.type != dvm::EdgeType::Job)
        attributes.append(QStringLiteral("label=") + quoted(edgeWord(edge.type)));
    if (critical)
        attributes.append(QStringLiteral("penwidth=3"));
    return QStringLiteral("  ") + quoted(idText(answer.chain.nodes[edge.from])) + QStringLiteral(" -> ") +
           quoted(idText(answer.chain.nodes[edge.to])) +
           (attributes.isEmpty()
                ? QString()
                : QStringLiteral(" [") + attributes.join(QStringLiteral(", ")) + QLatin1Char(']')) +
           QStringLiteral(";\n");
}

} // namespace

BoxWords boxWords(const engine::ChainAnswer &answer, const GraphBox &box, const NameOf &name)
{
    if (box.isFolded())
        return foldWords(answer, box);
    const dvm::ChainNode &node = answer.chain.nodes[box.nodes.front()];
    return {kindText(node), whoText(answer, node, name), stateText(node), toneOf(node, box.cause)};
}

QString boxToolTip(const engine::ChainAnswer &answer, const GraphBox &box, const NameOf &name)
{
    if (box.isFolded()) {
        const BoxWords words = foldWords(answer, box);
        return words.title + QLatin1Char('\n') + words.who + QLatin1Char('\n') +
               tr("Siblings with the same inputs and consumers. Failures are never folded. Click to unfold.");
    }
    const dvm::ChainNode &node = answer.chain.nodes[box.nodes.front()];
    QStringList lines;
    lines.append(node.kind == 0 ? kindText(node)
                                : tr("%1 (kind %2)").arg(kindText(node), QString::number(node.kind)));
    lines.append(tr("State: %1. %2").arg(stateText(node), stateMeaning(node.state)));
    if (box.cause)
        lines.append(tr("A root cause."));
    for (const dvm::VerdictNote &note : answer.verdict.notes)
        if (note.job == node.id && note.kind != dvm::NoteKind::Cycle)
            lines.append(noteText(note.kind));
    if (node.inCycle)
        lines.append(noteText(dvm::NoteKind::Cycle));
    if (node.encrypted)
        lines.append(tr("Encrypted."));
    const auto attempts = byWeight(answer, node);
    for (std::size_t i = 0; i < std::min(attempts.size(), mostLines); ++i)
        lines.append(attemptLine(*attempts[i], name));
    if (attempts.size() > mostLines)
        lines.append(
            tr("and %1 more DVMs").arg(format::count(static_cast<qint64>(attempts.size() - mostLines))));
    if (node.customer)
        lines.append(tr("Asked by %1").arg(name(*node.customer)));
    if (!node.ghost)
        lines.append(format::isoUtc(node.created_at));
    lines.append(idText(node));
    return lines.join(QLatin1Char('\n'));
}

QString boxSentence(const BoxWords &words, const GraphBox &box)
{
    QString text = joined(joined(words.title, words.who), words.state);
    if (box.cause)
        text = joined(text, tr("root cause"));
    if (box.asked)
        text = joined(text, tr("the job asked for"));
    if (box.inCycle)
        text = joined(text, tr("in a circle"));
    if (words.mark)
        text = joined(text, words.mark->word);
    return text;
}

QString edgeWord(dvm::EdgeType type)
{
    switch (type) {
    case dvm::EdgeType::Job:
        return tr("takes the output of");
    case dvm::EdgeType::Continues:
        return tr("continues");
    case dvm::EdgeType::Quoted:
        return tr("mentions");
    }
    return {};
}

QString edgeToolTip(const std::vector<BoxWords> &words, const GraphEdge &edge, bool back)
{
    const QString from = words[static_cast<std::size_t>(edge.from)].title;
    const QString to = words[static_cast<std::size_t>(edge.to)].title;
    QStringList lines{tr("%1 %2 %3").arg(to, edgeWord(edge.type), from)};
    if (edge.count > 1)
        lines.append(tr("%1 references").arg(format::count(edge.count)));
    if (edge.type == dvm::EdgeType::Quoted)
        lines.append(tr("A weak reference: it is never blamed."));
    if (edge.critical)
        lines.append(tr("On the critical path."));
    if (back)
        lines.append(tr("Goes back: it closes a circle."));
    return lines.join(QLatin1Char('\n'));
}

bool matches(const engine::ChainAnswer &answer, std::size_t index, const QString &query, const NameOf &name)
{
    const dvm::ChainNode &node = answer.chain.nodes[index];
    QStringList texts{kindText(node), stateText(node)};
    QStringList starts{QString::number(node.kind), idText(node)};
    if (node.customer)
        texts.append(name(*node.customer));
    for (const dvm::Attempt &attempt : node.attempts) {
        texts.append(name(attempt.dvm));
        starts.append(NameBook::npub(attempt.dvm));
        starts.append(QString::fromStdString(attempt.dvm.hex()));
    }
    const QStringList words = query.simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    return !words.isEmpty() && std::all_of(words.begin(), words.end(), [&](const QString &word) {
        return std::any_of(texts.begin(), texts.end(),
                           [&](const QString &text) { return text.contains(word, Qt::CaseInsensitive); }) ||
               std::any_of(starts.begin(), starts.end(),
                           [&](const QString &text) { return text.startsWith(word, Qt::CaseInsensitive); });
    });
}

QString chainDot(const engine::ChainAnswer &answer, const CriticalPath &path, const NameOf &name)
{
    QString text =
        QStringLiteral("digraph chain {\n  rankdir=LR;\n  node [shape=box, fontname=\"sans-serif\"];\n");
    for (std::size_t i = 0; i < answer.chain.nodes.size(); ++i)
        text += nodeLine(answer, i, path.nodes[i], name);
    for (std::size_t i = 0; i < answer.chain.edges.size(); ++i)
        text += edgeLine(answer, answer.chain.edges[i], path.edges[i]);
    return text + QStringLiteral("}\n");
}

} // namespace dvmdash::ui
