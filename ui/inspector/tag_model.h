// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"

#include <QAbstractTableModel>

#include <optional>

namespace dvmdash::ui
{

/// The tags of an event in their order: name, value, and what follows as a JSON array. Ids of events lead to
/// them. A `request` tag that leaks is hidden until the reader wants it, from CSV and the clipboard too.
class TagModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Name, Value, Rest, Position, columns };

    explicit TagModel(QObject *parent = nullptr);

    void setTags(const nostr::Tags &tags, bool hideRequest);
    void setRequestHidden(bool hidden);
    bool isRequestHidden() const { return m_hideRequest; }
    /// The event that the tag names, when it names one.
    std::optional<nostr::EventId> eventAt(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    bool isHidden(int row) const;
    QVariant display(int row, int column) const;
    QVariant raw(int row, int column) const;

    nostr::Tags m_tags;
    bool m_hideRequest = false;
};

} // namespace dvmdash::ui
