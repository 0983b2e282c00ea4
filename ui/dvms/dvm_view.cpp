// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dvms/dvm_view.h"

#include "ui/boards/course.h"
#include "ui/boards/course_card.h"
#include "ui/boards/figure_cards.h"
#include "ui/charts/time_series_chart.h"
#include "ui/dvms/dvms_models.h"
#include "ui/dvms/health_line.h"
#include "ui/dvms/jobs_card.h"
#include "ui/dvms/mix_bar.h"
#include "ui/dvms/price_book.h"
#include "ui/dvms/profile_card.h"
#include "ui/dvms/troubles_card.h"
#include "ui/dvms/why_card.h"
#include "ui/inspector/event_words.h"
#include "ui/inspector/job_words.h"
#include "ui/models/freshness_words.h"
#include "ui/models/name_book.h"
#include "ui/models/window_choice.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card_pair.h"
#include "ui/widgets/copy_label.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/format.h"
#include "ui/widgets/live_table_view.h"
#include "ui/widgets/stat_card.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace dvmdash::ui
{

namespace
{

constexpr int mostRows = 8;
constexpr int mostJobRows = 12;
/// Behind the figures, which come first.
constexpr int troublesGapMs = 1'000;
constexpr std::size_t mostPrices = 50;
/// Below this width (at the reference text size) cards stand below each other.
constexpr qreal leastWidth = 760;

/// Best to worst.
QVector<MixBar::Part> attemptParts(const metrics::Figures &figures)
{
    std::vector<dvm::State> states;
    for (std::size_t state = 1; state < figures.attempts.size(); ++state)
        states.push_back(static_cast<dvm::State>(state));
    std::stable_sort(states.begin(), states.end(), dvm::isBetter);
    QVector<MixBar::Part> parts;
    for (const dvm::State state : states)
        parts.append({stateTone(state), stateWord(state), stateMeaning(state), figures.attemptsIn(state)});
    return parts;
}

/// Most often first.
QVector<MixBar::Part> feedbackParts(const metrics::Figures &figures)
{
    QVector<MixBar::Part> parts;
    for (std::size_t at = 0; at < figures.feedback_by.size(); ++at) {
        const auto status = static_cast<dvm::Status>(at);
        const std::string_view name = dvm::statusName(status);
        const QString word = status == dvm::Status::None
                                 ? DvmView::tr("without status")
                                 : QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()));
        parts.append({statusTone(name), word, DvmView::tr("Events of kind 7000 with this status."),
                      figures.feedbackOf(status)});
    }
    std::stable_sort(parts.begin(), parts.end(),
                     [](const MixBar::Part &a, const MixBar::Part &b) { return a.count > b.count; });
    return parts;
}

/// Cards one below the other, with their shares of the height that is left.
QWidget *inColumn(std::initializer_list<std::pair<QWidget *, int>> parts)
{
    auto *column = new QWidget;
    auto *layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::of(column).space(Space::M));
    for (const auto &[part, share] : parts)
        layout->addWidget(part, share);
    return column;
}

} // namespace

