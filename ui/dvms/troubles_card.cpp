// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dvms/troubles_card.h"

#include "ui/dvms/troubles_models.h"
#include "ui/inspector/job_words.h"
#include "ui/inspector/mark_delegate.h"
#include "ui/inspector/row_steps.h"
#include "ui/theme/theme.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/format.h"
#include "ui/widgets/live_table_view.h"
#include "ui/widgets/segmented_control.h"

#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <array>

namespace dvmdash::ui
{

namespace
{

const QString refundsList = QStringLiteral("refunds");

/// "IGNORED": the id of its list.
QString listOf(dvm::State state)
{
    const std::string_view name = dvm::stateName(state);
    return QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()));
}

QString listTitle(dvm::State state)
{
    switch (state) {
    case dvm::State::Failed:
        return TroublesCard::tr("Errors");
    case dvm::State::Ignored:
        return TroublesCard::tr("Ignored");
    case dvm::State::Stalled:
        return TroublesCard::tr("Stalled");
    case dvm::State::PaidUndelivered:
        return TroublesCard::tr("Paid, not delivered");
    case dvm::State::Waiting:
    case dvm::State::Accepted:
    case dvm::State::Partial:
    case dvm::State::ClaimedSuccess:
    case dvm::State::Delivered:
    case dvm::State::Cancelled:
    case dvm::State::Unobserved:
    case dvm::State::Unserved:
    case dvm::State::Missing:
        break;
    }
    return {};
}

/// Which list is opened by itself: the first of these that holds something.
constexpr std::array listsByWeight{dvm::State::PaidUndelivered, dvm::State::Ignored, dvm::State::Failed,
                                   dvm::State::Stalled};

} // namespace

TroublesCard::TroublesCard(const PageContext &context, QWidget *parent)
    : Card(tr("What went wrong"), parent)
    , m_lists(new SegmentedControl(tr("What went wrong")))
    , m_model(new TroubledJobsModel(context.names, Theme::of(this), this))
    , m_table(new DataTable(QStringLiteral("dvm_troubles"), 1))
{
    m_table->setModel(m_model);
    m_table->sortBy(QStringLiteral("since"), Qt::DescendingOrder);
    m_table->setFileChooser(context.files);
    m_table->view()->setAccessibleName(title());
    m_table->view()->setItemDelegateForColumn(m_model->columnOf(QStringLiteral("tier")),
                                              new MarkDelegate(m_table->view()));
    m_table->restoreFrom(context.viewState);
    addLists();
    m_table->addActionsTo(*this);
    setContent(withLists(), true);
    auto *steps = new RowSteps(m_table);
    connect(steps, &RowSteps::chosen, this, [this](const QModelIndex &index) {
        if (index.isValid())
            Q_EMIT inspectRequested(m_model->row(index.row()).request);
    });
    connect(m_table, &DataTable::activated, this, [this](const QModelIndex &index) {
        if (index.isValid())
            Q_EMIT chainWanted(m_model->row(index.row()).request);
    });
    connect(m_lists, &SegmentedControl::clicked, this, [this] { m_wasChosen = true; });
    connect(m_lists, &SegmentedControl::currentChanged, this, &TroublesCard::fill);
}

void TroublesCard::addLists()
{
    for (const dvm::State state : metrics::failureStates)
        m_lists->addSegment(listOf(state), listTitle(state), stateMeaning(state));
    m_lists->addSegment(refundsList, tr("Refunds"),
                        tr("What it paid back: a payment by it to the customer that names the request."));
}

/// Above the table and not in the head: beside the inspector there is no room for both.
QWidget *TroublesCard::withLists()
{
    const Theme &theme = Theme::of(this);
    auto *content = new QWidget;
    auto *row = new QHBoxLayout;
    row->setContentsMargins(theme.space(Space::L), 0, theme.space(Space::L), 0);
    row->addWidget(m_lists);
    row->addStretch(1);
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme.space(Space::S));
    layout->addLayout(row);
    layout->addWidget(m_table, 1);
    return content;
}

void TroublesCard::clear()
{
    m_troubles.reset();
    m_wasChosen = false;
    m_model->setRows({});
    m_table->setLoading(true);
    setNote({});
}

void TroublesCard::show(const engine::DvmTroubles &troubles)
{
    m_troubles = troubles;
    for (const dvm::State state : metrics::failureStates)
        m_lists->setSegmentText(
            listOf(state),
            tr("%1 %2").arg(listTitle(state), format::compactCount(troubles.figures.attemptsIn(state))));
    const QString refunds = format::count(static_cast<qint64>(troubles.refunds.size()));
    m_lists->setSegmentText(refundsList, troubles.more_refunds ? tr("Refunds %1+").arg(refunds)
                                                               : tr("Refunds %1").arg(refunds));
    if (!m_wasChosen)
        chooseList();
    fill();
}

/// The gravest that there is; ignored requests when there is none.
void TroublesCard::chooseList()
{
    const QSignalBlocker quiet(m_lists);
    for (const dvm::State state : listsByWeight)
        if (m_troubles->figures.attemptsIn(state) > 0) {
            m_lists->setCurrent(listOf(state));
            return;
        }
    m_lists->setCurrent(m_troubles->refunds.empty() ? listOf(dvm::State::Ignored) : refundsList);
}

void TroublesCard::fill()
{
    if (!m_troubles)
        return;
    m_table->setLoading(false);
    if (m_lists->current() == refundsList) {
        m_table->setEmptyState(Icon::Check, tr("No refund in this window"),
                               tr("A payment by this DVM to a customer, naming the request, stands here."));
        m_model->setRows(m_troubles->refunds);
        setNote(m_troubles->more_refunds ? tr("the newest %1").arg(format::count(m_model->rowCount()))
                                         : QString());
        return;
    }
    for (const auto &[state, jobs] : m_troubles->failed) {
        if (m_lists->current() != listOf(state))
            continue;
        m_table->setEmptyState(Icon::Check, tr("None in this window"), stateMeaning(state));
        m_model->setRows(jobs);
        const qint64 all = m_troubles->figures.attemptsIn(state);
        const auto shown = static_cast<qint64>(jobs.size());
        setNote(
            shown >= all ? QString()
            : shown < m_troubles->question.limit
                ? tr("%1 of %2: the other jobs were deleted").arg(format::count(shown), format::count(all))
                : tr("the newest %1 of %2").arg(format::count(shown), format::count(all)));
    }
}

} // namespace dvmdash::ui
