// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/overview_page.h"

#include "ui/charts/time_series_chart.h"
#include "ui/models/freshness_words.h"
#include "ui/models/window_choice.h"
#include "ui/overview/activity_card.h"
#include "ui/overview/attention_card.h"
#include "ui/overview/failure_watch.h"
#include "ui/overview/failures_model.h"
#include "ui/overview/leaders_card.h"
#include "ui/overview/months_card.h"
#include "ui/overview/overview_cards.h"
#include "ui/overview/side_by_side.h"
#include "ui/overview/start_view.h"
#include "ui/relays/relay_words.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/format.h"
#include "ui/widgets/live_table_view.h"
#include "ui/widgets/stat_card.h"

#include <QHeaderView>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace dvmdash::ui
{

namespace
{

constexpr int basisTickMs = 1'000;
constexpr int bestGapMs = 3'000;    ///< it reads a row for each DVM and kind
constexpr int dvmsGapMs = 5'000;    ///< it reads a row for each DVM
constexpr int monthsGapMs = 10'000; ///< they change little
constexpr qreal bothTables = 1110;  ///< wide enough for leaders and months beside each other

} // namespace

OverviewPage::OverviewPage(const PageContext &pageContext, bool demo, QWidget *parent)
    : Page(pageContext, parent)
    , m_feed(new Feed<engine::OverviewQuestion>(
          pageContext.engine, pageContext.window,
          [](const engine::TimeWindow &window) {
              return engine::OverviewQuestion{window, {}};
          },
          this))
    , m_best(new Feed<engine::BestQuestion>(
          pageContext.engine, pageContext.window,
          [](const engine::TimeWindow &window) { return engine::BestQuestion{window}; }, this, bestGapMs))
    , m_months(
          new Feed<engine::MonthsQuestion>(pageContext.engine, engine::MonthsQuestion{}, this, monthsGapMs))
    , m_dvms(new Feed<engine::DvmsQuestion>(
          pageContext.engine, pageContext.window,
          [](const engine::TimeWindow &window) {
              return engine::DvmsQuestion{window, metrics::SortBy::Key, 0};
          },
          this, dvmsGapMs))
    , m_failures(new FailureWatch(pageContext.engine, pageContext.window, this))
    , m_stack(new QStackedWidget(this))
    , m_start(new StartView(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    m_stack->addWidget(makeContent());
    m_stack->addWidget(m_start);
    m_start->setDemo(demo);
    connect(m_start, &StartView::demoWanted, this, &OverviewPage::demoWanted);
    connect(m_start, &StartView::relaysWanted, this, &OverviewPage::relaysWanted);
    connect(m_start, &StartView::historyWanted, this, &OverviewPage::fetchHistory);
    connect(&pageContext.engine, &engine::Engine::historyChanged, this, &OverviewPage::showHistory);

    connect(m_feed, &FeedBase::answered, this, &OverviewPage::showAnswer);
    connect(m_best, &FeedBase::answered, this, [this] { m_leadersCard->show(*m_best->latest()); });
    connect(m_dvms, &FeedBase::answered, this, [this] { m_attention->showDvms(m_dvms->latest()->rows); });
    connect(m_months, &FeedBase::answered, this, [this] { m_monthsCard->show(*m_months->latest()); });
    for (FeedBase *feed : feeds()) {
        work().watch(feed);
        connect(feed, &FeedBase::failed, this, &OverviewPage::updateBanner);
        connect(feed, &FeedBase::answered, this, &OverviewPage::updateBanner);
    }
    connect(m_failures, &FailureWatch::changed, this, &OverviewPage::showFailures);
    connect(&context().engine, &engine::Engine::relaysChanged, this, &OverviewPage::showRelays);
    connect(&context().engine, &engine::Engine::stateChanged, this, &OverviewPage::showRelays);
    m_basisTick.setInterval(basisTickMs);
    m_basisTick.setTimerType(Qt::CoarseTimer);
    connect(&m_basisTick, &QTimer::timeout, this, &OverviewPage::updateBasis);
    showFailures();
    showRelays();
}

QWidget *OverviewPage::makeContent()
{
    const Theme &theme = Theme::of(this);
    m_banner = new Banner;
    m_cards = new OverviewCards;
    m_activity = new ActivityCard(context());
    m_attention = new AttentionCard(context().names);
    m_leadersCard = new LeadersCard(context());
    m_monthsCard = new MonthsCard(context());
    auto *area = new QWidget;
    auto *layout = new QVBoxLayout(area);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme.space(Space::M));
    layout->addWidget(m_banner);
    layout->addWidget(m_cards);
    auto *side = new QWidget;
    auto *sideLayout = new QVBoxLayout(side);
    sideLayout->setContentsMargins(0, 0, 0, 0);
    sideLayout->setSpacing(theme.space(Space::M));
    sideLayout->addWidget(m_attention);
    sideLayout->addWidget(makeFailures(), 1);
    layout->addWidget(new SideBySide(m_activity, 4, side, 3), 3);
    layout->addWidget(new SideBySide(m_leadersCard, 1, m_monthsCard, 1, qRound(theme.scaled(bothTables))), 2);
    m_activity->setMinimumHeight(qRound(theme.scaled(220)));

    auto *scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(area);
    m_content = scroll;

    connect(m_cards->card(OverviewCards::Sats), &StatCard::clicked, this, &Page::lookupsRequested);
    connect(m_leadersCard, &LeadersCard::dvmWanted, this, &OverviewPage::dvmWanted);
    connect(m_leadersCard, &LeadersCard::kindWanted, this, &OverviewPage::kindWanted);
    connect(m_attention, &AttentionCard::failuresWanted, this, &OverviewPage::failuresWanted);
    connect(m_attention, &AttentionCard::dvmWanted, this, &OverviewPage::dvmWanted);
    connect(m_attention, &AttentionCard::downDvmsWanted, this, &OverviewPage::downDvmsWanted);
    connect(m_attention, &AttentionCard::relaysWanted, this, &OverviewPage::relaysWanted);
    connect(m_banner, &Banner::actionTriggered, this, [this] {
        if (error().isEmpty())
            Q_EMIT relaysWanted();
        else
            refresh();
    });
    return m_content;
}

Card *OverviewPage::makeFailures()
{
    auto *card = new Card(tr("Latest failures"));
    m_failuresModel = new FailuresModel(context().names, Theme::of(this), this);
    m_failuresTable = new DataTable(QStringLiteral("failures"), 1);
    m_failuresTable->setModel(m_failuresModel, DataTable::Sorting::None);
    m_failuresTable->setFileChooser(context().files);
    m_failuresTable->setEmptyState(Icon::Check, tr("No failed jobs"),
                                   tr("Jobs that fail, stall or are ignored in this window stand here."));
    m_failuresTable->setLoading(true);
    m_failuresTable->restoreFrom(context().viewState);
    m_failuresTable->addActionsTo(*card);
    // The card is narrow: the name of the kind gives way, so that the time is always in sight.
    m_failuresTable->view()->horizontalHeader()->setSectionResizeMode(FailuresModel::Kind,
                                                                      QHeaderView::Stretch);
    m_failuresTable->view()->setAccessibleName(card->title());
    // In a low window one row has to do.
    m_failuresTable->view()->setMinimumHeight(
        m_failuresTable->view()->horizontalHeader()->sizeHint().height() +
        m_failuresTable->view()->verticalHeader()->defaultSectionSize());
    const auto inspect = [this](const QModelIndex &index) {
        if (index.isValid())
            Q_EMIT inspectRequested(m_failuresModel->row(index.row()).job.request);
    };
    connect(m_failuresTable, &DataTable::activated, this, inspect);
    // Selected by hand only: a row that goes makes another one current, which nobody chose.
    connect(m_failuresTable, &DataTable::currentChanged, this, [this, inspect](const QModelIndex &index) {
        if (m_failuresTable->view()->hasFocus())
            inspect(index);
    });
    card->setContent(m_failuresTable, true);
    return card;
}

void OverviewPage::exportCsv()
{
    m_activity->chart()->exportCsv();
}

void OverviewPage::refresh()
{
    for (FeedBase *feed : feeds())
        feed->refresh();
}

std::array<FeedBase *, 5> OverviewPage::feeds() const
{
    return {m_feed, m_best, m_months, m_dvms, m_failures};
}

void OverviewPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    for (FeedBase *feed : feeds())
        feed->setActive(true);
    m_basisTick.start();
    updateBasis();
}

