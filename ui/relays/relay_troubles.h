// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/relay_log.h"
#include "ui/models/row_model.h"
#include "ui/page.h"

#include <QCoreApplication>
#include <QWidget>

#include <utility>

namespace dvmdash::ui
{

class DataTable;
class FactGrid;
struct RelayRow;

/// An entry of the log, and the how manieth of its relay it is: the oldest that is kept is 0.
struct RelayLogRow {
    std::pair<qint64, int> id; ///< when, and which of those of the same millisecond
    engine::RelayLogEntry entry;
    const std::pair<qint64, int> &key() const { return id; }
    bool operator==(const RelayLogRow &) const = default;
};

class RelayLogModel : public RowModel<RelayLogRow>
{
    Q_DECLARE_TR_FUNCTIONS(RelayLogModel)
public:
    enum ColumnNumber { When, State, What };

    explicit RelayLogModel(QObject *parent = nullptr);
    /// Newest first.
    void setEntries(const QVector<engine::RelayLogEntry> &entries);
    QVariant data(const QModelIndex &index, int role) const override;
};

/// What happened with a relay since the program started, and what of it was refused and why.
class RelayTroubles : public QWidget
{
    Q_OBJECT
public:
    explicit RelayTroubles(const PageContext &context, QWidget *parent = nullptr);

    void show(const RelayRow &row, const QVector<engine::RelayLogEntry> &log);
    DataTable *table() const { return m_table; }

private:
    void showRejects(const RelayRow &row);

    RelayLogModel m_model;
    DataTable *m_table;
    FactGrid *m_rejects;
};

} // namespace dvmdash::ui
