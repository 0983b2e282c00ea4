// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/sort_proxy.h"

#include <algorithm>

namespace dvmdash::ui
{

SortProxy::SortProxy(QObject *parent)
    : QSortFilterProxyModel(parent)
{
    setDynamicSortFilter(true);
}

void SortProxy::sort(int column, Qt::SortOrder order)
{
    if (sourceModel() && column >= 0) {
        const CellKind kind = cellKind(*sourceModel(), column);
        const int rows = sourceModel()->rowCount();
        m_keys.reserve(static_cast<std::size_t>(rows));
        for (int row = 0; row < rows; ++row)
            m_keys.push_back(keyOf(sourceModel()->index(row, column), kind));
    }
    QSortFilterProxyModel::sort(column, order);
    m_keys = {};
}

bool SortProxy::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    if (!m_keys.empty())
        return isLess(m_keys[static_cast<std::size_t>(left.row())],
                      m_keys[static_cast<std::size_t>(right.row())]);
    const CellKind kind = cellKind(*sourceModel(), left.column());
    return isLess(keyOf(left, kind), keyOf(right, kind));
}

void SortProxy::setWords(const QString &words)
{
    const QStringList next = words.simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    if (next == m_words)
        return;
    m_words = next;
    invalidateFilter();
}

bool SortProxy::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    if (m_words.isEmpty())
        return true;
    const QString text = sourceModel()->index(row, 0, parent).data(SearchTextRole).toString();
    return std::all_of(m_words.begin(), m_words.end(),
                       [&](const QString &word) { return text.contains(word, Qt::CaseInsensitive); });
}

SortProxy::Key SortProxy::keyOf(const QModelIndex &index, CellKind kind)
{
    switch (kind) {
    case CellKind::Text:
    case CellKind::State: {
        if (const QVariant text = index.data(SortTextRole); text.isValid())
            return {true, 0, text.toString()};
        const QVariant raw = index.data(RawValueRole);
        const QVariant shown = raw.isValid() ? raw : index.data(Qt::DisplayRole);
        return {shown.isValid(), 0, shown.toString()};
    }
    case CellKind::Id: {
        const QVariant raw = index.data(RawValueRole);
        return {raw.isValid(), 0, raw.toString()};
    }
    case CellKind::Number:
    case CellKind::Time:
    case CellKind::TimeMs:
    case CellKind::DurationMs:
    case CellKind::Sats:
    case CellKind::Bytes:
    case CellKind::Rate: {
        const QVariant raw = index.data(RawValueRole);
        return {raw.isValid() && !raw.isNull(), raw.toLongLong(), {}};
    }
    }
    return {};
}

bool SortProxy::isLess(const Key &left, const Key &right)
{
    if (left.known != right.known)
        return right.known;
    if (left.number != right.number)
        return left.number < right.number;
    return left.text.compare(right.text, Qt::CaseInsensitive) < 0;
}

} // namespace dvmdash::ui
