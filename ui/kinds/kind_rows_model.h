// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/kinds_of_file.h"

#include <QAbstractTableModel>

#include <map>
#include <set>
#include <vector>

namespace dvmdash::ui
{

/// Names and deadlines of kinds, to be edited: the first row is for all kinds that have none of their own,
/// the others are the named ones. What is as in the standard table is drawn muted; an emptied cell goes back
/// to it.
class KindRowsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Kind, Name, Response, Result, Payment, PaidToResult, ColumnCount };

    explicit KindRowsModel(QObject *parent = nullptr);

    void setChanges(const dvm::KindChanges &changes);
    /// Puts names and deadlines into changes whose ranges somebody else knows.
    void writeTo(dvm::KindChanges &changes) const;
    /// A row of its own for the kind; the row, which may have been there.
    int addKind(int request);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role = Qt::EditRole) override;

private:
    bool isGeneral(int row) const { return row == 0; }
    int kindOf(int row) const { return m_kinds[static_cast<std::size_t>(row) - 1]; }
    dvm::Timeouts general() const;
    dvm::Timeouts standardOf(int row) const; ///< of the table without the row's own
    dvm::Timeouts shown(int row) const;
    QString nameOf(int row) const;
    bool isOwn(int row, Column column) const;
    bool setName(int row, const QString &name);
    bool setTimeout(int row, Column column, const QVariant &value);

    dvm::KindChanges m_changes; ///< without ranges
    std::vector<int> m_kinds;
};

} // namespace dvmdash::ui