DvmView::DvmView(const PageContext &pageContext, QWidget *parent)
    : SubjectView(pageContext, tr("All DVMs"), parent)
    , m_feed(pageContext.engine, pageContext.window,
             [this](const engine::TimeWindow &window) {
                 return m_dvm ? std::optional(engine::DvmQuestion{*m_dvm, window}) : std::nullopt;
             })
    , m_troublesFeed(
          pageContext.engine, pageContext.window,
          [this](const engine::TimeWindow &window) {
              return m_dvm ? std::optional(engine::DvmTroublesQuestion{*m_dvm, window}) : std::nullopt;
          },
          nullptr, troublesGapMs)
    , m_prices(new PriceBook(pageContext.engine, this))
    , m_kinds(new KindsOfDvmModel(Theme::of(this), this))
    , m_competitors(new CompetitorsModel(
          pageContext.names, Theme::of(this),
          [this](const nostr::PublicKey &dvm) { return m_prices->price(dvm); }, this))
{
    build();
    for (FeedBase *feed : {static_cast<FeedBase *>(&m_feed), static_cast<FeedBase *>(&m_troublesFeed),
                           m_profile->feed(), m_jobs->feed()})
        runWhileShown(feed);
    connect(&m_feed, &FeedBase::answered, this, &DvmView::showAnswer);
    connect(&m_feed, &FeedBase::failed, this, [this](const QString &error) {
        if (!m_feed.latest())
            showNothing(tr("This DVM could not be read"), error);
        showTrouble(error, nullptr);
    });
    connect(&m_troublesFeed, &FeedBase::answered, this, &DvmView::showTroubles);
    connect(&m_troublesFeed, &FeedBase::failed, this,
            [this](const QString &error) { showTrouble(error, nullptr); });
    connect(m_prices, &PriceBook::changed, this,
            [this] { m_competitors->tellColumn(QStringLiteral("price")); });
    connect(&context().names, &NameBook::namesChanged, this, &DvmView::showName);
    connect(m_jobs, &JobsCard::inspectRequested, this, &SubjectView::inspectRequested);
    connect(m_jobs, &JobsCard::chainWanted, this, &DvmView::chainWanted);
    connect(m_troubles, &TroublesCard::inspectRequested, this, &SubjectView::inspectRequested);
    connect(m_troubles, &TroublesCard::chainWanted, this, &DvmView::chainWanted);
    connect(m_why, &WhyCard::chainWanted, this, &DvmView::chainWanted);
}

void DvmView::build()
{
    m_npub = new CopyLabel({}, this);
    m_npub->setMeaning(tr("public key"));
    head()->addWidget(m_npub);
    head()->addSpacing(Theme::of(this).space(Space::S));
    m_health = new HealthLine(this);
    head()->addWidget(m_health, 1);

    m_figures = new FigureCards({{Figure::Results, tr("Results")},
                                 {Figure::Feedback, tr("Feedback")},
                                 {Figure::Success, tr("Success")},
                                 {Figure::Ignored, tr("Ignored")},
                                 {Figure::P50, tr("Median response")},
                                 {Figure::P95, tr("95 of 100 within")},
                                 {Figure::Confirmed, tr("Confirmed")},
                                 {Figure::Claimed, tr("Claimed")}});
    StatCard *claimed = m_figures->card(Figure::Claimed);
    claimed->setActivatable(true);
    connect(claimed, &StatCard::clicked, this, &DvmView::lookupsRequested);
    m_profile = new ProfileCard(context());
    m_answers = new CourseCard(tr("Results and feedback over time"), context());
    m_answers->chart()->setStyle(ChartStyle::StackedBars);
    m_response = new CourseCard(tr("Response time over time"), context());
    m_response->chart()->setEmptyText(tr("No response was timed"),
                                      tr("A response time needs a request and its result in this window."));
    m_failures = new CourseCard(tr("Failures over time"), context());
    m_failures->chart()->setStyle(ChartStyle::StackedBars);
    m_failures->chart()->setEmptyText(
        tr("Nothing failed in this window"),
        tr("Errors, ignored requests, jobs it fell silent on and paid work that "
           "never came would stand here."));
    m_why = new WhyCard(context());
    fitHeight(m_why->table(), mostRows);
    reportExport(m_why->table());
    m_troubles = new TroublesCard(context());
    fitHeight(m_troubles->table(), mostRows);
    reportExport(m_troubles->table());
    m_jobs = new JobsCard(context());
    fitHeight(m_jobs->table(), mostJobRows);
    reportExport(m_jobs->table());

    const int least = qRound(Theme::of(this).scaled(leastWidth));
    cards()->addWidget(m_figures);
    cards()->addWidget(new CardPair(inColumn({{m_profile, 0}, {buildMix(), 1}}), 9,
                                    inColumn({{m_answers, 1}, {m_response, 1}}), 16, least));
    // Words and a long time need all the width.
    cards()->addWidget(m_failures);
    cards()->addWidget(m_why);
    cards()->addWidget(m_troubles);
    cards()->addWidget(new CardPair(buildKinds(), 1, buildCompetitors(), 1, least));
    cards()->addWidget(m_jobs);
    cards()->addStretch(1);
}

