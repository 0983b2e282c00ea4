// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kinds/kind_rows_model.h"

#include "ui/theme/theme.h"
#include "ui/widgets/format.h"
#include "ui/widgets/safe_text.h"

#include <algorithm>

namespace dvmdash::ui
{

namespace
{

constexpr qint64 longestSeconds = qint64{366} * 24 * 3600; ///< as the table takes it
constexpr qsizetype longestName = 80;

std::int64_t dvm::Timeouts::*memberOf(KindRowsModel::Column column)
{
    switch (column) {
    case KindRowsModel::Response:
        return &dvm::Timeouts::response;
    case KindRowsModel::Result:
        return &dvm::Timeouts::result;
    case KindRowsModel::Payment:
        return &dvm::Timeouts::payment;
    case KindRowsModel::PaidToResult:
        return &dvm::Timeouts::paidToResult;
    default:
        return nullptr;
    }
}

} // namespace

KindRowsModel::KindRowsModel(QObject *parent)
    : QAbstractTableModel(parent)
{
    setChanges({});
}

void KindRowsModel::setChanges(const dvm::KindChanges &changes)
{
    beginResetModel();
    m_changes = {};
    m_changes.timeouts = changes.timeouts;
    m_changes.kinds = changes.kinds;
    std::set<int> kinds;
    for (const dvm::KindInfo &info : dvm::KindTable::standard().kinds())
        kinds.insert(info.request);
    for (const auto &[kind, row] : changes.kinds)
        kinds.insert(kind);
    m_kinds.assign(kinds.begin(), kinds.end());
    endResetModel();
}

void KindRowsModel::writeTo(dvm::KindChanges &changes) const
{
    changes.timeouts = m_changes.timeouts;
    changes.kinds = m_changes.kinds;
}

int KindRowsModel::addKind(int request)
{
    const auto at = std::lower_bound(m_kinds.begin(), m_kinds.end(), request);
    const int row = static_cast<int>(at - m_kinds.begin()) + 1;
    if (at != m_kinds.end() && *at == request)
        return row;
    beginInsertRows({}, row, row);
    m_kinds.insert(at, request);
    endInsertRows();
    return row;
}

int KindRowsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_kinds.size()) + 1;
}

int KindRowsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

dvm::Timeouts KindRowsModel::general() const
{
    return m_changes.timeouts.value_or(dvm::KindTable::standard().timeouts());
}

dvm::Timeouts KindRowsModel::standardOf(int row) const
{
    const dvm::KindTable &table = dvm::KindTable::standard();
    if (isGeneral(row))
        return table.timeouts();
    const auto own = table.ownTimeouts().find(kindOf(row));
    return own == table.ownTimeouts().end() ? general() : own->second;
}

dvm::Timeouts KindRowsModel::shown(int row) const
{
    if (isGeneral(row))
        return general();
    const auto changed = m_changes.kinds.find(kindOf(row));
    return changed != m_changes.kinds.end() && changed->second.timeouts ? *changed->second.timeouts
                                                                        : standardOf(row);
}

QString KindRowsModel::nameOf(int row) const
{
    if (isGeneral(row))
        return tr("All others");
    const auto changed = m_changes.kinds.find(kindOf(row));
    if (changed != m_changes.kinds.end() && !changed->second.name.empty())
        return QString::fromStdString(changed->second.name);
    const dvm::KindInfo *info = dvm::KindTable::standard().find(kindOf(row));
    return info ? QString::fromStdString(info->name) : QString();
}

bool KindRowsModel::isOwn(int row, Column column) const
{
    if (column == Kind)
        return true;
    if (isGeneral(row)) {
        const auto member = memberOf(column);
        return !member || general().*member != dvm::KindTable::standard().timeouts().*member;
    }
    const auto changed = m_changes.kinds.find(kindOf(row));
    if (changed == m_changes.kinds.end())
        return column == Name;
    if (column == Name)
        return true;
    const auto member = memberOf(column);
    return changed->second.timeouts && (*changed->second.timeouts).*member != standardOf(row).*member;
}

