// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/tag_model.h"

#include "engine/identifiers.h"
#include "ui/inspector/mark_delegate.h"
#include "ui/models/columns.h"

#include <QStringList>

namespace dvmdash::ui
{

namespace
{

/// Values may be megabytes; a cell shows this much.
constexpr std::size_t shownBytes = 400;

const QVector<ui::Column> &columnList()
{
    using M = TagModel;
    static const QVector<ui::Column> list{
        {QStringLiteral("name"), M::tr("Tag"), CellKind::Text, 10, false, {}, {}},
        {QStringLiteral("value"), M::tr("Value"), CellKind::Text, 24, false, {}, {}},
        {QStringLiteral("rest"),
         M::tr("More"),
         CellKind::Text,
         12,
         false,
         {},
         M::tr("What follows the value")},
        {QStringLiteral("position"),
         M::tr("No."),
         CellKind::Number,
         6,
         true,
         {},
         M::tr("Place in the event")},
    };
    return list;
}

std::string_view item(const nostr::Tag &tag, std::size_t index)
{
    return index < tag.size() ? std::string_view(tag[index]) : std::string_view();
}

QString whole(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/// The beginning of a text, cut between characters.
QString beginning(std::string_view text)
{
    if (text.size() <= shownBytes)
        return whole(text);
    std::size_t end = shownBytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80)
        --end;
    return whole(text.substr(0, end)) + QChar(0x2026);
}

} // namespace

TagModel::TagModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

void TagModel::setTags(const nostr::Tags &tags, bool hideRequest)
{
    beginResetModel();
    m_tags = tags;
    m_hideRequest = hideRequest;
    endResetModel();
}

void TagModel::setRequestHidden(bool hidden)
{
    if (hidden == m_hideRequest)
        return;
    m_hideRequest = hidden;
    for (int row = 0; row < rowCount(); ++row)
        if (item(m_tags[static_cast<std::size_t>(row)], 0) == "request")
            Q_EMIT dataChanged(index(row, Value), index(row, Rest));
}

std::optional<nostr::EventId> TagModel::eventAt(int row) const
{
    const nostr::Tag &tag = m_tags[static_cast<std::size_t>(row)];
    const std::string_view name = item(tag, 0);
    if (name == "e" || name == "q")
        return nostr::EventId::fromHex(item(tag, 1));
    if (name == "i" && (item(tag, 2) == "job" || item(tag, 2) == "event"))
        return nostr::nip19::eventIdFromText(item(tag, 1));
    return std::nullopt;
}

int TagModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_tags.size());
}

int TagModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : columns;
}

QVariant TagModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return display(index.row(), index.column());
    case RawValueRole:
        return raw(index.row(), index.column());
    case LinkRole:
        return index.column() == Value && eventAt(index.row()).has_value();
    default:
        return {};
    }
}

QVariant TagModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    return orientation == Qt::Horizontal ? columnHeader(columnList(), section, role) : QVariant();
}

bool TagModel::isHidden(int row) const
{
    return m_hideRequest && item(m_tags[static_cast<std::size_t>(row)], 0) == "request";
}

QVariant TagModel::display(int row, int column) const
{
    const nostr::Tag &tag = m_tags[static_cast<std::size_t>(row)];
    switch (column) {
    case Name:
        return tag.empty() ? tr("(empty tag)") : beginning(tag[0]);
    case Value:
        return isHidden(row) ? tr("(hidden: may hold private inputs)") : beginning(item(tag, 1));
    case Rest: {
        QStringList parts;
        for (std::size_t i = 2; i < tag.size() && !isHidden(row) && parts.size() < 8; ++i)
            parts.append(beginning(tag[i]));
        return parts.join(QStringLiteral(" · "));
    }
    default:
        return {};
    }
}

QVariant TagModel::raw(int row, int column) const
{
    const nostr::Tag &tag = m_tags[static_cast<std::size_t>(row)];
    switch (column) {
    case Position:
        return row + 1;
    case Name:
        return whole(item(tag, 0));
    case Value:
        return isHidden(row) ? display(row, column) : whole(item(tag, 1));
    case Rest: {
        if (tag.size() <= 2 || isHidden(row))
            return QString();
        std::string json = "[";
        for (std::size_t i = 2; i < tag.size(); ++i) {
            if (i > 2)
                json += ',';
            nostr::appendJsonString(json, tag[i]);
        }
        return whole(json + "]");
    }
    default:
        return {};
    }
}

} // namespace dvmdash::ui
