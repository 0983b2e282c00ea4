// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/overview_page.h"

#include "ui/charts/time_series_chart.h"
#include "ui/models/window_choice.h"
#include "ui/overview/activity_card.h"
#include "ui/overview/attention_card.h"
#include "ui/overview/failure_watch.h"
#include "ui/overview/failures_model.h"
#include "ui/overview/overview_cards.h"
#include "ui/overview/overview_feed.h"
#include "ui/overview/start_view.h"
#include "ui/relays/relay_words.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/format.h"
#include "ui/widgets/live_table_view.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace dvmdash::ui
{

namespace
{

constexpr int basisTickMs = 1'000;

/// The chart and what needs attention, side by side, or below each other where the window is narrow. Takes
/// the height that is left and asks for no more than it needs: in a scroll area a layout that depends on the
/// width is given what it would like, not what it can do with.
class RestOfPage : public QWidget
{
public:
    RestOfPage(QWidget *main, QWidget *side)
        : m_layout(new QBoxLayout(QBoxLayout::LeftToRight, this))
        , m_main(main)
        , m_side(side)
    {
        m_layout->setContentsMargins(0, 0, 0, 0);
        m_layout->setSpacing(Theme::of(this).space(Space::M));
        m_layout->setSizeConstraint(QLayout::SetNoConstraint);
        m_layout->addWidget(main, 10);
        m_layout->addWidget(side, 9);
    }

    QSize sizeHint() const override { return minimumSizeHint(); }
    QSize minimumSizeHint() const override
    {
        const QSize main = m_main->minimumSizeHint().expandedTo(m_main->minimumSize());
        const QSize side = m_side->minimumSizeHint();
        const int height = isNarrow() ? main.height() + m_layout->spacing() + side.height()
                                      : qMax(main.height(), side.height());
        return {qMax(main.width(), side.width()), height};
    }

protected:
    void resizeEvent(QResizeEvent *event) override
    {
        const bool fits = width() >= m_main->minimumSizeHint().width() + m_layout->spacing() +
                                         m_side->minimumSizeHint().width() +
                                         Theme::of(this).space(Space::Xxl);
        if (fits == isNarrow()) {
            m_layout->setDirection(fits ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
            updateGeometry();
        }
        QWidget::resizeEvent(event);
    }

private:
    bool isNarrow() const { return m_layout->direction() == QBoxLayout::TopToBottom; }

    QBoxLayout *m_layout;
    QWidget *m_main;
    QWidget *m_side;
};

} // namespace

OverviewPage::OverviewPage(const PageContext &pageContext, bool demo, QWidget *parent)
    : Page(pageContext, parent)
    , m_feed(new OverviewFeed(pageContext.engine, pageContext.window, this))
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

    connect(m_feed, &OverviewFeed::answered, this, &OverviewPage::showAnswer);
    connect(m_feed, &OverviewFeed::failed, this, [this](const QString &error) {
        m_error = error;
        updateBanner();
    });
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
    m_cards = new OverviewCards(context().names);
    m_activity = new ActivityCard(context());
    m_attention = new AttentionCard;
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
    layout->addWidget(new RestOfPage(m_activity, side), 1);
    m_activity->setMinimumHeight(qRound(theme.scaled(220)));

    auto *scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(area);
    m_content = scroll;

    connect(m_cards, &OverviewCards::jobsWanted, this, &OverviewPage::jobsWanted);
    connect(m_attention, &AttentionCard::failuresWanted, this, &OverviewPage::failuresWanted);
    connect(m_attention, &AttentionCard::relaysWanted, this, &OverviewPage::relaysWanted);
    connect(m_banner, &Banner::actionTriggered, this, [this] {
        if (m_error.isEmpty())
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
    m_feed->refresh();
    m_failures->refresh();
}

void OverviewPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    m_feed->setActive(true);
    m_failures->setActive(true);
    m_basisTick.start();
    updateBasis();
}

void OverviewPage::hideEvent(QHideEvent *event)
{
    m_feed->setActive(false);
    m_failures->setActive(false);
    m_basisTick.stop();
    Page::hideEvent(event);
}

void OverviewPage::showAnswer()
{
    m_error.clear();
    const auto &overview = *m_feed->latest();
    const bool hasBefore = context().window.span() != WindowChoice::Span::All;
    m_cards->show(overview, hasBefore);
    m_activity->show(overview);
    updateStack();
    updateBanner();
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
    m_stack->setCurrentWidget(m_feed->isFileEmpty() ? static_cast<QWidget *>(m_start) : m_content);
}

/// Thin, only when something is missing: the last question failed, or nothing new can arrive.
void OverviewPage::updateBanner()
{
    const auto &engine = context().engine;
    if (!m_error.isEmpty()) {
        m_banner->showMessage(
            Tone::Failed,
            tr("The numbers could not be read: %1. What is shown is the last that was.").arg(m_error),
            tr("Try again"));
        return;
    }
    const RelayTally tally = tallyOf(engine);
    if (engine.state() != engine::EngineState::Running || tally.live > 0 || tally.settling > 0) {
        m_banner->hide();
        return;
    }
    const QString what = tally.enabled == 0   ? tr("No relay is switched on")
                         : tally.enabled == 1 ? tr("The relay is not connected")
                                              : tr("None of %1 relays is connected").arg(tally.enabled);
    m_banner->showMessage(Tone::Suspect, tr("%1: what happens now is missing here.").arg(what),
                          tr("Show relays"));
}

void OverviewPage::updateBasis()
{
    if (!m_feed->latest())
        return;
    const auto &fresh = m_feed->latest()->freshness;
    const qint64 now = format::nowMs();
    QString text = tr("as of %1").arg(format::relativeTime(fresh.as_of_ms, now));
    if (fresh.newest_event_at > 0)
        text += QStringLiteral("  \u00b7  ") +
                tr("newest event %1").arg(format::relativeTime(fresh.newest_event_at * 1000, now));
    Q_EMIT basisChanged(text);
}

} // namespace dvmdash::ui
