// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/fit_rows.h"

#include "ui/widgets/data_table.h"
#include "ui/widgets/live_table_view.h"

#include <QAbstractItemModel>
#include <QHeaderView>

namespace dvmdash::ui
{

void fitRows(DataTable &table, int least, int most)
{
    const auto fit = [&table, least, most] {
        const LiveTableView *view = table.view();
        const int rows = qBound(least, table.model()->rowCount(), most);
        table.setMinimumHeight(view->horizontalHeader()->sizeHint().height() +
                               rows * view->verticalHeader()->defaultSectionSize() + 2);
    };
    QObject::connect(table.model(), &QAbstractItemModel::rowsInserted, &table, fit);
    QObject::connect(table.model(), &QAbstractItemModel::rowsRemoved, &table, fit);
    fit();
}

} // namespace dvmdash::ui
