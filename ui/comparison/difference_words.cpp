// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/comparison/difference_words.h"

#include "ui/widgets/format.h"

#include <QCoreApplication>

namespace dvmdash::ui
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("comparison", text);
}

/// In the place of the word where the number says more.
QString exactWord(const dvm::ComparedJob &job, dvm::Difference difference)
{
    if (difference == dvm::Difference::OtherCost && job.left_msat && job.right_msat)
        return tr("%1 \u2192 %2 sats")
            .arg(format::satsNumber(*job.left_msat), format::satsNumber(*job.right_msat));
    if (!job.left_ms || !job.right_ms)
        return differenceWord(difference);
    if (difference == dvm::Difference::Slower)
        return tr("%1 slower").arg(format::durationMs(*job.right_ms - *job.left_ms));
    if (difference == dvm::Difference::Faster)
        return tr("%1 faster").arg(format::durationMs(*job.left_ms - *job.right_ms));
    return differenceWord(difference);
}

} // namespace

const std::vector<dvm::Difference> &allDifferences()
{
    using D = dvm::Difference;
    // The gravest first.
    static const std::vector<D> all{D::Failed, D::Missing, D::Added,    D::OtherState, D::Recovered,
                                    D::Slower, D::Faster,  D::OtherDvm, D::OtherCost};
    return all;
}

QString differenceWord(dvm::Difference difference)
{
    switch (difference) {
    case dvm::Difference::Added:
        return tr("added");
    case dvm::Difference::Missing:
        return tr("missing");
    case dvm::Difference::Failed:
        return tr("failed");
    case dvm::Difference::Recovered:
        return tr("recovered");
    case dvm::Difference::OtherState:
        return tr("other state");
    case dvm::Difference::Slower:
        return tr("slower");
    case dvm::Difference::Faster:
        return tr("faster");
    case dvm::Difference::OtherDvm:
        return tr("another DVM");
    case dvm::Difference::OtherCost:
        return tr("other price");
    }
    return {};
}

QString differenceRule(dvm::Difference difference)
{
    switch (difference) {
    case dvm::Difference::Added:
        return tr("A job that the chain before did not have.");
    case dvm::Difference::Missing:
        return tr("A job that only the chain before had.");
    case dvm::Difference::Failed:
        return tr("Delivered before; after it failed, stalled, was ignored, or was paid and not delivered.");
    case dvm::Difference::Recovered:
        return tr("Failed before, delivered after.");
    case dvm::Difference::OtherState:
        return tr("Another state than before, but neither delivered before and failed after nor the other "
                  "way round.");
    case dvm::Difference::Slower:
        return tr("The result took at least 2 seconds and half as long again as before.");
    case dvm::Difference::Faster:
        return tr("The result came at least 2 seconds earlier than before, in two thirds of the time or "
                  "less.");
    case dvm::Difference::OtherDvm:
        return tr("Delivered by another DVM than before; where it was not delivered, none of those that "
                  "were tried is the one of before.");
    case dvm::Difference::OtherCost:
        return tr("Another price was asked for than before.");
    }
    return {};
}

Icon differenceIcon(dvm::Difference difference)
{
    switch (difference) {
    case dvm::Difference::Added:
        return Icon::Add;
    case dvm::Difference::Missing:
        return Icon::HollowRing;
    case dvm::Difference::Failed:
        return Icon::Cross;
    case dvm::Difference::Recovered:
        return Icon::Check;
    case dvm::Difference::OtherState:
        return Icon::Refresh;
    case dvm::Difference::Slower:
        return Icon::Clock;
    case dvm::Difference::Faster:
        return Icon::ArrowUp;
    case dvm::Difference::OtherDvm:
        return Icon::Dvms;
    case dvm::Difference::OtherCost:
        return Icon::Coin;
    }
    return Icon::Equal;
}

Tone differenceTone(dvm::Difference difference)
{
    switch (difference) {
    case dvm::Difference::Added:
        return Tone::Running;
    case dvm::Difference::Missing:
        return Tone::Suspect;
    case dvm::Difference::Failed:
        return Tone::Failed;
    case dvm::Difference::Recovered:
    case dvm::Difference::Faster:
        return Tone::Delivered;
    case dvm::Difference::OtherState:
    case dvm::Difference::OtherDvm:
        return Tone::Waiting;
    case dvm::Difference::Slower:
        return Tone::Stalled;
    case dvm::Difference::OtherCost:
        return Tone::Payment;
    }
    return Tone::Waiting;
}

Marks differenceMarks(const dvm::ComparedJob &job)
{
    Marks marks;
    for (const dvm::Difference difference : allDifferences())
        if (job.has(difference))
            marks.append(
                {differenceTone(difference), exactWord(job, difference), differenceIcon(difference)});
    return marks;
}

JobMarks boxMarks(const dvm::ChainComparison &comparison, const dvm::Chain &chain,
                  std::optional<std::size_t> dvm::ComparedJob::*side)
{
    JobMarks marks;
    for (const dvm::ComparedJob &job : comparison.jobs) {
        const Marks all = differenceMarks(job);
        if (all.isEmpty() || !(job.*side))
            continue;
        const Mark &gravest = all.first();
        BoxMark mark{gravest.word, gravest.icon.value_or(Icon::Equal), gravest.tone};
        // On the other side the box tells by itself how it is.
        if (side == &dvm::ComparedJob::left)
            mark.word = tr("after: %1").arg(mark.word);
        if (all.size() > 1)
            mark.word = tr("%1, +%2").arg(mark.word, format::count(all.size() - 1));
        marks.emplace(chain.nodes[*(job.*side)].id, mark);
    }
    return marks;
}

QString durationWords(const std::optional<std::int64_t> &seconds)
{
    constexpr qint64 second = 1000;
    return seconds ? format::durationMs(*seconds * second) : tr("not ended");
}

} // namespace dvmdash::ui
