// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/jobs_page.h"

#include "ui/inspector/mark_delegate.h"
#include "ui/inspector/row_steps.h"
#include "ui/jobs/cause_filter.h"
#include "ui/jobs/job_model.h"
#include "ui/jobs/newest_jobs.h"
#include "ui/jobs/state_filter.h"
#include "ui/models/freshness_words.h"
#include "ui/models/name_book.h"
#include "ui/models/window_choice.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/card.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/format.h"
#include "ui/widgets/live_table_view.h"
#include "ui/widgets/safe_text.h"
#include "ui/widgets/search_field.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <limits>
#include <utility>

namespace dvmdash::ui
{

namespace
{

constexpr int countEveryMs = 3'000;
constexpr int mostRows = 2'000;
constexpr int tableVersion = 1;
/// Causes need the chain of each row, so the whole list is asked for seldom and its top often.
constexpr int leastGapMs = 2'000;
constexpr int newestRows = 150;
constexpr int newestGapMs = 100;

} // namespace

JobsPage::JobsPage(const PageContext &pageContext, QWidget *parent)
    : Page(pageContext, parent)
    , m_feed(
          pageContext.engine, pageContext.window,
          [this](const engine::TimeWindow &window) { return question(window, mostRows); }, leastGapMs)
    , m_newest(
          pageContext.engine, pageContext.window,
          [this](const engine::TimeWindow &window) { return question(window, newestRows); }, nullptr,
          newestGapMs)
    , m_model(new JobModel(pageContext.names, this))
{
    build();
    connectTable();
    work().watch(&m_feed);
    connect(&m_feed, &FeedBase::asked, this, [this] {
        m_isWhole = !isFiltered();
        m_table->setLoading(m_model->rowCount() == 0 && m_failed < 0);
    });
    connect(&m_feed, &FeedBase::answered, this, &JobsPage::showAnswer);
    connect(&m_feed, &JobListFeed::partCame, this, &JobsPage::showPart);
    connect(&m_newest, &FeedBase::answered, this, &JobsPage::showNewest);
    connect(&m_feed, &FeedBase::failed, this, [this](const QString &error) {
        m_table->setLoading(false);
        m_banner->showMessage(Tone::Failed, tr("The jobs could not be read: %1").arg(safeText(error)));
    });
    connect(&m_feed, &FeedBase::cancelled, this, [this] { m_table->setLoading(false); });
    m_countSoon.setSingleShot(true);
    connect(&m_countSoon, &QTimer::timeout, this, &JobsPage::countFailed);

    engine::Engine &engine = context().engine;
    connect(&engine, &engine::Engine::activity, this, [this](const engine::ActivityPtr &activity) {
        if (activity->replaced)
            askAnew();
        if (activity->jobs_changed)
            countSoon();
    });
    connect(&engine, &engine::Engine::stateChanged, this, [this] {
        showEmptyState();
        countFailed();
    });
    connect(&context().window, &WindowChoice::changed, this, [this] {
        m_isMissingKnown = false;
        m_isAnew = true;
        letGoOfNewest();
        countFailed();
    });
    showEmptyState();
    countFailed();
}

JobsPage::~JobsPage() = default;

QString JobsPage::title() const
{
    return tr("Jobs");
}

void JobsPage::applySearch(const QString &text)
{
    m_search->setText(text);
    m_search->setFocus();
}

void JobsPage::exportCsv()
{
    m_table->exportCsv();
}

void JobsPage::setFailedFirst(bool failedFirst)
{
    m_failedFirst->setChecked(failedFirst);
}

void JobsPage::build()
{
    const Theme &theme = Theme::of(this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme.space(Space::S));
    layout->addWidget(buildBar());
    layout->addWidget(buildStateRow());
    m_banner = new Banner(this);
    m_banner->setDismissible(true);
    layout->addWidget(m_banner);
    m_missing = new Banner(this);
    m_missing->setObjectName(QStringLiteral("jobs.missing"));
    m_missing->setDismissible(true);
    connect(m_missing, &Banner::dismissed, this, [this] { m_isMissingKnown = true; });
    layout->addWidget(m_missing);
    m_more = new Banner(this);
    layout->addWidget(m_more);

    m_table = new DataTable(QStringLiteral("jobs"), tableVersion, this);
    setFocusProxy(m_table);
    m_table->setModel(m_model);
    m_table->restoreFrom(context().viewState);
    m_table->setFileChooser(context().files);
    m_table->view()->setAccessibleName(tr("Jobs"));
    auto *marks = new MarkDelegate(m_table->view());
    m_table->view()->setItemDelegateForColumn(JobModel::MarksColumn, marks);
    m_table->view()->setItemDelegateForColumn(JobModel::Payment, marks);
    m_card = new Card(tr("Jobs"), this);
    m_card->setContent(m_table, true);
    m_table->addActionsTo(*m_card);
    layout->addWidget(m_card, 1);
}

QWidget *JobsPage::buildBar()
{
    auto *bar = new QWidget(this);
    auto *layout = new QHBoxLayout(bar);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::of(this).space(Space::S));
    m_search = new SearchField(tr("Filter: id, npub, name, kind number or words of its name"), bar);
    m_search->setFocusKeys(QKeySequence(QKeySequence::Find));
    connect(m_search, &SearchField::queryChanged, this, &JobsPage::askAnew);
    connect(m_search, &SearchField::left, this, [this] { m_table->setFocus(); });
    layout->addWidget(m_search, 1);
    m_causes = new CauseFilter(bar);
    connect(m_causes, &CauseFilter::changed, this, &JobsPage::askAnew);
    layout->addWidget(m_causes);
    return bar;
}

