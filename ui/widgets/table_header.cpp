// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/table_header.h"

#include "ui/theme/theme.h"
#include "ui/widgets/painting.h"

#include <QAbstractItemModel>
#include <QAction>
#include <QContextMenuEvent>
#include <QFontMetrics>
#include <QMenu>
#include <QPainter>

namespace dvmdash::ui
{

TableHeader::TableHeader(QWidget *parent)
    : QHeaderView(Qt::Horizontal, parent)
{
    setSectionsClickable(true);
    setSectionsMovable(true);
    setHighlightSections(false);
    setSortIndicatorShown(true);
    setSortIndicatorClearable(true);
    setStretchLastSection(true);
    setMinimumSectionSize(qRound(Theme::of(this).scaled(48)));
    setAttribute(Qt::WA_Hover);
    setAccessibleName(tr("Columns"));
    connect(this, &QHeaderView::sectionResized, this, &TableHeader::fit); // also when one is shown or hidden
    connect(this, &QHeaderView::sectionCountChanged, this, [this] { setFlexible(-1, 0); });
}

void TableHeader::setFlexible(int section, int least)
{
    if (m_flexible >= 0 && m_flexible < count())
        setSectionResizeMode(m_flexible, QHeaderView::Interactive);
    m_flexible = section;
    m_least = least;
    if (m_flexible >= 0)
        setSectionResizeMode(m_flexible, QHeaderView::Fixed);
    fit();
}

void TableHeader::fit()
{
    if (m_fitting)
        return;
    m_fitting = true;
    const bool flexes = m_flexible >= 0 && !isSectionHidden(m_flexible);
    setStretchLastSection(!flexes);
    if (flexes) {
        const int others = length() - sectionSize(m_flexible);
        resizeSection(m_flexible, qMax(m_least, viewport()->width() - others));
    }
    m_fitting = false;
}

void TableHeader::resizeEvent(QResizeEvent *event)
{
    QHeaderView::resizeEvent(event);
    fit();
}

void TableHeader::fillColumnMenu(QMenu &menu)
{
    for (int visual = 0; visual < count(); ++visual) {
        const int section = logicalIndex(visual);
        QAction *action = menu.addAction(model()->headerData(section, Qt::Horizontal).toString());
        action->setCheckable(true);
        action->setChecked(!isSectionHidden(section));
        action->setEnabled(section != 0);
        connect(action, &QAction::toggled, this, [this, section](bool visible) {
            setSectionHidden(section, !visible);
            Q_EMIT columnChosen(section, visible);
        });
    }
}

QSize TableHeader::sizeHint() const
{
    const Theme &theme = Theme::of(this);
    const int height = QFontMetrics(theme.font(TextSize::Caption)).height() + 2 * qRound(theme.scaled(6));
    return {QHeaderView::sizeHint().width(), height};
}

int TableHeader::inset(int section) const
{
    return Theme::of(this).space(visualIndex(section) == 0 ? Space::L : Space::S);
}

void TableHeader::paintSection(QPainter *painter, const QRect &rect, int section) const
{
    const Theme &theme = Theme::of(this);
    const bool sorted = isSortIndicatorShown() && sortIndicatorSection() == section;
    const bool hovered = sectionsClickable() && rect.contains(viewport()->mapFromGlobal(QCursor::pos())) &&
                         viewport()->underMouse();
    painter->save();
    painter->fillRect(rect, hovered ? theme.colors().hover : theme.colors().card);
    painter->setPen(QPen(theme.colors().hairline, 1));
    painter->drawLine(QPointF(rect.left(), rect.bottom() + 0.5),
                      QPointF(rect.right() + 1, rect.bottom() + 0.5));

    const auto alignment =
        Qt::Alignment(model()->headerData(section, Qt::Horizontal, Qt::TextAlignmentRole).toInt()) |
        Qt::AlignVCenter;
    const int side = theme.space(Space::S);
    const qreal arrow = theme.scaled(12);
    QRectF text = QRectF(rect).adjusted(inset(section), 0, -side, 0);
    painter->setFont(theme.font(TextSize::Caption, sorted ? TextWeight::Strong : TextWeight::Regular));
    painter->setPen(theme.ink(sorted ? Ink::Text : Ink::Muted));
    const QString words = model()->headerData(section, Qt::Horizontal).toString();
    if (sorted) {
        const qreal width =
            qMin(text.width() - arrow, QFontMetricsF(painter->font()).horizontalAdvance(words));
        const bool right = alignment.testFlag(Qt::AlignRight);
        // The arrow stands inside of the words at the right, so that numbers and head keep one edge.
        const qreal x = right ? text.right() - width - arrow - 2 : text.left() + width + 2;
        paintIcon(*painter, {x, text.center().y() - arrow / 2, arrow, arrow},
                  sortIndicatorOrder() == Qt::AscendingOrder ? Icon::ChevronUp : Icon::ChevronDown,
                  theme.ink(Ink::Text));
        if (right)
            text.setLeft(text.right() - width);
        else
            text.setWidth(width);
    }
    paintElided(*painter, text, words, alignment);
    painter->restore();
}

void TableHeader::contextMenuEvent(QContextMenuEvent *event)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillColumnMenu(*menu);
    menu->popup(event->globalPos());
}

} // namespace dvmdash::ui
