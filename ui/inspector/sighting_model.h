// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"

#include <QAbstractTableModel>

#include <vector>

namespace dvmdash::ui
{

/// Which relays (or files) gave an event, and when, first one first.
class SightingModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Relay, FirstSeen, Behind, columns };

    explicit SightingModel(QObject *parent = nullptr);

    /// Those that come after all that were there are inserted; anything else begins anew.
    void setSightings(const std::vector<store::Sighting> &sightings);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<store::Sighting> m_sightings;
};

} // namespace dvmdash::ui