QWidget *JobsPage::buildStateRow()
{
    auto *row = new QWidget(this);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::of(this).space(Space::S));
    m_states = new StateFilter(row);
    connect(m_states, &StateFilter::changed, this, &JobsPage::askAnew);
    layout->addWidget(m_states, 1);
    m_failedFirst = new QPushButton(tr("Failed first"), row);
    m_failedFirst->setCheckable(true);
    m_failedFirst->setToolTip(tr("What went wrong stands above everything else"));
    connect(m_failedFirst, &QPushButton::toggled, this, [this](bool checked) {
        m_failedFirst->setIcon(checked ? Theme::of(this).icon(Icon::Check, Ink::Accent) : QIcon());
        // A column chosen by the reader would hide the order of the answer.
        if (checked)
            m_table->sortBy({}, Qt::AscendingOrder);
        askAnew();
    });
    layout->addWidget(m_failedFirst);
    return row;
}

void JobsPage::connectTable()
{
    auto *steps = new RowSteps(m_table);
    connect(steps, &RowSteps::chosen, this,
            [this](const QModelIndex &index) { Q_EMIT inspectRequested(m_model->job(index.row()).request); });
    connect(steps, &RowSteps::walked, this,
            [this](const QModelIndex &index) { Q_EMIT browsed(m_model->job(index.row()).request); });
    connect(m_table, &DataTable::activated, this,
            [this](const QModelIndex &index) { Q_EMIT chainWanted(m_model->job(index.row()).request); });
    connect(m_table, &DataTable::menuOpening, this, &JobsPage::offerComparison);
    connect(m_table, &DataTable::emptyButtonClicked, this, &JobsPage::emptyButton);
    connect(m_table, &DataTable::exportFinished, this, [this](const QString &path, int rows) {
        m_banner->showMessage(Tone::Delivered,
                              tr("%1 jobs written to %2.").arg(format::count(rows), safeText(path)));
    });
    connect(m_table, &DataTable::exportFailed, this,
            [this](const QString &message) { m_banner->showMessage(Tone::Failed, message); });
}

void JobsPage::offerComparison(QMenu &menu)
{
    const QVector<int> rows = m_table->selectedRows();
    if (rows.size() != 2)
        return;
    const engine::JobRow *before = &m_model->job(rows.first());
    const engine::JobRow *after = &m_model->job(rows.last());
    const auto isReference = [](const engine::JobRow &job) {
        return std::pair(job.state != dvm::State::Delivered, job.created_at);
    };
    if (isReference(*after) < isReference(*before))
        std::swap(before, after);
    menu.addAction(
        tr("Compare their chains"), this,
        [this, before = before->request, after = after->request] { Q_EMIT comparisonWanted(before, after); });
    menu.addSeparator();
}

void JobsPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    m_feed.setActive(true);
}

void JobsPage::hideEvent(QHideEvent *event)
{
    m_feed.setActive(false);
    m_newest.setActive(false);
    Page::hideEvent(event);
}

/// The reader wants to see something else: ask at once, an earlier answer does not matter any more.
void JobsPage::askAnew()
{
    m_isAnew = true;
    letGoOfNewest();
    m_feed.refresh();
}

/// Until the list that is asked for now has begun.
void JobsPage::letGoOfNewest()
{
    m_newest.setActive(false);
    m_newest.beginAnew();
}

/// Only then is what is new at the top. What breaks a job is known by its chain alone: to choose by it all
/// are looked at, however few are wanted.
bool JobsPage::isNewestFirst() const
{
    return !m_failedFirst->isChecked() && m_causes->causes().empty();
}

engine::JobsQuestion JobsPage::question(const engine::TimeWindow &window, int limit) const
{
    engine::JobsQuestion question;
    question.window = window;
    question.states = m_states->states();
    question.text = m_search->text().trimmed();
    question.failed_first = m_failedFirst->isChecked();
    question.limit = limit;
    question.chains = true;
    question.standing = true;
    question.causes = m_causes->causes();
    return question;
}

/// The beginning of a list that the reader waits for; what he reads already is not made shorter.
void JobsPage::showPart()
{
    if (!m_isAnew)
        return;
    m_table->setLoading(false);
    showList(m_feed.soFar());
}

