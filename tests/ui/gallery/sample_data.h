// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart_data.h"
#include "ui/models/columns.h"

#include <QAbstractTableModel>

namespace dvmdash::gallery
{

/// The moment the gallery is set to, Unix seconds: pictures are the same every time.
inline constexpr qint64 now = 1'709'650'000;

/// Requests and results over 24 hours in buckets of 15 minutes, with a gap and a running bucket.
ui::ChartData activity();
/// Response times p50 and p95 with unknown buckets.
ui::ChartData responseTimes();
/// Four kinds over two weeks.
ui::ChartData kinds();
QVector<qint64> history(int seed);

/// Jobs in every state, some with hostile text.
class JobsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    explicit JobsModel(int rows, QObject *parent = nullptr);
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    int m_rows;
};

} // namespace dvmdash::gallery
