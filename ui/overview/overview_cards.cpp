// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/overview_cards.h"

#include "ui/inspector/event_words.h"
#include "ui/models/name_book.h"
#include "ui/overview/activity_course.h"
#include "ui/theme/theme.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/format.h"
#include "ui/widgets/stat_card.h"

#include <QVBoxLayout>

namespace dvmdash::ui
{

namespace
{

QString counted(std::int64_t count, const QString &one, const QString &more)
{
    return count == 1 ? one : more.arg(format::count(count));
}

} // namespace

OverviewCards::OverviewCards(NameBook &names, QWidget *parent)
    : QWidget(parent)
    , m_names(names)
{
    addCards();
    connect(&names, &NameBook::namesChanged, this, [this] {
        if (m_shown)
            showLeaders(*m_shown);
    });
}

void OverviewCards::addCards()
{
    const Theme &theme = Theme::of(this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme.space(Space::M));
    auto *courses = new FlowLayout(qRound(theme.scaled(180)), theme.space(Space::M));
    auto *small = new FlowLayout(qRound(theme.scaled(150)), theme.space(Space::M));
    layout->addLayout(courses);
    layout->addLayout(small);
    const std::array<std::pair<QString, QString>, count> captions{
        {{QStringLiteral("requests"), tr("Requests")},
         {QStringLiteral("results"), tr("Results")},
         {QStringLiteral("feedback"), tr("Feedback")},
         {QStringLiteral("users"), tr("Users")},
         {QStringLiteral("dvms"), tr("DVMs")},
         {QStringLiteral("kinds"), tr("Kinds")},
         {QStringLiteral("popular_dvm"), tr("Most popular DVM")},
         {QStringLiteral("popular_kind"), tr("Most popular kind")},
         {QStringLiteral("competitive_kind"), tr("Most competitive kind")}}};
    for (int i = 0; i < count; ++i) {
        const auto &[name, caption] = captions[static_cast<std::size_t>(i)];
        auto *made = new StatCard(caption, this);
        made->setObjectName(QStringLiteral("card.") + name);
        m_cards[static_cast<std::size_t>(i)] = made;
        (i <= Feedback ? courses : small)->addWidget(made);
        // The small ones have no course below their words.
        if (i > Feedback)
            made->setFixedHeight(made->sizeHint().height() - qRound(theme.scaled(40)) -
                                 2 * theme.space(Space::Xs));
        if (i >= PopularDvm) {
            made->setActivatable(true);
            connect(made, &QAbstractButton::clicked, this, [this, i] { wantLeader(static_cast<Number>(i)); });
        }
    }
}

void OverviewCards::show(const engine::Overview &overview, bool hasBefore)
{
    m_shown = overview;
    showCounts(overview, hasBefore);
    showLeaders(overview);
    showCourses(overview);
}

void OverviewCards::showCounts(const engine::Overview &overview, bool hasBefore)
{
    using Member = std::int64_t metrics::Figures::*;
    struct Count {
        Number number;
        Member member;
        QString definition;
    };
    const std::array<Count, 6> counts{{
        {Requests, &metrics::Figures::requests,
         tr("Events of the request kinds (5000 to 5999 but those of other protocols) made in the window.")},
        {Results, &metrics::Figures::results,
         tr("Events of the result kinds made in the window. Those that name no request count nowhere.")},
        {Feedback, &metrics::Figures::feedback,
         tr("Events of kind 7000 made in the window, but customers' own notes and answers to pings.")},
        {Users, &metrics::Figures::users, tr("Different authors of requests.")},
        {Dvms, &metrics::Figures::dvms, tr("Different authors of results and feedback.")},
        {Kinds, &metrics::Figures::kinds, tr("Different kinds of requests.")},
    }};
    for (const Count &one : counts) {
        const std::int64_t now = overview.totals.*one.member;
        const std::int64_t before = overview.previous.*one.member;
        StatCard *shown = card(one.number);
        shown->setFigure(format::count(now));
        shown->setChange(hasBefore ? std::optional(format::change(now, before)) : std::nullopt);
        explain(one.number, one.definition,
                hasBefore ? tr("%1 in the window of equal length before.").arg(format::count(before))
                          : tr("Counted over everything that is stored."));
    }
}

void OverviewCards::showLeaders(const engine::Overview &overview)
{
    const metrics::Figures &totals = overview.totals;
    const metrics::Leaders &leaders = overview.leaders;
    const QString none = tr("none yet");
    const QString dash = QStringLiteral("\u2013");
    if (leaders.popular_dvm)
        card(PopularDvm)
            ->setName(m_names.name(leaders.popular_dvm->dvm),
                      counted(leaders.popular_dvm->value, tr("1 result"), tr("%1 results")));
    else
        card(PopularDvm)->setName(dash, none);
    explain(PopularDvm, tr("The DVM that signed most results in the window."),
            tr("Of %1 results.").arg(format::count(totals.results)));

    if (leaders.popular_kind)
        card(PopularKind)
            ->setName(kindName(leaders.popular_kind->kind),
                      tr("kind %1, %2")
                          .arg(leaders.popular_kind->kind)
                          .arg(counted(leaders.popular_kind->value, tr("1 request"), tr("%1 requests"))));
    else
        card(PopularKind)->setName(dash, none);
    explain(PopularKind, tr("The kind that was requested most in the window."),
            tr("Of %1 requests.").arg(format::count(totals.requests)));

    if (leaders.competitive_kind)
        card(CompetitiveKind)
            ->setName(kindName(leaders.competitive_kind->kind),
                      tr("kind %1, %2")
                          .arg(leaders.competitive_kind->kind)
                          .arg(counted(leaders.competitive_kind->value, tr("1 DVM"), tr("%1 DVMs"))));
    else
        card(CompetitiveKind)->setName(dash, none);
    explain(CompetitiveKind, tr("The request kind to which most different DVMs gave results in the window."),
            tr("Of %1 results.").arg(format::count(totals.results)));
}

void OverviewCards::showCourses(const engine::Overview &overview)
{
    const ActivityCourse course(overview);
    card(Requests)->setHistory(course.thinned(&metrics::Figures::requests), Hue::Requests, course.lastRuns());
    card(Results)->setHistory(course.thinned(&metrics::Figures::results), Hue::Results, course.lastRuns());
    card(Feedback)->setHistory(course.thinned(&metrics::Figures::feedback), Hue::Grey, course.lastRuns());
}

void OverviewCards::explain(Number number, const QString &definition, const QString &basis)
{
    const metrics::Freshness &fresh = m_shown->freshness;
    card(number)->setExplanation(
        tr("%1\n%2\nAs of %3, newest event %4.")
            .arg(definition, basis, format::isoUtcMs(fresh.as_of_ms), format::isoUtc(fresh.newest_event_at)));
}

void OverviewCards::wantLeader(Number number)
{
    if (!m_shown)
        return;
    const metrics::Leaders &leaders = m_shown->leaders;
    if (number == PopularDvm && leaders.popular_dvm)
        Q_EMIT jobsWanted(NameBook::npub(leaders.popular_dvm->dvm));
    else if (number == PopularKind && leaders.popular_kind)
        Q_EMIT jobsWanted(QString::number(leaders.popular_kind->kind));
    else if (number == CompetitiveKind && leaders.competitive_kind)
        Q_EMIT jobsWanted(QString::number(leaders.competitive_kind->kind));
}

} // namespace dvmdash::ui
