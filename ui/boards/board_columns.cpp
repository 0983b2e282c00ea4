// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/boards/board_columns.h"

#include "ui/inspector/event_words.h"
#include "ui/models/name_book.h"
#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QStringList>

namespace dvmdash::ui
{

namespace
{

constexpr std::size_t mostKindsShown = 2;

QString tr(const char *text)
{
    return QCoreApplication::translate("board", text);
}

QString numbers(const std::vector<int> &kinds, std::size_t most)
{
    QStringList list;
    for (std::size_t i = 0; i < std::min(kinds.size(), most); ++i)
        list.append(QString::number(kinds[i]));
    return list.join(QStringLiteral(", "));
}

} // namespace

QVariant dvmCell(NameBook &names, const Theme &theme, const nostr::PublicKey &key, int role)
{
    switch (role) {
    case Qt::DisplayRole:
    case SortTextRole:
        return names.name(key);
    case RawValueRole:
        return NameBook::npub(key);
    case SwatchRole:
        return theme.dvmColor(QString::fromStdString(key.hex()));
    case Qt::ToolTipRole:
        return names.hasName(key) ? names.name(key) + QLatin1Char('\n') + NameBook::npub(key)
                                  : NameBook::npub(key);
    case LeadsRole:
        return true;
    default:
        return {};
    }
}

QVariant dvmCell(NameBook &names, const Theme &theme, const std::optional<nostr::PublicKey> &key, int role)
{
    if (key)
        return dvmCell(names, theme, *key, role);
    return role == Qt::DisplayRole ? QVariant(noFigure()) : QVariant();
}

QVariant kindCell(const Theme &theme, int kind, int role)
{
    switch (role) {
    case Qt::DisplayRole:
    case SortTextRole:
        return kindName(kind);
    case SwatchRole:
        return kindSwatch(theme, kind);
    case Qt::ToolTipRole:
        return tr("%1, kind %2").arg(kindName(kind)).arg(kind);
    case LeadsRole:
        return true;
    default:
        return {};
    }
}

QVariant kindListCell(const std::vector<int> &kinds, int role)
{
    switch (role) {
    case Qt::DisplayRole: {
        if (kinds.empty())
            return noFigure();
        const QString list = numbers(kinds, mostKindsShown);
        return kinds.size() > mostKindsShown
                   ? list + QStringLiteral(" +%1").arg(kinds.size() - mostKindsShown)
                   : list;
    }
    case RawValueRole: {
        // Spaces, so that a cell of a CSV file needs no quotes.
        return numbers(kinds, kinds.size()).remove(QLatin1Char(','));
    }
    case Qt::ToolTipRole:
        return kindLines(kinds);
    default:
        return {};
    }
}

QVariant timeCell(std::int64_t seconds, int role)
{
    if (role == RawValueRole && seconds > 0)
        return qint64(seconds);
    return role == Qt::DisplayRole && seconds <= 0 ? QVariant(tr("never")) : QVariant();
}

Column shareColumn()
{
    return {QStringLiteral("share"),
            tr("Share"),
            CellKind::Rate,
            7,
            false,
            QStringLiteral("share_percent"),
            tr("Its results of all results for the kind in the window.")};
}

QVariant shareCell(const metrics::Rate &share, int role)
{
    constexpr qint64 whole = 10'000;
    switch (role) {
    case RawValueRole:
        return share.whole > 0 ? QVariant(qint64(share.part * whole / share.whole)) : QVariant();
    case Qt::DisplayRole:
        return share.whole > 0 ? QVariant() : QVariant(noFigure());
    case Qt::ToolTipRole:
        return tr("%1 of %2 results").arg(format::count(share.part), format::count(share.whole));
    default:
        return {};
    }
}

QString kindLines(const std::vector<int> &kinds)
{
    QStringList lines;
    for (const int kind : kinds)
        lines.append(tr("%1 (%2)").arg(kindName(kind)).arg(kind));
    return lines.join(QLatin1Char('\n'));
}

} // namespace dvmdash::ui
