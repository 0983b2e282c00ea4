// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/storage/tables_model.h"

#include "ui/storage/storage_words.h"
#include "ui/widgets/format.h"

namespace dvmdash::ui
{

namespace
{

constexpr std::int64_t wholeInHundredths = 10'000; ///< of a percent

} // namespace

TablesModel::TablesModel(QObject *parent)
    : RowModel(
          {
              tableNameColumn(),
              tableMeaningColumn(),
              {QStringLiteral("bytes"),
               tr("Bytes"),
               CellKind::Bytes,
               8,
               false,
               {},
               tr("Pages of the table and of its indexes.")},
              {QStringLiteral("share"), tr("Share"), CellKind::Rate, 7, false,
               QStringLiteral("share_percent"), tr("Of the bytes of all tables.")},
          },
          parent)
{
}

void TablesModel::setTables(const engine::Storage &storage)
{
    std::int64_t all = 0;
    for (const auto &table : storage.tables)
        all += table.bytes;
    std::vector<TableRow> next;
    for (const auto &table : storage.tables)
        next.push_back({QString::fromStdString(table.name), table.bytes, all});
    setRows(next);
}

QVariant TablesModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const TableRow &shown = row(index.row());
    if (role == Qt::ToolTipRole)
        return tr("%1: %2\n%3 bytes with its indexes, of %4 in all tables")
            .arg(shown.name, tableMeaning(shown.name), format::count(shown.bytes), format::count(shown.of));
    switch (index.column()) {
    case Name:
        return role == Qt::DisplayRole ? QVariant(shown.name) : QVariant();
    case Holds:
        return role == Qt::DisplayRole ? QVariant(tableMeaning(shown.name)) : QVariant();
    case Bytes:
        return role == RawValueRole ? QVariant(qint64(shown.bytes)) : QVariant();
    case Share:
        return role == RawValueRole && shown.of > 0
                   ? QVariant(qint64(shown.bytes * wholeInHundredths / shown.of))
                   : QVariant();
    default:
        return {};
    }
}

} // namespace dvmdash::ui
