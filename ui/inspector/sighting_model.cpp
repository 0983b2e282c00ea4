// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/sighting_model.h"

#include "ui/models/columns.h"

#include <algorithm>

namespace dvmdash::ui
{

namespace
{

const QVector<ui::Column> &columnList()
{
    using M = SightingModel;
    static const QVector<ui::Column> list{
        {QStringLiteral("relay"), M::tr("Relay or file"), CellKind::Text, 22, false, {}, {}},
        {QStringLiteral("first_seen"),
         M::tr("Gave it"),
         CellKind::TimeMs,
         12,
         false,
         QStringLiteral("first_seen_at"),
         {}},
        {QStringLiteral("behind"),
         M::tr("Later by"),
         CellKind::DurationMs,
         12,
         false,
         QStringLiteral("behind_ms"),
         {}},
    };
    return list;
}

} // namespace

SightingModel::SightingModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

void SightingModel::setSightings(const std::vector<store::Sighting> &sightings)
{
    // Sightings are only ever added, most often at the end.
    const bool grows = sightings.size() >= m_sightings.size() &&
                       std::equal(m_sightings.begin(), m_sightings.end(), sightings.begin());
    if (grows && sightings.size() == m_sightings.size())
        return;
    if (grows) {
        beginInsertRows({}, rowCount(), static_cast<int>(sightings.size()) - 1);
        m_sightings = sightings;
        endInsertRows();
    } else {
        beginResetModel();
        m_sightings = sightings;
        endResetModel();
    }
}

int SightingModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_sightings.size());
}

int SightingModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : columns;
}

QVariant SightingModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const store::Sighting &sighting = m_sightings[static_cast<std::size_t>(index.row())];
    if (role == Qt::DisplayRole && index.column() == Relay)
        return QString::fromStdString(sighting.relay);
    if (role != RawValueRole)
        return {};
    switch (index.column()) {
    case FirstSeen:
        return static_cast<qint64>(sighting.first_ms);
    case Behind:
        return index.row() == 0 ? QVariant()
                                : static_cast<qint64>(sighting.first_ms - m_sightings.front().first_ms);
    default:
        return {};
    }
}

QVariant SightingModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    return orientation == Qt::Horizontal ? columnHeader(columnList(), section, role) : QVariant();
}

} // namespace dvmdash::ui