void OverviewPage::hideEvent(QHideEvent *event)
{
    for (FeedBase *feed : feeds())
        feed->setActive(false);
    m_basisTick.stop();
    Page::hideEvent(event);
}

void OverviewPage::showAnswer()
{
    const auto &overview = *m_feed->latest();
    const bool hasBefore = context().window.span() != WindowChoice::Span::All;
    m_cards->show(overview, hasBefore);
    m_activity->show(overview);
    m_leadersCard->show(overview);
    // The months are asked for rarely, but not once too early: before the first event was stored.
    if (m_months->latest() && m_months->latest()->months.empty() && !isFileEmpty())
        m_months->refresh();
    updateStack();
    updateBasis();
}

void OverviewPage::showFailures()
{
    m_attention->showFailures(*m_failures);
    m_failuresTable->setLoading(!m_failures->isKnown());
    m_failuresModel->setJobs(m_failures->latest());
}

void OverviewPage::showRelays()
{
    const RelayTally tally = tallyOf(context().engine);
    m_attention->showRelays(tally.down);
    m_start->showRelays(tally.live, tally.enabled);
    updateBanner();
}

void OverviewPage::updateStack()
{
    m_stack->setCurrentWidget(isFileEmpty() ? static_cast<QWidget *>(m_start) : m_content);
}