/// The list, or its beginning; from then on what is new is asked for beside it.
void JobsPage::showList(const engine::Jobs &jobs)
{
    const auto &newest = m_newest.latest();
    const bool isOlder = newest && newest->freshness.sequence > jobs.freshness.sequence;
    m_model->setRows(isOlder ? withLater(jobs.rows, m_model->rows()) : jobs.rows);
    m_newest.setActive(isVisible() && isNewestFirst());
}

void JobsPage::showAnswer()
{
    const engine::Jobs &jobs = *m_feed.latest();
    m_isAnew = false;
    m_table->setLoading(false);
    if (m_isWhole && jobs.matching <= static_cast<std::int64_t>(jobs.rows.size()))
        m_states->setCounts(jobs.rows);
    else
        m_states->setFailedCount(jobs.failed);
    setFailed(jobs.failed);
    showList(jobs);
    showCounts(jobs);
    showEmptyState();
}

void JobsPage::showNewest()
{
    const engine::Jobs &jobs = *m_newest.latest();
    const bool areAll = jobs.matching <= static_cast<std::int64_t>(jobs.rows.size());
    setFailed(jobs.failed);
    m_model->setRows(withNewest(jobs.rows, areAll, m_model->rows(), mostRows));
    if (!isFiltered() && jobs.matching <= m_model->rowCount())
        m_states->setCounts(m_model->rows());
    else
        m_states->setFailedCount(jobs.failed);
    showCounts(jobs);
    showEmptyState();
}

void JobsPage::countSoon()
{
    if (!isVisible() && !m_countSoon.isActive())
        m_countSoon.start(countEveryMs);
}

/// While the page is hidden only the number in the navigation is kept true.
void JobsPage::countFailed()
{
    if (isVisible() || context().engine.state() != engine::EngineState::Running || m_count.pending())
        return;
    engine::JobsQuestion question;
    question.window = context().window.window(format::nowS());
    question.limit = 0;
    m_count = context().engine.ask(question, this, [this](const engine::Result<engine::Jobs> &result) {
        if (result)
            setFailed(result->failed);
    });
}

void JobsPage::setFailed(qint64 failed)
{
    if (failed == m_failed)
        return;
    m_failed = failed;
    Q_EMIT failedCountChanged(static_cast<int>(qMin<qint64>(failed, std::numeric_limits<int>::max())));
}

void JobsPage::showCounts(const engine::Jobs &jobs)
{
    const auto shown = std::int64_t{m_model->rowCount()};
    m_card->setNote(isFiltered() ? tr("%1 match").arg(format::count(jobs.matching))
                                 : format::count(jobs.matching));
    if (jobs.matching > shown && !m_isAnew) // else the rest is on its way
        m_more->showMessage(Tone::Waiting,
                            tr("%1 shown, %2 more: narrow the filter or the window.")
                                .arg(format::count(shown), format::count(jobs.matching - shown)));
    else
        m_more->hide();
    const QString asOf =
        QDateTime::fromMSecsSinceEpoch(jobs.freshness.as_of_ms).toString(QStringLiteral("HH:mm:ss"));
    Q_EMIT basisChanged(tr("%1 failed in this window, as of %2  \u00b7  %3")
                            .arg(format::count(jobs.failed), asOf, restsOnWords(jobs.freshness)));
    m_missing->setMessage(Tone::Suspect, isSeverelyPartial(jobs.freshness) && !m_isMissingKnown
                                             ? partialWords(jobs.freshness)
                                             : QString());
}

bool JobsPage::isFiltered() const
{
    return !m_search->text().trimmed().isEmpty() || !m_states->states().empty() ||
           !m_causes->causes().empty();
}

void JobsPage::showEmptyState()
{
    if (context().engine.state() == engine::EngineState::Failed)
        m_table->setEmptyState(Icon::Triangle, tr("The file could not be opened"),
                               context().engine.errorText());
    else if (isFiltered())
        m_table->setEmptyState(Icon::Filter, tr("No job fits"),
                               tr("No job of this window has this state, this cause and these words."),
                               tr("Clear the filter"));
    else if (context().window.span() != WindowChoice::Span::All)
        m_table->setEmptyState(Icon::Jobs, tr("No job in this window"),
                               tr("Nobody asked a DVM for anything in this time, as far as the relays told."),
                               tr("Show all times"));
    else
        m_table->setEmptyState(Icon::Jobs, tr("No jobs yet"),
                               tr("A job stands here as soon as a relay gives a request."),
                               tr("Look at the relays"));
}

void JobsPage::emptyButton()
{
    if (isFiltered()) {
        m_states->clear();
        m_causes->clear();
        m_search->clear();
    } else if (context().window.span() != WindowChoice::Span::All) {
        context().window.setSpan(WindowChoice::Span::All);
    } else {
        Q_EMIT relaysRequested();
    }
}

} // namespace dvmdash::ui
