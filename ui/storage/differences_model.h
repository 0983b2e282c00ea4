// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/rebuild.h"
#include "ui/models/row_model.h"

#include <QCoreApplication>

namespace dvmdash::ui
{

struct DifferenceRow {
    QString table;
    std::int64_t rows = 0; ///< as it should be
    std::int64_t missing = 0;
    std::int64_t extra = 0;
    std::int64_t other = 0;
    bool repaired = false; ///< what differed was written anew
    QStringList examples;  ///< the first few; may hold text of strangers
    const QString &key() const { return table; }
    bool differs() const { return missing + extra + other > 0; }
    bool operator==(const DifferenceRow &) const = default;
};

/// What a check found, or a repair mended: each table that follows from the events.
class DifferencesModel : public RowModel<DifferenceRow>
{
    Q_DECLARE_TR_FUNCTIONS(DifferencesModel)
public:
    enum ColumnIndex { Table, Holds, State, Rows, Missing, Extra, Other };

    explicit DifferencesModel(QObject *parent = nullptr);

    /// `repaired`: the report is of a repair that went through.
    void setReport(const engine::RebuildReport &report, bool repaired);
    /// Of the table in this row, or of all tables for -1; a line each, empty when nothing differs.
    QString examples(int row) const;

    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
};

} // namespace dvmdash::ui
