// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QModelIndex>
#include <QObject>

namespace dvmdash::ui
{

class DataTable;

/// Tells the rows of a table that the reader wants to see: chosen by a click or Enter, or walked over with
/// the keys. Rows that become current for other reasons (others were removed, the model began anew) are not
/// told.
class RowSteps : public QObject
{
    Q_OBJECT
public:
    explicit RowSteps(DataTable *table);

Q_SIGNALS:
    /// An index of the table's model.
    void chosen(const QModelIndex &index);
    void walked(const QModelIndex &index);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    DataTable *m_table;
    bool m_byKey = false; ///< while a key is handled
};

} // namespace dvmdash::ui
