// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/columns.h"

#include "ui/widgets/format.h"
#include "ui/widgets/safe_text.h"

#include <QAbstractItemModel>
#include <QDateTime>

namespace dvmdash::ui
{

namespace
{

/// Longest text measured and drawn in a cell; events may hold megabytes.
constexpr qsizetype longestCellText = 300;
constexpr qint64 hundredths = 100;

bool isNumber(CellKind kind)
{
    switch (kind) {
    case CellKind::Number:
    case CellKind::DurationMs:
    case CellKind::Sats:
    case CellKind::Bytes:
    case CellKind::Rate:
        return true;
    case CellKind::Text:
    case CellKind::State:
    case CellKind::Id:
    case CellKind::Time:
    case CellKind::TimeMs:
        return false;
    }
    return false;
}

QString plainText(const QVariant &value)
{
    switch (value.typeId()) {
    case QMetaType::Double:
    case QMetaType::Float:
        return QString::number(value.toDouble(), 'g', 17);
    case QMetaType::QByteArray:
        return QString::fromUtf8(value.toByteArray());
    case QMetaType::QDateTime: {
        const QDateTime utc = value.toDateTime().toUTC();
        return utc.time().msec() == 0 ? format::isoUtc(utc.toSecsSinceEpoch())
                                      : format::isoUtcMs(utc.toMSecsSinceEpoch());
    }
    default:
        return value.toString();
    }
}

} // namespace

QVariant columnHeader(const QVector<Column> &columns, int section, int role)
{
    if (section < 0 || section >= columns.size())
        return {};
    const Column &column = columns.at(section);
    switch (role) {
    case Qt::DisplayRole:
        return column.title;
    case Qt::ToolTipRole:
        return column.explanation.isEmpty() ? QVariant() : column.explanation;
    case Qt::TextAlignmentRole:
        return static_cast<int>((isNumber(column.kind) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case CsvHeaderRole:
        return column.csvHeader.isEmpty() ? column.id : column.csvHeader;
    case ColumnIdRole:
        return column.id;
    case CellKindRole:
        return static_cast<int>(column.kind);
    case ColumnWidthRole:
        return column.width;
    case ColumnFlexibleRole:
        return columns[section].flexible;
    case ColumnHiddenRole:
        return column.hidden;
    default:
        return {};
    }
}

CellKind cellKind(const QAbstractItemModel &model, int column)
{
    return static_cast<CellKind>(model.headerData(column, Qt::Horizontal, CellKindRole).toInt());
}

QString rawText(const QVariant &raw, CellKind kind)
{
    if (!raw.isValid() || raw.isNull())
        return {};
    const bool isInteger = raw.typeId() != QMetaType::QDateTime && raw.canConvert<qint64>();
    if (kind == CellKind::Time && isInteger)
        return format::isoUtc(raw.toLongLong());
    if (kind == CellKind::TimeMs && isInteger)
        return format::isoUtcMs(raw.toLongLong());
    if (kind == CellKind::Rate && isInteger)
        return QString::number(raw.toLongLong() / hundredths) + QLatin1Char('.') +
               QStringLiteral("%1").arg(raw.toLongLong() % hundredths, 2, 10, QLatin1Char('0'));
    return plainText(raw);
}

QString rawText(const QModelIndex &index)
{
    if (!index.isValid())
        return {};
    const QVariant raw = index.data(RawValueRole);
    return rawText(raw.isValid() ? raw : index.data(Qt::DisplayRole),
                   cellKind(*index.model(), index.column()));
}

QString displayText(const QModelIndex &index, CellKind kind, qint64 nowMs)
{
    if (kind == CellKind::Text || kind == CellKind::State)
        return safeText(index.data(Qt::DisplayRole).toString(), LineBreaks::Inline, longestCellText);
    const QVariant raw = index.data(RawValueRole);
    if (!raw.isValid() || raw.isNull()) // unknown: the model may say why
        return safeText(index.data(Qt::DisplayRole).toString(), LineBreaks::Inline, longestCellText);
    switch (kind) {
    case CellKind::Number:
        return format::count(raw.toLongLong());
    case CellKind::Id:
        return format::shortId(safeText(raw.toString(), LineBreaks::Inline, longestCellText));
    case CellKind::Time:
        // Authors claim any time: a multiplication must not overflow.
        return format::relativeTime(
            qBound(-(Q_INT64_C(1) << 52), raw.toLongLong(), Q_INT64_C(1) << 52) * 1000, nowMs);
    case CellKind::TimeMs:
        return format::relativeTime(raw.toLongLong(), nowMs);
    case CellKind::DurationMs:
        return format::durationMs(raw.toLongLong());
    case CellKind::Sats:
        return format::satsNumber(raw.toLongLong());
    case CellKind::Bytes:
        return format::bytes(raw.toLongLong());
    case CellKind::Rate:
        return format::percent(raw.toLongLong(), 100 * hundredths).value_or(QString());
    case CellKind::Text:
    case CellKind::State:
        break;
    }
    return {};
}

} // namespace dvmdash::ui
