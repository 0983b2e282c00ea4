// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/months_card.h"

#include "ui/overview/months_model.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/format.h"
#include "ui/widgets/live_table_view.h"

#include <QHeaderView>

namespace dvmdash::ui
{

namespace
{

constexpr int leastRows = 3;

} // namespace

MonthsCard::MonthsCard(const PageContext &context, QWidget *parent)
    : Card(tr("Months"), parent)
    , m_model(new MonthsModel(this))
    , m_table(new DataTable(QStringLiteral("months"), 1))
{
    setNote(tr("of UTC"));
    m_table->setModel(m_model, DataTable::Sorting::None);
    m_table->setFileChooser(context.files);
    m_table->setEmptyState(Icon::Overview, tr("No months yet"),
                           tr("They stand here as soon as an event is stored."));
    m_table->setLoading(true);
    m_table->restoreFrom(context.viewState);
    m_table->addActionsTo(*this);
    m_table->view()->setAccessibleName(title());
    m_table->view()->setMinimumHeight(m_table->view()->horizontalHeader()->sizeHint().height() +
                                      leastRows * m_table->view()->verticalHeader()->defaultSectionSize());
    setContent(m_table, true);
}

void MonthsCard::show(const engine::Months &months)
{
    m_model->setMonths(months);
    m_table->setLoading(false);
    m_asOfMs = months.freshness.as_of_ms;
    tick(m_asOfMs);
}

void MonthsCard::tick(qint64 nowMs)
{
    if (m_asOfMs > 0)
        setNote(tr("of UTC, as of %1").arg(format::relativeTime(m_asOfMs, nowMs)));
}

} // namespace dvmdash::ui
