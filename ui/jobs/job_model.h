// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"

#include <QAbstractTableModel>

#include <vector>

namespace dvmdash::ui
{

class NameBook;

/// The jobs of one answer, in its order. A newer answer changes only what differs: rows are known by the id
/// of their request, so a selection stays with its job. GUI thread.
class JobModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column {
        State,
        KindName,
        KindNumber,
        Customer,
        Dvms,
        Cause,
        Chain,
        Duration,
        Created,
        Payment,
        Attempts,
        Request,
        MarksColumn,
        DurationBasis,
        Targeted,
        LastChange,
        columns
    };

    explicit JobModel(NameBook &names, QObject *parent = nullptr);

    /// Removes what is gone, moves what has another place, inserts what is new, tells what has changed. More
    /// moves than `mostMoves` are told as one change of layout.
    void setRows(std::vector<engine::JobRow> rows);
    static constexpr int mostMoves = 16;

    const std::vector<engine::JobRow> &rows() const { return m_rows; }
    const engine::JobRow &job(int row) const { return m_rows[static_cast<std::size_t>(row)]; }
    /// -1 when it is not there.
    int rowOf(const nostr::EventId &request) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    using Rows = std::vector<engine::JobRow>;

    void removeGone(const Rows &next);
    void orderAs(const Rows &next);
    void moveOneByOne(const std::vector<std::size_t> &ranks, const std::vector<bool> &stays);
    void rearrange(const std::vector<std::size_t> &ranks);
    void insertNew(const Rows &next);
    void updateChanged(Rows &&next);
    QVariant display(const engine::JobRow &job, int column) const;
    QVariant raw(const engine::JobRow &job, int column) const;
    QString toolTip(const engine::JobRow &job, int column) const;
    QString causeText(const engine::JobRow &job) const;
    QString dvmNames(const engine::JobRow &job) const;

    NameBook &m_names;
    Rows m_rows;
};

} // namespace dvmdash::ui
