// SPDX-License-Identifier: GPL-3.0-or-later
#include "table_fixture.h"

#include "ui/theme/colors.h"

#include <QFile>

#include <algorithm>

namespace dvmdash::test
{

using ui::CellKind;

namespace
{

const QVector<ui::Column> &columns()
{
    static const QVector<ui::Column> list{
        {QStringLiteral("id"), QStringLiteral("Id"), CellKind::Id, 14},
        {QStringLiteral("state"), QStringLiteral("State"), CellKind::State, 14},
        {QStringLiteral("text"), QStringLiteral("Text"), CellKind::Text, 30},
        {QStringLiteral("number"), QStringLiteral("Number"), CellKind::Number, 10, false,
         QStringLiteral("number_ms")},
        {QStringLiteral("at"), QStringLiteral("When"), CellKind::Time, 12, false, QStringLiteral("at_utc")},
        {QStringLiteral("extra"), QStringLiteral("Extra"), CellKind::Text, 12, true},
    };
    return list;
}

} // namespace

RowsModel::RowsModel(QVector<Row> rows, QObject *parent)
    : QAbstractTableModel(parent)
    , m_rows(std::move(rows))
{
}

int RowsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int RowsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(columns().size());
}

QVariant RowsModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Row &row = m_rows.at(index.row());
    const bool raw = role == ui::RawValueRole;
    switch (index.column()) {
    case 0:
        return raw || role == Qt::DisplayRole ? QVariant(row.id) : QVariant();
    case 1:
        if (role == ui::ToneRole)
            return static_cast<int>(ui::Tone::Failed);
        return role == Qt::DisplayRole ? QVariant(QStringLiteral("failed")) : QVariant();
    case 2:
        return raw || role == Qt::DisplayRole ? QVariant(row.text) : QVariant();
    case 3:
        return raw && row.number >= 0 ? QVariant(row.number) : QVariant();
    case 4:
        return raw ? QVariant(row.seconds) : QVariant();
    case 5:
        return role == Qt::DisplayRole ? QVariant(QStringLiteral("extra")) : QVariant();
    default:
        return {};
    }
}

QVariant RowsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    return orientation == Qt::Horizontal ? ui::columnHeader(columns(), section, role) : QVariant();
}

void RowsModel::insert(int at, const QVector<Row> &rows)
{
    beginInsertRows({}, at, at + static_cast<int>(rows.size()) - 1);
    for (qsizetype i = 0; i < rows.size(); ++i)
        m_rows.insert(at + i, rows.at(i));
    endInsertRows();
}

void RowsModel::remove(int first, int count)
{
    beginRemoveRows({}, first, first + count - 1);
    m_rows.remove(first, count);
    endRemoveRows();
}

void RowsModel::rearrange()
{
    Q_EMIT layoutAboutToBeChanged();
    const QModelIndexList before = persistentIndexList();
    const int last = rowCount() - 1;
    std::reverse(m_rows.begin(), m_rows.end());
    for (const QModelIndex &index : before)
        changePersistentIndex(index, createIndex(last - index.row(), index.column()));
    Q_EMIT layoutChanged();
}

void RowsModel::replaceAll(const QVector<Row> &rows)
{
    beginResetModel();
    m_rows = rows;
    endResetModel();
}

QVector<Row> someRows(int count, int first)
{
    QVector<Row> rows;
    for (int i = first; i < first + count; ++i)
        rows.append({QStringLiteral("id%1").arg(i), QStringLiteral("text %1").arg(i), i, 1'700'000'000 - i});
    return rows;
}

QVector<QStringList> parseCsv(const QByteArray &bytes)
{
    const QString text = QString::fromUtf8(bytes);
    QVector<QStringList> rows;
    QStringList row;
    QString cell;
    bool quoted = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text.at(i);
        if (quoted) {
            if (c != QLatin1Char('"'))
                cell += c;
            else if (i + 1 < text.size() && text.at(i + 1) == QLatin1Char('"'))
                cell += text.at(++i);
            else
                quoted = false;
        } else if (c == QLatin1Char('"')) {
            quoted = true;
        } else if (c == QLatin1Char(',')) {
            row.append(cell);
            cell.clear();
        } else if (c == QLatin1Char('\n')) {
            row.append(cell);
            rows.append(row);
            row.clear();
            cell.clear();
        } else if (c != QLatin1Char('\r')) {
            cell += c;
        }
    }
    return rows;
}

QByteArray readFile(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace dvmdash::test
