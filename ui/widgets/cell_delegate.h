// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

#include <functional>

namespace dvmdash::ui
{

class LiveTableView;
class TableHeader;

/// Draws a cell after the CellKind of its column: numbers at the right, states with shape and word, ids in
/// fixed pitch, times as "12 s ago". Every text is made safe. The tool tip holds the exact value.
class CellDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using Clock = std::function<qint64()>; ///< Unix milliseconds now

    CellDelegate(LiveTableView *view, const TableHeader *header);

    void setClock(Clock clock);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QString displayText(const QVariant &value, const QLocale &locale) const override;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index) override;

private:
    void paintGround(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;

    LiveTableView *m_view;
    const TableHeader *m_header;
    Clock m_clock;
};

} // namespace dvmdash::ui
