// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/flow_layout.h"

#include <QWidget>

#include <algorithm>
#include <span>

namespace dvmdash::ui
{

namespace
{

int heightAt(const QLayoutItem &item, int width)
{
    return item.hasHeightForWidth() ? item.heightForWidth(width) : item.sizeHint().height();
}

} // namespace

FlowLayout::FlowLayout(int minimumColumnWidth, int spacing, QWidget *parent)
    : QLayout(parent)
    , m_columnWidth(qMax(1, minimumColumnWidth))
{
    setContentsMargins(0, 0, 0, 0);
    setSpacing(spacing);
}

FlowLayout::FlowLayout(AsWords, int spacing, QWidget *parent)
    : QLayout(parent)
{
    setContentsMargins(0, 0, 0, 0);
    setSpacing(spacing);
}

FlowLayout::~FlowLayout() = default;

void FlowLayout::addItem(QLayoutItem *item)
{
    m_items.emplace_back(item);
}

int FlowLayout::count() const
{
    return static_cast<int>(m_items.size());
}

QLayoutItem *FlowLayout::itemAt(int index) const
{
    return index >= 0 && index < count() ? m_items[static_cast<std::size_t>(index)].get() : nullptr;
}

QLayoutItem *FlowLayout::takeAt(int index)
{
    if (index < 0 || index >= count())
        return nullptr;
    QLayoutItem *item = m_items[static_cast<std::size_t>(index)].release();
    m_items.erase(m_items.begin() + index);
    return item;
}

int FlowLayout::heightForWidth(int width) const
{
    return arrange(QRect(0, 0, width, 0), false);
}

QSize FlowLayout::sizeHint() const
{
    const std::vector<QLayoutItem *> items = visibleItems();
    const int count = qMax(1, static_cast<int>(items.size()));
    const QMargins margins = contentsMargins();
    int width = count * m_columnWidth + (count - 1) * spacing() + margins.left() + margins.right();
    if (m_columnWidth == 0)
        for (const QLayoutItem *item : items)
            width += item->sizeHint().width();
    return {width, heightForWidth(width)};
}

QSize FlowLayout::minimumSize() const
{
    const QMargins margins = contentsMargins();
    int width = m_columnWidth;
    int height = 0;
    for (const QLayoutItem *item : visibleItems()) {
        height = qMax(height, item->minimumSize().height());
        if (m_columnWidth == 0)
            width = qMax(width, item->minimumSize().width());
    }
    return {width + margins.left() + margins.right(), height + margins.top() + margins.bottom()};
}

void FlowLayout::setGeometry(const QRect &rect)
{
    QLayout::setGeometry(rect);
    arrange(rect, true);
}

std::vector<QLayoutItem *> FlowLayout::visibleItems() const
{
    std::vector<QLayoutItem *> items;
    for (const auto &item : m_items) {
        if (!item->isEmpty())
            items.push_back(item.get());
    }
    return items;
}

int FlowLayout::columnsFor(int width, int items) const
{
    const int fitting = qMax(1, (width + spacing()) / (m_columnWidth + spacing()));
    if (fitting >= items)
        return qMax(1, items);
    // Even rows: seven items where six fit become four and three, not six and one.
    const int rows = (items + fitting - 1) / fitting;
    return (items + rows - 1) / rows;
}

int FlowLayout::arrangeWords(const QRect &rect, bool apply) const
{
    const QMargins margins = contentsMargins();
    const QRect area = rect.marginsRemoved(margins);
    QPoint at = area.topLeft();
    int lineHeight = 0;
    for (QLayoutItem *item : visibleItems()) {
        const QSize wanted = item->sizeHint();
        const int width = qMin(wanted.width(), area.width());
        if (at.x() > area.left() && at.x() + width > area.left() + area.width()) {
            at = {area.left(), at.y() + lineHeight};
            lineHeight = 0;
        }
        if (apply)
            item->setGeometry({at, QSize(width, wanted.height())});
        at.rx() += width + spacing();
        lineHeight = qMax(lineHeight, wanted.height());
    }
    return at.y() + lineHeight - area.top() + margins.top() + margins.bottom();
}

int FlowLayout::arrange(const QRect &rect, bool apply) const
{
    if (m_columnWidth == 0)
        return arrangeWords(rect, apply);
    const QMargins margins = contentsMargins();
    const QRect area = rect.marginsRemoved(margins);
    const std::vector<QLayoutItem *> items = visibleItems();
    const int columns = columnsFor(area.width(), static_cast<int>(items.size()));
    const int free = area.width() - (columns - 1) * spacing();
    // Differences of multiples: the columns fill the width to the last pixel.
    const auto left = [&](int column) { return free * column / columns; };
    const auto width = [&](int column) { return left(column + 1) - left(column); };

    int y = area.top();
    for (std::size_t start = 0; start < items.size(); start += static_cast<std::size_t>(columns)) {
        const std::span row(items.begin() + static_cast<std::ptrdiff_t>(start),
                            std::min(items.size() - start, static_cast<std::size_t>(columns)));
        int height = 0;
        for (int column = 0; QLayoutItem * item : row)
            height = qMax(height, heightAt(*item, width(column++)));
        if (apply) {
            for (int column = 0; QLayoutItem * item : row) {
                item->setGeometry(
                    {area.left() + left(column) + column * spacing(), y, width(column), height});
                ++column;
            }
        }
        y += height + (start + row.size() < items.size() ? spacing() : 0);
    }
    return y - area.top() + margins.top() + margins.bottom();
}

} // namespace dvmdash::ui
