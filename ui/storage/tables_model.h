// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"
#include "ui/models/row_model.h"

#include <QCoreApplication>

namespace dvmdash::ui
{

struct TableRow {
    QString name;
    std::int64_t bytes = 0;
    std::int64_t of = 0; ///< bytes of all tables
    const QString &key() const { return name; }
    bool operator==(const TableRow &) const = default;
};

/// How large each table of the file is, largest first.
class TablesModel : public RowModel<TableRow>
{
    Q_DECLARE_TR_FUNCTIONS(TablesModel)
public:
    enum ColumnIndex { Name, Holds, Bytes, Share };

    explicit TablesModel(QObject *parent = nullptr);

    void setTables(const engine::Storage &storage);

    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
};

} // namespace dvmdash::ui
