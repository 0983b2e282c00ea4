// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/row_steps.h"

#include "ui/widgets/data_table.h"
#include "ui/widgets/live_table_view.h"

#include <QEvent>
#include <QGuiApplication>
#include <QTimer>

namespace dvmdash::ui
{

RowSteps::RowSteps(DataTable *table)
    : QObject(table)
    , m_table(table)
{
    table->view()->installEventFilter(this);
    connect(table, &DataTable::activated, this, &RowSteps::chosen);
    connect(table, &DataTable::currentChanged, this, [this](const QModelIndex &index) {
        if (m_byKey && index.isValid())
            Q_EMIT walked(index);
    });
    connect(table->view(), &QAbstractItemView::clicked, this, [this] {
        // With Ctrl or Shift rows are gathered for copying.
        const QModelIndex index = m_table->currentIndex();
        if (index.isValid() && QGuiApplication::keyboardModifiers() == Qt::NoModifier)
            Q_EMIT chosen(index);
    });
}

bool RowSteps::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        m_byKey = true;
        QTimer::singleShot(0, this, [this] { m_byKey = false; });
    }
    return QObject::eventFilter(watched, event);
}

} // namespace dvmdash::ui
