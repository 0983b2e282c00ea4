// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/jobs_page.h"

#include "ui/inspector/mark_delegate.h"
#include "ui/inspector/row_steps.h"
#include "ui/jobs/job_model.h"
#include "ui/jobs/state_filter.h"
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
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <limits>

namespace dvmdash::ui
{

namespace
{

constexpr int refreshEveryMs = 500;
constexpr int passingEveryMs = 15'000;
constexpr int countEveryMs = 3'000;
constexpr int mostRows = 2'000;
constexpr int tableVersion = 1;

} // namespace

JobsPage::JobsPage(const PageContext &pageContext, QWidget *parent)
    : Page(pageContext, parent)
    , m_model(new JobModel(pageContext.names, this))
{
    build();
    connectTable();
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &JobsPage::askNow);
    m_countSoon.setSingleShot(true);
    connect(&m_countSoon, &QTimer::timeout, this, &JobsPage::countFailed);
    m_passing.setInterval(passingEveryMs);
    m_passing.setTimerType(Qt::VeryCoarseTimer);
    connect(&m_passing, &QTimer::timeout, this, &JobsPage::refreshSoon);
    m_passing.start();

    engine::Engine &engine = context().engine;
    connect(&engine, &engine::Engine::activity, this, [this](const engine::ActivityPtr &activity) {
        if (activity->jobs_changed)
            refreshSoon();
    });
    connect(&engine, &engine::Engine::stateChanged, this, [this] {
        showEmptyState();
        askAnew();
    });
    connect(&context().window, &WindowChoice::changed, this, &JobsPage::askAnew);
    showEmptyState();
    askAnew();
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
    m_more = new Banner(this);
    layout->addWidget(m_more);

    m_table = new DataTable(QStringLiteral("jobs"), tableVersion, this);
    setFocusProxy(m_table);
    m_table->setModel(m_model);
    m_table->restoreFrom(context().viewState);
    m_table->setFileChooser(context().files);
    m_table->view()->setAccessibleName(tr("Jobs"));
    m_table->view()->setItemDelegateForColumn(JobModel::Payment, new MarkDelegate(m_table->view()));
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
    connect(m_table, &DataTable::emptyButtonClicked, this, &JobsPage::emptyButton);
    connect(m_table, &DataTable::exportFinished, this, [this](const QString &path, int rows) {
        m_banner->showMessage(Tone::Delivered,
                              tr("%1 jobs written to %2.").arg(format::count(rows), safeText(path)));
    });
    connect(m_table, &DataTable::exportFailed, this,
            [this](const QString &message) { m_banner->showMessage(Tone::Failed, message); });
}

void JobsPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    refreshSoon();
}

/// Something may have changed: ask when it is time to.
void JobsPage::refreshSoon()
{
    if (!isVisible()) {
        if (!m_countSoon.isActive())
            m_countSoon.start(countEveryMs);
        return;
    }
    if (m_ask.pending()) {
        m_askAgain = true;
        return;
    }
    if (m_soon.isActive())
        return;
    const qint64 since = m_sinceAsked.isValid() ? m_sinceAsked.elapsed() : refreshEveryMs;
    m_soon.start(static_cast<int>(std::clamp<qint64>(refreshEveryMs - since, 0, refreshEveryMs)));
}

/// The reader wants to see something else: ask at once, an earlier answer does not matter any more.
void JobsPage::askAnew()
{
    if (isVisible())
        askNow();
    else
        countFailed();
}

void JobsPage::askNow()
{
    if (!isVisible() || context().engine.state() != engine::EngineState::Running)
        return;
    m_soon.stop();
    m_askAgain = false;
    m_sinceAsked.start();
    engine::JobsQuestion question;
    question.window = context().window.window(QDateTime::currentSecsSinceEpoch());
    question.states = m_states->states();
    question.text = m_search->text().trimmed();
    question.failed_first = m_failedFirst->isChecked();
    question.limit = mostRows;
    const bool allStates = question.states.empty();
    m_table->setLoading(m_model->rowCount() == 0 && m_failed < 0);
    m_ask =
        context().engine.ask(question, this, [this, allStates](const engine::Result<engine::Jobs> &result) {
            take(result, allStates);
        });
}

void JobsPage::take(const engine::Result<engine::Jobs> &result, bool allStates)
{
    m_table->setLoading(false);
    if (m_askAgain)
        refreshSoon();
    if (!result) {
        m_banner->showMessage(Tone::Failed, tr("The jobs could not be read: %1").arg(safeText(result.error)));
        return;
    }
    const engine::Jobs &jobs = *result;
    const bool isWhole = jobs.matching <= static_cast<std::int64_t>(jobs.rows.size());
    if (isWhole && allStates && m_search->text().trimmed().isEmpty())
        m_states->setCounts(jobs.rows);
    else
        m_states->setFailedCount(jobs.failed);
    setFailed(jobs.failed);
    m_model->setRows(jobs.rows);
    showCounts(jobs);
    showEmptyState();
}

/// While the page is hidden only the number in the navigation is kept true.
void JobsPage::countFailed()
{
    if (isVisible() || context().engine.state() != engine::EngineState::Running || m_count.pending())
        return;
    engine::JobsQuestion question;
    question.window = context().window.window(QDateTime::currentSecsSinceEpoch());
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
    const auto shown = static_cast<std::int64_t>(jobs.rows.size());
    m_card->setNote(isFiltered() ? tr("%1 match").arg(format::count(jobs.matching))
                                 : format::count(jobs.matching));
    if (jobs.matching > shown)
        m_more->showMessage(Tone::Waiting,
                            tr("%1 shown, %2 more: narrow the filter or the window.")
                                .arg(format::count(shown), format::count(jobs.matching - shown)));
    else
        m_more->hide();
    const QString asOf =
        QDateTime::fromMSecsSinceEpoch(jobs.freshness.as_of_ms).toString(QStringLiteral("HH:mm:ss"));
    Q_EMIT basisChanged(tr("%1 failed in this window, as of %2").arg(format::count(jobs.failed), asOf));
}

bool JobsPage::isFiltered() const
{
    return !m_search->text().trimmed().isEmpty() || !m_states->states().empty();
}

void JobsPage::showEmptyState()
{
    if (context().engine.state() == engine::EngineState::Failed)
        m_table->setEmptyState(Icon::Triangle, tr("The file could not be opened"),
                               context().engine.errorText());
    else if (isFiltered())
        m_table->setEmptyState(Icon::Filter, tr("No job fits"),
                               tr("No job of this window has this state and these words."),
                               tr("Clear the filter"));
    else if (context().window.span() != WindowChoice::Span::All)
        m_table->setEmptyState(Icon::Jobs, tr("No job in this window"),
                               tr("Nobody asked a DVM for anything in this time, as far as the relays told."),
                               tr("Show all times"));
    else
        m_table->setEmptyState(
            Icon::Jobs, tr("No jobs yet"),
            tr("A job stands here as soon as a relay gives a request (kinds 5000 to 5999)."),
            tr("Look at the relays"));
}

void JobsPage::emptyButton()
{
    if (isFiltered()) {
        m_states->clear();
        m_search->clear();
    } else if (context().window.span() != WindowChoice::Span::All) {
        context().window.setSpan(WindowChoice::Span::All);
    } else {
        Q_EMIT relaysRequested();
    }
}

} // namespace dvmdash::ui
