// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dvms/why_card.h"

#include "ui/dvms/troubles_models.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/format.h"
#include "ui/widgets/live_table_view.h"

#include <QGuiApplication>

namespace dvmdash::ui
{

WhyCard::WhyCard(const PageContext &context, QWidget *parent)
    : Card(tr("Why it fails"), parent)
    , m_model(new FailureGroupsModel(this))
    , m_table(new DataTable(QStringLiteral("dvm_failure_reasons"), 1))
{
    m_table->setModel(m_model);
    m_table->sortBy(QStringLiteral("count"), Qt::DescendingOrder);
    m_table->setFileChooser(context.files);
    m_table->view()->setAccessibleName(title());
    m_table->setEmptyState(Icon::Check, tr("Nothing failed in this window"),
                           tr("What it says when it fails stands here, and how often."));
    m_table->restoreFrom(context.viewState);
    m_table->setOrderWaits(true);
    m_table->addActionsTo(*this);
    setContent(m_table, true);
    connect(m_table, &DataTable::activated, this, &WhyCard::openExample);
    // The example is drawn as a link, and is one.
    connect(m_table->view(), &QAbstractItemView::clicked, this, [this] {
        const QModelIndex index = m_table->currentIndex();
        if (index.isValid() && index.column() == m_model->columnOf(QStringLiteral("example")) &&
            QGuiApplication::keyboardModifiers() == Qt::NoModifier)
            openExample(index);
    });
}

void WhyCard::clear()
{
    m_model->setGroups({});
    m_table->setLoading(true);
    setNote({});
}

void WhyCard::show(const engine::DvmTroubles &troubles)
{
    m_table->setLoading(false);
    m_model->setGroups(troubles.groups);
    const qint64 all = troubles.figures.attemptsFailed();
    setNote(troubles.explained >= all ? tr("%1 failed attempts").arg(format::count(all))
            : troubles.explained < troubles.question.mostExplained
                ? tr("%1 of %2 failed attempts: the other jobs were deleted")
                      .arg(format::count(troubles.explained), format::count(all))
                : tr("the newest %1 of %2 failed attempts")
                      .arg(format::count(troubles.explained), format::count(all)));
}

void WhyCard::openExample(const QModelIndex &index)
{
    if (index.isValid())
        Q_EMIT chainWanted(m_model->row(index.row()).group.example);
}

} // namespace dvmdash::ui
