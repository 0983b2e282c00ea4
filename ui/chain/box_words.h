// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/chain/chain_shape.h"
#include "ui/theme/icons.h"

#include <QByteArray>
#include <QString>

#include <functional>
#include <map>
#include <optional>

/// What the boxes of a chain say. Pure functions; names come from the caller, safe to show.
namespace dvmdash::ui
{

/// The name of a person or DVM.
using NameOf = std::function<QString(const nostr::PublicKey &)>;

/// What stands on the lower edge of a box, said by somebody else: how it differs from another chain.
struct BoxMark {
    QString word;
    Icon icon = Icon::Equal;
    Tone tone = Tone::Waiting;
    bool operator==(const BoxMark &) const = default;
};
using JobMarks = std::map<nostr::EventId, BoxMark>;

struct BoxWords {
    QString title; ///< what is done: "Summarization"
    QString who;   ///< by whom: "Foo, Bar"
    QString state; ///< "delivered in 9.2 s"
    Tone tone = Tone::Waiting;
    std::optional<BoxMark> mark = {}; ///< set by whoever marks
};
BoxWords boxWords(const engine::ChainAnswer &answer, const GraphBox &box, const NameOf &name);

/// Several lines with the exact numbers, as plain text.
QString boxToolTip(const engine::ChainAnswer &answer, const GraphBox &box, const NameOf &name);

/// One sentence for screen readers: the words, and what is marked.
QString boxSentence(const BoxWords &words, const GraphBox &box);

/// "takes the output of", "continues", "mentions": what the box at the end of the line does.
QString edgeWord(dvm::EdgeType type);

/// "Translation takes the output of Summarization", and what is marked.
QString edgeToolTip(const std::vector<BoxWords> &words, const GraphEdge &edge, bool back);

/// True when each word of the query is in the name of the kind, the state, or the name of a DVM or the
/// customer, or begins the number of the kind, the id, or the npub or key of a DVM. Case does not matter.
bool matches(const engine::ChainAnswer &answer, std::size_t node, const QString &query, const NameOf &name);

/// The whole chain in the language of Graphviz, nothing folded: fills tell the state, thick lines the
/// critical path, dashed ones weak references, dashed boxes jobs that were never seen.
QString chainDot(const engine::ChainAnswer &answer, const CriticalPath &path, const NameOf &name);

} // namespace dvmdash::ui
