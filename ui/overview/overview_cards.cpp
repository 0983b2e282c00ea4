// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/overview_cards.h"

#include "ui/models/freshness_words.h"
#include "ui/overview/activity_course.h"
#include "ui/overview/measure_words.h"
#include "ui/relays/lookup_words.h"
#include "ui/theme/theme.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/format.h"
#include "ui/widgets/stat_card.h"

namespace dvmdash::ui
{

namespace
{

using Member = std::int64_t metrics::Figures::*;

struct Count {
    OverviewCards::Number number;
    Measure measure;
    Member member;
};
constexpr std::array<Count, 6> counts{{
    {OverviewCards::Requests, Measure::Requests, &metrics::Figures::requests},
    {OverviewCards::Results, Measure::Results, &metrics::Figures::results},
    {OverviewCards::Feedback, Measure::Feedback, &metrics::Figures::feedback},
    {OverviewCards::Users, Measure::Users, &metrics::Figures::users},
    {OverviewCards::Dvms, Measure::Dvms, &metrics::Figures::dvms},
    {OverviewCards::Kinds, Measure::Kinds, &metrics::Figures::kinds},
}};

/// Of what is shown there is at least something; claims only where nothing is confirmed.
bool showsConfirmed(const metrics::Money &money)
{
    return money.confirmed > 0;
}

} // namespace

OverviewCards::OverviewCards(QWidget *parent)
    : QWidget(parent)
{
    const Theme &theme = Theme::of(this);
    // Eight beside each other in a window of 1280, two rows of four where there is less room.
    auto *layout = new FlowLayout(qRound(theme.scaled(110)), theme.space(Space::M), this);
    layout->setContentsMargins(0, 0, 0, 0);
    const std::array<std::pair<QString, QString>, count> captions{
        {{QStringLiteral("requests"), tr("Requests")},
         {QStringLiteral("results"), tr("Results")},
         {QStringLiteral("completion"), tr("Completion")},
         {QStringLiteral("users"), tr("Users")},
         {QStringLiteral("dvms"), tr("DVMs")},
         {QStringLiteral("kinds"), tr("Kinds")},
         {QStringLiteral("sats"), tr("Sats")},
         {QStringLiteral("feedback"), tr("Feedback")}}};
    for (std::size_t i = 0; i < captions.size(); ++i) {
        const auto &[name, caption] = captions[i];
        m_cards[i] = new StatCard(caption, this);
        m_cards[i]->setObjectName(QStringLiteral("card.") + name);
        layout->addWidget(m_cards[i]);
    }
}

void OverviewCards::show(const engine::Overview &overview, bool hasBefore)
{
    showCounts(overview, hasBefore);
    showCompletion(overview, hasBefore);
    showSats(overview, hasBefore);
    showCourses(overview);
}

void OverviewCards::showCounts(const engine::Overview &overview, bool hasBefore)
{
    for (const Count &one : counts) {
        const std::int64_t now = overview.totals.*one.member;
        const std::int64_t before = overview.previous.*one.member;
        StatCard *shown = card(one.number);
        shown->setFigure(format::count(now));
        shown->setChange(hasBefore ? std::optional(format::change(now, before)) : std::nullopt);
        explain(one.number,
                {measureMeaning(one.measure), sampleWords(one.measure, overview.totals),
                 hasBefore ? tr("%1 in the window of equal length before.").arg(format::count(before))
                           : tr("Counted over everything that is stored.")},
                overview);
    }
}

void OverviewCards::showCompletion(const engine::Overview &overview, bool hasBefore)
{
    const metrics::Rate now = overview.totals.completion();
    const metrics::Rate before = overview.previous.completion();
    const auto percent = format::percent(now.part, now.whole);
    const auto percentBefore = format::percent(before.part, before.whole);
    card(Completion)
        ->setFigure(percent.value_or(QStringLiteral("\u2013")), percent ? QString() : tr("no jobs"));
    card(Completion)
        ->setChange(hasBefore ? format::pointsChange(now.part, now.whole, before.part, before.whole)
                              : std::nullopt);
    QStringList lines{measureMeaning(Measure::Completion), sampleWords(Measure::Completion, overview.totals)};
    if (hasBefore)
        lines.append(percentBefore ? tr("%1 of %2 jobs in the window of equal length before.")
                                         .arg(*percentBefore, format::count(before.whole))
                                   : tr("No jobs in the window of equal length before."));
    explain(Completion, lines, overview);
}

void OverviewCards::showSats(const engine::Overview &overview, bool hasBefore)
{
    const metrics::Money &money = overview.totals.money;
    const metrics::Money &moneyBefore = overview.previous.money;
    const bool isConfirmed = showsConfirmed(money);
    const bool isClaimed = !isConfirmed && money.claimed > 0;
    const auto tier = isConfirmed ? &metrics::Money::confirmed : &metrics::Money::claimed;
    const std::int64_t now = money.*tier;
    const std::int64_t before = moneyBefore.*tier;
    StatCard *shown = card(Sats);
    shown->setCaption(isConfirmed ? tr("Sats confirmed") : isClaimed ? tr("Sats claimed") : tr("Sats"));
    shown->setFigure(format::satsNumber(now), now > 0 ? QString() : tr("none paid"));
    shown->setChange(hasBefore && now > 0 ? std::optional(format::change(now, before)) : std::nullopt);
    QStringList lines{moneyWords(money),
                      tr("Tiers of trust, never added up. A receipt counts at its own time, what was asked "
                         "for or inferred at the time of the request."),
                      sampleWords(Measure::Confirmed, overview.totals)};
    shown->setActivatable(isClaimed);
    if (money.claimed > 0)
        lines.append(isClaimed ? confirmationWords() + QLatin1Char('\n') + tr("A click leads there.")
                               : confirmationWords());
    if (hasBefore)
        lines.append(tr("%1 confirmed and %2 claimed in the window of equal length before.")
                         .arg(format::sats(moneyBefore.confirmed), format::sats(moneyBefore.claimed)));
    explain(Sats, lines, overview);
}

void OverviewCards::showCourses(const engine::Overview &overview)
{
    const ActivityCourse course(overview);
    const bool lastRuns = course.lastRuns();
    card(Requests)->setKnownHistory(course.thinned(&metrics::Figures::requests), Hue::Requests, lastRuns);
    card(Results)->setKnownHistory(course.thinned(&metrics::Figures::results), Hue::Results, lastRuns);
    card(Feedback)->setKnownHistory(course.thinned(&metrics::Figures::feedback), Hue::Grey, lastRuns);
    card(Completion)->setKnownHistory(course.completion(), Hue::Results, lastRuns);
    // Different ones in each bucket: neighbours are not added up.
    card(Users)->setKnownHistory(course.values(&metrics::Figures::users), Hue::Orange, lastRuns);
    card(Dvms)->setKnownHistory(course.values(&metrics::Figures::dvms), Hue::Purple, lastRuns);
    card(Kinds)->setKnownHistory(course.values(&metrics::Figures::kinds), Hue::Grey, lastRuns);
    const auto tier =
        showsConfirmed(overview.totals.money) ? &metrics::Money::confirmed : &metrics::Money::claimed;
    card(Sats)->setKnownHistory(course.thinned([tier](const metrics::Figures &f) { return f.money.*tier; }),
                                Hue::Yellow, lastRuns);
}

void OverviewCards::explain(Number number, const QStringList &lines, const engine::Overview &overview)
{
    QStringList all = lines;
    all.append(freshnessWords(overview.freshness));
    card(number)->setExplanation(all.join(QLatin1Char('\n')));
}

} // namespace dvmdash::ui