Card *DvmView::buildMix()
{
    auto *card = new Card(tr("Status mix"));
    m_attemptMix = new MixBar(tr("Attempts by state"), tr("No attempts in this window"));
    m_feedbackMix = new MixBar(tr("Feedback by status"), tr("No feedback in this window"));
    auto *holder = new QWidget;
    auto *layout = new QVBoxLayout(holder);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::of(this).space(Space::M));
    layout->addWidget(m_attemptMix);
    layout->addWidget(m_feedbackMix);
    layout->addStretch(1);
    card->setContent(holder);
    return card;
}

void DvmView::prepare(DataTable *table, Card *card)
{
    table->setFileChooser(context().files);
    table->view()->setAccessibleName(card->title());
    table->setOrderWaits(true);
    table->addActionsTo(*card);
    card->setContent(table, true);
    fitHeight(table, mostRows);
    reportExport(table);
}

Card *DvmView::buildKinds()
{
    m_kindsCard = new Card(tr("Kinds"));
    m_kindsTable = new DataTable(QStringLiteral("dvm_kinds"), 1);
    m_kindsTable->setModel(m_kinds);
    m_kindsTable->sortBy(QStringLiteral("results"), Qt::DescendingOrder);
    m_kindsTable->restoreFrom(context().viewState);
    m_kindsTable->setEmptyState(Icon::Kinds, tr("No kind in this window"),
                                tr("Kinds that it gave results for, or was asked for, stand here."));
    prepare(m_kindsTable, m_kindsCard);
    connect(m_kindsTable, &DataTable::activated, this, [this](const QModelIndex &index) {
        if (index.isValid())
            Q_EMIT kindWanted(m_kinds->row(index.row()).kind);
    });
    return m_kindsCard;
}

Card *DvmView::buildCompetitors()
{
    m_competitorsCard = new Card(tr("Competitors"));
    m_competitorsTable = new DataTable(QStringLiteral("dvm_competitors"), 1);
    m_competitorsTable->setModel(m_competitors);
    m_competitorsTable->sortBy(QStringLiteral("results"), Qt::DescendingOrder);
    m_competitorsTable->restoreFrom(context().viewState);
    m_competitorsTable->setEmptyState(Icon::Dvms, tr("No competitor in this window"),
                                      tr("Other DVMs that gave results for a kind of this one stand here."));
    prepare(m_competitorsTable, m_competitorsCard);
    connect(m_competitorsTable, &DataTable::activated, this, [this](const QModelIndex &index) {
        if (index.isValid())
            Q_EMIT dvmWanted(m_competitors->row(index.row()).dvm);
    });
    return m_competitorsCard;
}

void DvmView::setDvm(const nostr::PublicKey &dvm)
{
    if (m_dvm == dvm) {
        refresh();
        return;
    }
    m_dvm = dvm;
    showLoading();
    m_npub->setValue(NameBook::npub(dvm));
    showName();
    m_profile->setDvm(dvm);
    m_jobs->setDvm(dvm);
    m_health->setHealth(std::nullopt);
    m_why->clear();
    m_troubles->clear();
    m_kinds->setRows({});
    m_competitors->setRows({});
    m_feed.beginAnew();
    m_troublesFeed.beginAnew();
}

void DvmView::exportCsv()
{
    m_answers->chart()->exportCsv();
}

void DvmView::refresh()
{
    m_feed.refresh();
    m_troublesFeed.refresh();
    m_profile->feed()->refresh();
    m_jobs->feed()->refresh();
}

