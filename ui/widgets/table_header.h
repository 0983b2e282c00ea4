// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHeaderView>

class QMenu;

namespace dvmdash::ui
{

/// Column heads: small muted words, a hairline below, the arrow of the sorted column always visible. A right
/// click (or the Columns button of the table) opens the list of columns; the first column is never hidden.
class TableHeader : public QHeaderView
{
    Q_OBJECT
public:
    explicit TableHeader(QWidget *parent = nullptr);

    /// Fills the menu with one checkable entry a column. The menu must not outlive the header.
    void fillColumnMenu(QMenu &menu);
    /// That section takes what the others leave of the width, at least `least` pixels; -1: the last one does.
    /// It is not resized by hand: whoever wants it wider makes others narrower.
    void setFlexible(int section, int least);
    QSize sizeHint() const override;
    /// What lies between the left edge of a column and its text. The first one stands under the title of the
    /// card.
    int inset(int section) const;

Q_SIGNALS:
    /// The reader showed or hid a column.
    void columnChosen(int section, bool visible);

protected:
    void paintSection(QPainter *painter, const QRect &rect, int section) const override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void fit();

    int m_flexible = -1;
    int m_least = 0;
    bool m_fitting = false;
};

} // namespace dvmdash::ui
