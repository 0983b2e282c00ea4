// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kinds/kinds_models.h"

#include "ui/boards/board_columns.h"
#include "ui/inspector/event_words.h"
#include "ui/models/name_book.h"

#include <QCoreApplication>

namespace dvmdash::ui
{

namespace
{

using KindRow = metrics::KindRow;
using KindColumns = std::vector<BoardColumn<KindRow>>;

const QString fastestColumn = QStringLiteral("fastest");
const QString topEarningColumn = QStringLiteral("top_earning");
const QString dvmColumn = QStringLiteral("dvm");

QString tr(const char *text)
{
    return QCoreApplication::translate("kinds", text);
}

void addBest(KindColumns &columns, const Column &column, NameBook &names, const Theme &theme,
             std::optional<nostr::PublicKey> KindRow::*best)
{
    columns.push_back({column, [&names, &theme, best](const KindRow &row, int role) {
                           // The row leads to the kind, not to the DVM.
                           return role == LeadsRole ? QVariant() : dvmCell(names, theme, row.*best, role);
                       }});
}

QVariant kindNameCell(const Theme &theme, const KindRow &row, int role)
{
    if (role == SearchTextRole)
        return kindLines({row.kind});
    return kindCell(theme, row.kind, role);
}

KindColumns kindColumns(NameBook &names, const Theme &theme)
{
    KindColumns columns;
    columns.push_back({{QStringLiteral("kind_name"),
                        tr("Kind"),
                        CellKind::Text,
                        20,
                        false,
                        {},
                        tr("What the request kind is called."),
                        true},
                       [&theme](const KindRow &row, int role) { return kindNameCell(theme, row, role); }});
    columns.push_back(
        {{QStringLiteral("kind"),
          tr("No."),
          CellKind::Text,
          4,
          false,
          {},
          tr("Number of the request kind; its results have one of their own, 1000 higher by NIP-90.")},
         [](const KindRow &row, int role) {
             return role == Qt::DisplayRole || role == RawValueRole ? QVariant(row.kind) : QVariant();
         }});
    addFigures(columns, {Figure::Requests, Figure::Results, Figure::Users, Figure::Dvms});
    columns.push_back({{QStringLiteral("dvms_ever"),
                        tr("Ever"),
                        CellKind::Number,
                        5,
                        false,
                        {},
                        tr("Different DVMs that ever gave a result for it, before the end of the window.")},
                       [](const KindRow &row, int role) {
                           return role == RawValueRole ? QVariant(qint64(row.dvms_ever)) : QVariant();
                       }});
    addFigures(columns,
               {Figure::Completion, Figure::CompletionOf, Figure::FailedJobs, Figure::P50, Figure::P95,
                Figure::Responses, Figure::Confirmed, Figure::Claimed, Figure::Inferred, Figure::Requested});
    addBest(columns,
            {fastestColumn, tr("Fastest DVM"), CellKind::Text, 13, false, QStringLiteral("fastest_npub"),
             tr("Lowest median response time among DVMs with at least three timed responses for the kind in "
                "the window.")},
            names, theme, &KindRow::fastest);
    addBest(columns,
            {topEarningColumn, tr("Top earning"), CellKind::Text, 13, true,
             QStringLiteral("top_earning_npub"),
             tr("The DVM that was paid most for the kind in the window: by what is confirmed, then claimed, "
                "then inferred.")},
            names, theme, &KindRow::top_earning);
    addTime(columns,
            {QStringLiteral("last_request"), tr("Last request"), CellKind::Time, 10, true,
             QStringLiteral("last_request_utc"), tr("Its last request ever, by the customer's clock.")},
            &KindRow::last_seen_at);
    addTime(columns,
            {QStringLiteral("first_request"), tr("First request"), CellKind::Time, 10, true,
             QStringLiteral("first_request_utc"), tr("Its first request ever, by the customer's clock.")},
            &KindRow::first_seen_at);
    return columns;
}

std::vector<BoardColumn<metrics::DvmOfKind>> dvmOfKindColumns(NameBook &names, const Theme &theme)
{
    using Row = metrics::DvmOfKind;
    std::vector<BoardColumn<Row>> columns;
    columns.push_back(
        {{dvmColumn, tr("DVM"), CellKind::Text, 18, false, QStringLiteral("dvm_npub"),
          tr("Whoever gave a result for the kind, was asked by name or was paid for it in the "
             "window."),
          true},
         [&names, &theme](const Row &row, int role) { return dvmCell(names, theme, row.dvm, role); }});
    addFigures(columns, {Figure::Results});
    addShare(columns);
    addFigures(columns,
               {Figure::Success, Figure::SuccessOf, Figure::P50, Figure::P95, Figure::Responses,
                Figure::Confirmed, Figure::Claimed, Figure::Inferred, Figure::Requested, Figure::Ignored});
    return columns;
}

} // namespace

KindsModel::KindsModel(NameBook &names, const Theme &theme, QObject *parent)
    : BoardModel(&KindRow::kind, kindColumns(names, theme), parent)
{
    connect(&names, &NameBook::namesChanged, this, [this] {
        tellColumn(fastestColumn);
        tellColumn(topEarningColumn);
    });
}

DvmsOfKindModel::DvmsOfKindModel(NameBook &names, const Theme &theme, QObject *parent)
    : BoardModel(&metrics::DvmOfKind::dvm, dvmOfKindColumns(names, theme), parent)
{
    connect(&names, &NameBook::namesChanged, this, [this] { tellColumn(dvmColumn); });
}

} // namespace dvmdash::ui