void OverviewPage::fetchHistory()
{
    constexpr std::int64_t week = 7 * 86'400;
    const std::int64_t now = format::nowMs() / 1000;
    const relay::RelayList relays = context().engine.relays();
    for (const relay::RelayEntry &entry : relays)
        if (entry.enabled)
            context().engine.fetchHistory({entry.url, now - week, now + 1, false});
}

/// Only while there is nothing else to see here: then the Relays page tells more.
void OverviewPage::showHistory()
{
    const auto all = context().engine.histories();
    double share = 0;
    bool isUnderWay = false;
    for (const engine::HistoryProgress &one : all) {
        share += one.share / static_cast<double>(all.size());
        isUnderWay = isUnderWay || !one.paused;
    }
    m_start->showHistory(isUnderWay
                             ? tr("%1 % of what the relays have of it is through. Numbers appear with the "
                                  "first request or result; the Relays page shows each relay.")
                                   .arg(static_cast<int>(100 * share))
                             : QString());
}

bool OverviewPage::isFileEmpty() const
{
    return m_feed->latest() && m_feed->latest()->freshness.newest_event_at == 0;
}

QString OverviewPage::error() const
{
    for (const FeedBase *feed : feeds())
        if (!feed->error().isEmpty())
            return feed->error();
    return {};
}

/// Thin, only when much is missing: the last question failed, nothing new can arrive, or the window was not
/// covered. What is less stands in the basis.
void OverviewPage::updateBanner()
{
    const auto &engine = context().engine;
    if (const QString problem = error(); !problem.isEmpty()) {
        m_banner->showMessage(
            Tone::Failed,
            tr("The numbers could not be read: %1. What is shown is the last that was.").arg(problem),
            tr("Try again"));
        return;
    }
    const RelayTally tally = tallyOf(engine);
    const bool hearsNothing =
        engine.state() == engine::EngineState::Running && tally.live == 0 && tally.settling == 0;
    if (hearsNothing) {
        const QString what = tally.enabled == 0   ? tr("No relay is switched on")
                             : tally.enabled == 1 ? tr("The relay is not connected")
                                                  : tr("None of %1 relays is connected").arg(tally.enabled);
        m_banner->showMessage(Tone::Suspect, tr("%1: what happens now is missing here.").arg(what),
                              tr("Show relays"));
        return;
    }
    if (m_feed->latest() && isSeverelyPartial(m_feed->latest()->freshness))
        m_banner->showMessage(Tone::Suspect, partialWords(m_feed->latest()->freshness), tr("Show relays"));
    else
        m_banner->hide();
}

void OverviewPage::updateBasis()
{
    if (!m_feed->latest())
        return;
    const qint64 now = format::nowMs();
    m_monthsCard->tick(now);
    Q_EMIT basisChanged(basisWords(m_feed->latest()->freshness, now));
}

} // namespace dvmdash::ui
