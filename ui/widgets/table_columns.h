// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/view_state.h"

#include <QObject>
#include <QScopedValueRollback>
#include <QTimer>
#include <QVector>

class QAbstractItemModel;

namespace dvmdash::ui
{

class TableHeader;

/// The columns of a table: which are shown, how wide, in which order, and by which one it is sorted. Kept
/// under the name of the table a little after each change.
class TableColumns : public QObject
{
    Q_OBJECT
public:
    /// `header` outlives this. `id` names the saved view; raise `version` when the columns change their
    /// meaning.
    TableColumns(TableHeader &header, const QString &id, int version, QObject *parent = nullptr);

    /// As the model describes them (ui/models/columns.h). The header shows this model or a proxy of it.
    void setModel(QAbstractItemModel *model, bool sortable);
    /// Takes what is saved there, and keeps it there from now on. After setModel().
    void restoreFrom(ViewState &state);
    /// What waits to be saved is saved now.
    void save();
    /// As long as it lives, no change is one of the reader's.
    [[nodiscard]] QScopedValueRollback<bool> quiet() { return QScopedValueRollback<bool>(m_quiet, true); }

    /// Column of the model with that id; -1 when there is none.
    int columnOf(const QString &id) const;
    /// Columns of the model that are visible, in the order shown.
    QVector<int> visible() const;

private:
    void applyDefaults();
    void apply(const TableState &state);
    void rememberSoon();
    void remember();
    TableState current() const;
    QString stateKey() const;

    TableHeader &m_header;
    const QString m_id;
    const int m_version;
    bool m_sortable = false;
    bool m_quiet = false;
    QAbstractItemModel *m_model = nullptr;
    ViewState *m_state = nullptr;
    QTimer m_rememberSoon;
};

} // namespace dvmdash::ui
