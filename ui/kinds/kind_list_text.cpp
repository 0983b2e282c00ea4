// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kinds/kind_list_text.h"

#include "ui/widgets/format.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>
#include <iterator>

namespace dvmdash::ui
{

namespace
{

constexpr int lastKind = 65'535;
constexpr int mostListed = 65'536;
constexpr qint64 microsecondsAnEvent = 40; ///< to make what rests on it anew

QString tr(const char *text)
{
    return QCoreApplication::translate("kinds", text);
}

QString spanText(int first, int last)
{
    return first == last ? QString::number(first) : QStringLiteral("%1-%2").arg(first).arg(last);
}

/// "FIRST", "FIRST-LAST" or "FIRST-LAST +OFFSET", with any blanks.
std::optional<dvm::KindRange> rangeFromText(const QString &text)
{
    static const QRegularExpression form(
        QStringLiteral(R"(^\s*(\d{1,5})\s*(?:[-\x{2013}]\s*(\d{1,5})\s*)?(?:\+\s*(\d{1,5})\s*)?$)"));
    const auto match = form.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    dvm::KindRange range;
    range.first = match.captured(1).toInt();
    range.last = match.hasCaptured(2) ? match.captured(2).toInt() : range.first;
    if (match.hasCaptured(3))
        range.offset = match.captured(3).toInt();
    if (range.first > lastKind || range.last > lastKind)
        return std::nullopt;
    return range;
}

QStringList partsOf(const QString &text)
{
    static const QRegularExpression between(QStringLiteral("[,;\\n]"));
    return text.split(between, Qt::SkipEmptyParts);
}

void say(QString *error, const QString &text)
{
    if (error)
        *error = text;
}

/// Ephemeral events (NIP-01).
bool passesBy(const dvm::KindRange &range)
{
    constexpr int first = 20'000;
    constexpr int last = 29'999;
    const auto meets = [](int from, int until) { return from <= last && until >= first; };
    return meets(range.first, range.last) || meets(range.first + range.offset, range.last + range.offset);
}

qsizetype newlyAsked(const std::vector<int> &now, const std::vector<int> &wanted)
{
    std::vector<int> more;
    std::set_difference(wanted.begin(), wanted.end(), now.begin(), now.end(), std::back_inserter(more));
    return static_cast<qsizetype>(more.size());
}

} // namespace

QString rangesText(const std::vector<dvm::KindRange> &ranges)
{
    const int usual = dvm::KindRange().offset;
    QStringList parts;
    for (const dvm::KindRange &range : ranges)
        parts.append(spanText(range.first, range.last) +
                     (range.offset == usual ? QString() : QStringLiteral(" +%1").arg(range.offset)));
    return parts.join(QStringLiteral(", "));
}

std::optional<std::vector<dvm::KindRange>> rangesFromText(const QString &text, QString *error)
{
    std::vector<dvm::KindRange> ranges;
    for (const QString &part : partsOf(text)) {
        if (part.trimmed().isEmpty())
            continue;
        const auto range = rangeFromText(part);
        if (!range) {
            say(error,
                tr("\"%1\" is no range of kinds: write 5000-5999, or 5000-5999 +1000").arg(part.trimmed()));
            return std::nullopt;
        }
        ranges.push_back(*range);
    }
    if (ranges.empty()) {
        say(error, tr("Without a kind of requests nothing is asked for: write 5000-5999"));
        return std::nullopt;
    }
    return ranges;
}

QString kindsText(const std::set<int> &kinds)
{
    QStringList parts;
    for (auto first = kinds.begin(); first != kinds.end();) {
        auto last = first;
        auto next = std::next(first);
        while (next != kinds.end() && *next == *last + 1)
            last = next++;
        parts.append(spanText(*first, *last));
        first = next;
    }
    return parts.join(QStringLiteral(", "));
}

std::optional<std::set<int>> kindsFromText(const QString &text, QString *error)
{
    std::set<int> kinds;
    for (const QString &part : partsOf(text)) {
        if (part.trimmed().isEmpty())
            continue;
        const auto range = part.contains(u'+') ? std::nullopt : rangeFromText(part);
        if (!range || range->first > range->last || range->last - range->first >= mostListed) {
            say(error, tr("\"%1\" is no kind: write 5600, or 5600-5610").arg(part.trimmed()));
            return std::nullopt;
        }
        for (int kind = range->first; kind <= range->last; ++kind)
            kinds.insert(kind);
    }
    return kinds;
}

QString kindsMeaning(const dvm::KindTable &now, const dvm::KindTable &wanted, qint64 events)
{
    QStringList sentences{tr("%1 kinds of requests are asked for, and %2 of results.")
                              .arg(format::count(qint64(wanted.requests().size())),
                                   format::count(qint64(wanted.results().size())))};
    if (std::any_of(wanted.ranges().begin(), wanted.ranges().end(), passesBy))
        sentences.append(
            tr("Relays keep no events of kinds 20000 to 29999: what came before is never to be had."));
    if (dvm::rulesOf(now) == dvm::rulesOf(wanted))
        return sentences.join(u' ');
    const qint64 seconds = std::max<qint64>(1, events * microsecondsAnEvent / 1'000'000);
    sentences.append(
        tr("Jobs and numbers are made anew from %1 stored events, which takes about %2; until then "
           "nobody listens. No event goes.")
            .arg(format::count(events), format::durationMs(1000 * seconds)));
    const qsizetype more =
        newlyAsked(now.requests(), wanted.requests()) + newlyAsked(now.results(), wanted.results());
    if (more > 0)
        sentences.append(
            tr("%1 kinds were not asked for so far: for them the past is not covered until history "
               "is fetched (Relays page).")
                .arg(format::count(qint64(more))));
    return sentences.join(u' ');
}

} // namespace dvmdash::ui
