// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/icons.h"

#include <QMetaType>
#include <QStyledItemDelegate>
#include <QVector>

#include <optional>

namespace dvmdash::ui
{

class LiveTableView;

/// A state in a cell that holds several or none.
struct Mark {
    Tone tone = Tone::Waiting;
    QString word;
    std::optional<Icon> icon = {}; ///< nothing: the shape of the tone
    bool operator==(const Mark &) const = default;
};
using Marks = QVector<Mark>;

/// Beside ui::Role.
enum MarkRole {
    /// Of a Text cell: an Icon (as int) before the text, drawn in the muted text colour.
    IconRole = Qt::UserRole + 0x200,
    /// Of a Text cell: Marks, side by side; those that do not fit are counted ("+2").
    MarksRole,
    /// Of a Text cell: true when a click leads somewhere; drawn in the colour of links.
    LinkRole,
};

/// For single columns of a DataTable: draws Text cells with an icon, as marks, or as links. Tool tips are
/// those of the table's own delegate.
class MarkDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    explicit MarkDelegate(LiveTableView *view);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index) override;

private:
    LiveTableView *m_view;
};

} // namespace dvmdash::ui

Q_DECLARE_METATYPE(dvmdash::ui::Marks)