QVariant KindRowsModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const auto column = static_cast<Column>(index.column());
    const int row = index.row();
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
        if (column == Kind)
            return isGeneral(row) ? QVariant() : QVariant(kindOf(row));
        if (column == Name)
            return role == Qt::DisplayRole ? safeText(nameOf(row)) : nameOf(row);
        if (role == Qt::EditRole)
            return QString::number(shown(row).*memberOf(column));
        return format::durationMs(1000 * (shown(row).*memberOf(column)));
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | (column == Name ? Qt::AlignLeft : Qt::AlignRight));
    case Qt::ForegroundRole:
        return isOwn(row, column) ? QVariant() : QVariant(Theme::of(this).ink(Ink::Muted));
    case Qt::ToolTipRole:
        if (column > Name)
            return isOwn(row, column)
                       ? tr("Empty it to go back to %1.")
                             .arg(format::durationMs(1000 * (standardOf(row).*memberOf(column))))
                       : tr("In seconds. As in the standard table, or as all others.");
        return {};
    default:
        return {};
    }
}

QVariant KindRowsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (section == Name ? Qt::AlignLeft : Qt::AlignRight));
    if (role == Qt::ToolTipRole) {
        switch (section) {
        case Response:
            return tr("A DVM that was asked by name and has not answered by then has ignored the request.");
        case Result:
            return tr("Work that was begun and gave no result by then has stalled.");
        case Payment:
            return tr("How long a payment is waited for where the invoice does not say.");
        case PaidToResult:
            return tr("What was paid for and gave no result by then is paid and undelivered.");
        default:
            return {};
        }
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Kind:
        return tr("Kind");
    case Name:
        return tr("Name");
    case Response:
        return tr("Answer within");
    case Result:
        return tr("Result within");
    case Payment:
        return tr("Payment within");
    case PaidToResult:
        return tr("Once paid");
    default:
        return {};
    }
}

Qt::ItemFlags KindRowsModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    const Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    const bool isFixed = index.column() == Kind || (isGeneral(index.row()) && index.column() == Name);
    return isFixed ? flags : flags | Qt::ItemIsEditable;
}

bool KindRowsModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::EditRole || !(flags(index) & Qt::ItemIsEditable))
        return false;
    const auto column = static_cast<Column>(index.column());
    const bool isTaken =
        column == Name ? setName(index.row(), value.toString()) : setTimeout(index.row(), column, value);
    if (isTaken) // what all others wait shows in every row
        Q_EMIT dataChanged(this->index(0, 0), this->index(rowCount() - 1, ColumnCount - 1));
    return isTaken;
}

bool KindRowsModel::setName(int row, const QString &name)
{
    const std::string text = name.simplified().left(longestName).toStdString();
    const dvm::KindInfo *info = dvm::KindTable::standard().find(kindOf(row));
    dvm::KindChanges::Row &changed = m_changes.kinds[kindOf(row)];
    changed.name = info && info->name == text ? std::string() : text;
    if (changed == dvm::KindChanges::Row())
        m_changes.kinds.erase(kindOf(row));
    return true;
}

bool KindRowsModel::setTimeout(int row, Column column, const QVariant &value)
{
    const auto member = memberOf(column);
    if (!member)
        return false;
    const QString text = value.toString().trimmed();
    bool isNumber = false;
    const qint64 seconds = text.isEmpty() ? standardOf(row).*member : text.toLongLong(&isNumber);
    if ((!text.isEmpty() && !isNumber) || seconds < 1 || seconds > longestSeconds)
        return false;
    dvm::Timeouts timeouts = shown(row);
    timeouts.*member = seconds;
    const std::optional<dvm::Timeouts> own =
        timeouts == standardOf(row) ? std::nullopt : std::optional(timeouts);
    if (isGeneral(row)) {
        m_changes.timeouts = own;
        return true;
    }
    dvm::KindChanges::Row &changed = m_changes.kinds[kindOf(row)];
    changed.timeouts = own;
    if (changed == dvm::KindChanges::Row())
        m_changes.kinds.erase(kindOf(row));
    return true;
}

} // namespace dvmdash::ui
