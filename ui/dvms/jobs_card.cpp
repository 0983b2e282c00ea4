// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dvms/jobs_card.h"

#include "ui/inspector/mark_delegate.h"
#include "ui/inspector/row_steps.h"
#include "ui/jobs/job_model.h"
#include "ui/models/name_book.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/format.h"
#include "ui/widgets/live_table_view.h"

namespace dvmdash::ui
{

namespace
{

constexpr int mostJobs = 200;
constexpr int leastGapMs = 1'000;

} // namespace

JobsCard::JobsCard(const PageContext &context, QWidget *parent)
    : Card(tr("Recent jobs"), parent)
    , m_feed(
          context.engine, context.window,
          [this](const engine::TimeWindow &window) {
              std::optional<engine::JobsQuestion> question;
              if (m_dvm) {
                  question.emplace();
                  question->window = window;
                  question->text = NameBook::npub(*m_dvm);
                  question->limit = mostJobs;
                  question->chains = true;
                  question->standing = true;
              }
              return question;
          },
          nullptr, leastGapMs)
    , m_model(new JobModel(context.names, this))
    , m_table(new DataTable(QStringLiteral("dvm_jobs"), 1))
{
    m_table->setModel(m_model);
    m_table->setFileChooser(context.files);
    m_table->view()->setAccessibleName(title());
    auto *marks = new MarkDelegate(m_table->view());
    m_table->view()->setItemDelegateForColumn(JobModel::MarksColumn, marks);
    m_table->view()->setItemDelegateForColumn(JobModel::Payment, marks);
    m_table->setEmptyState(Icon::Jobs, tr("No job in this window"),
                           tr("Jobs that it was asked for, or that it answered, stand here."));
    m_table->restoreFrom(context.viewState);
    m_table->addActionsTo(*this);
    setContent(m_table, true);
    auto *steps = new RowSteps(m_table);
    connect(steps, &RowSteps::chosen, this, [this](const QModelIndex &index) {
        if (index.isValid())
            Q_EMIT inspectRequested(m_model->job(index.row()).request);
    });
    connect(m_table, &DataTable::activated, this,
            [this](const QModelIndex &index) { Q_EMIT chainWanted(m_model->job(index.row()).request); });
    connect(&m_feed, &FeedBase::answered, this, &JobsCard::showAnswer);
}

void JobsCard::setDvm(const nostr::PublicKey &dvm)
{
    m_dvm = dvm;
    m_model->setRows({});
    m_table->setLoading(true);
    setNote({});
    m_feed.beginAnew();
}

void JobsCard::showAnswer()
{
    const engine::Jobs &jobs = *m_feed.latest();
    m_table->setLoading(false);
    m_model->setRows(jobs.rows);
    const auto shown = static_cast<std::int64_t>(jobs.rows.size());
    setNote(jobs.matching > shown
                ? tr("the newest %1 of %2").arg(format::count(shown), format::count(jobs.matching))
                : format::count(jobs.matching));
}

} // namespace dvmdash::ui