QString DvmView::basis() const
{
    return m_feed.latest() ? basisWords(m_feed.latest()->freshness, format::nowMs()) : QString();
}

void DvmView::showName()
{
    if (m_dvm)
        setSubject(context().names.name(*m_dvm),
                   Theme::of(this).dvmColor(QString::fromStdString(m_dvm->hex())));
}

void DvmView::showAnswer()
{
    const engine::Dvm &dvm = *m_feed.latest();
    showTrouble({}, &dvm.freshness);
    Q_EMIT basisChanged();
    if (!dvm.known) {
        showNothing(tr("Nothing is known of this key"), tr("No event in the file is by it or names it."));
        return;
    }
    const bool hasBefore = context().window.span() != WindowChoice::Span::All;
    m_figures->show(dvm.row.figures, hasBefore ? &dvm.previous : nullptr, dvm.freshness);
    m_profile->setRow(dvm.row);
    m_attemptMix->setParts(attemptParts(dvm.row.figures));
    m_feedbackMix->setParts(feedbackParts(dvm.row.figures));
    m_kinds->setRows(dvm.kinds);
    m_kindsCard->setNote(format::count(static_cast<qint64>(dvm.kinds.size())));
    m_competitors->setRows(dvm.competitors);
    m_competitorsCard->setNote(format::count(static_cast<qint64>(dvm.competitors.size())));
    std::vector<nostr::PublicKey> others;
    for (std::size_t i = 0; i < std::min(dvm.competitors.size(), mostPrices); ++i)
        others.push_back(dvm.competitors[i].dvm);
    m_prices->want(others);
    showCourses(dvm);
    showCards();
}

void DvmView::showCourses(const engine::Dvm &dvm)
{
    using metrics::Point;
    m_answers->show(
        Course(dvm)
            .line(QStringLiteral("results"), tr("Results"), Hue::Results, Missing::Zero,
                  [](const Point &point) { return std::optional<qint64>(point.figures.results); })
            .line(QStringLiteral("feedback"), tr("Feedback"), Hue::Grey, Missing::Zero,
                  [](const Point &point) { return std::optional<qint64>(point.figures.feedback); })
            .chart(eventsPer(dvm.step)));
    m_response->show(Course(dvm)
                         .line(QStringLiteral("p50_ms"), tr("p50"), Hue::Orange, Missing::Unknown,
                               [](const Point &point) { return figureValue(point.figures, Figure::P50); })
                         .line(QStringLiteral("p95_ms"), tr("p95"), Hue::Purple, Missing::Unknown,
                               [](const Point &point) { return figureValue(point.figures, Figure::P95); })
                         .chart(tr("response time"), ValueFormat::DurationMs));
    showFailures(dvm);
}

/// Only the reasons that there were: a name at the end of a chart asks to be looked for.
void DvmView::showFailures(const engine::Dvm &page)
{
    Course course(page);
    for (const dvm::State state : metrics::failureStates) {
        if (page.row.figures.attemptsIn(state) == 0)
            continue;
        // Two reasons each share the colour of a failure and of silence.
        const bool isPale = state == dvm::State::Stalled || state == dvm::State::PaidUndelivered;
        const std::string_view name = dvm::stateName(state);
        course.state(QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size())).toLower(),
                     stateWord(state), stateTone(state), isPale, [state](const metrics::Point &point) {
                         return std::optional<qint64>(point.figures.attemptsIn(state));
                     });
    }
    m_failures->show(course.chart(failuresPer(page.step)));
}

void DvmView::showTroubles()
{
    const engine::DvmTroubles &troubles = *m_troublesFeed.latest();
    m_health->setHealth(troubles.known ? std::optional(troubles.health) : std::nullopt);
    m_why->show(troubles);
    m_troubles->show(troubles);
}

} // namespace dvmdash::ui
