// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/storage/differences_model.h"

#include "ui/storage/storage_words.h"
#include "ui/theme/colors.h"
#include "ui/widgets/format.h"

namespace dvmdash::ui
{

DifferencesModel::DifferencesModel(QObject *parent)
    : RowModel(
          {
              tableNameColumn(),
              tableMeaningColumn(),
              {QStringLiteral("state"),
               tr("State"),
               CellKind::State,
               9,
               false,
               {},
               tr("Whether it holds what the events say.")},
              {QStringLiteral("rows"),
               tr("Rows"),
               CellKind::Number,
               8,
               false,
               {},
               tr("As many as it should have.")},
              {QStringLiteral("missing"),
               tr("Missing"),
               CellKind::Number,
               7,
               false,
               {},
               tr("Rows that it should have and lacks.")},
              {QStringLiteral("extra"),
               tr("Too many"),
               CellKind::Number,
               8,
               false,
               {},
               tr("Rows that it should not have.")},
              {QStringLiteral("other"),
               tr("Other"),
               CellKind::Number,
               6,
               false,
               {},
               tr("Rows with another value than they should have.")},
          },
          parent)
{
}

void DifferencesModel::setReport(const engine::RebuildReport &report, bool repaired)
{
    std::vector<DifferenceRow> next;
    for (const auto &table : report.tables) {
        DifferenceRow row{QString::fromStdString(table.table),
                          table.rows,
                          table.missing,
                          table.extra,
                          table.other,
                          repaired,
                          {}};
        for (const auto &example : table.examples)
            row.examples.append(QString::fromStdString(example));
        next.push_back(row);
    }
    setRows(next);
}

QString DifferencesModel::examples(int chosen) const
{
    QStringList lines;
    for (int i = 0; i < rowCount(); ++i)
        if (chosen < 0 || chosen == i)
            lines.append(row(i).examples);
    return lines.join(QLatin1Char('\n'));
}

QVariant DifferencesModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const DifferenceRow &shown = row(index.row());
    if (role == Qt::ToolTipRole)
        return tr("%1: %2\n%3 rows, %4 missing, %5 too many, %6 other")
            .arg(shown.table, tableMeaning(shown.table), format::count(shown.rows),
                 format::count(shown.missing), format::count(shown.extra), format::count(shown.other));
    const auto number = [role](std::int64_t value) {
        return role == RawValueRole ? QVariant(qint64(value)) : QVariant();
    };
    switch (index.column()) {
    case Table:
        return role == Qt::DisplayRole ? QVariant(shown.table) : QVariant();
    case Holds:
        return role == Qt::DisplayRole ? QVariant(tableMeaning(shown.table)) : QVariant();
    case State:
        if (role == ToneRole)
            return static_cast<int>(shown.differs() && !shown.repaired ? Tone::Failed : Tone::Delivered);
        if (role != Qt::DisplayRole)
            return {};
        return !shown.differs() ? tr("correct") : shown.repaired ? tr("repaired") : tr("differs");
    case Rows:
        return number(shown.rows);
    case Missing:
        return number(shown.missing);
    case Extra:
        return number(shown.extra);
    case Other:
        return number(shown.other);
    default:
        return {};
    }
}

} // namespace dvmdash::ui
