// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dvms/dvms_models.h"

#include "ui/boards/board_columns.h"
#include "ui/dvms/health_words.h"
#include "ui/inspector/event_words.h"
#include "ui/models/name_book.h"

#include <QCoreApplication>

namespace dvmdash::ui
{

namespace
{

const QString dvmColumn = QStringLiteral("dvm");

QString tr(const char *text)
{
    return QCoreApplication::translate("dvms", text);
}

/// Everything by which a reader may look for the DVM.
QString searchText(NameBook &names, const metrics::DvmRow &row)
{
    return names.name(row.dvm) + QLatin1Char(' ') + NameBook::npub(row.dvm) + QLatin1Char(' ') +
           QString::fromStdString(row.dvm.hex()) + QLatin1Char(' ') + livenessWord(row.health) +
           QLatin1Char(' ') + kindLines(row.kinds);
}

QVariant healthCell(const metrics::DvmRow &row, int role)
{
    switch (role) {
    case Qt::DisplayRole:
        return livenessWord(row.health);
    case ToneRole:
        return static_cast<int>(livenessTone(row.health));
    case Qt::ToolTipRole:
        return livenessMeaning(row.health);
    default:
        return {};
    }
}

using DvmRowColumns = std::vector<BoardColumn<metrics::DvmRow>>;

DvmRowColumns dvmColumns(NameBook &names, const Theme &theme)
{
    DvmRowColumns columns;
    columns.push_back(
        {{dvmColumn, tr("DVM"), CellKind::Text, 14, false, QStringLiteral("dvm_npub"),
          tr("Whoever gave a result or feedback, was asked by name, or was paid in the window. The name "
             "is its owner's choice."),
          true},
         [&names, &theme](const metrics::DvmRow &row, int role) {
             return role == SearchTextRole ? QVariant(searchText(names, row))
                                           : dvmCell(names, theme, row.dvm, role);
         }});
    columns.push_back({{QStringLiteral("kinds"),
                        tr("Kinds"),
                        CellKind::Text,
                        12,
                        false,
                        {},
                        tr("Request kinds for which it gave results, was asked by name or was paid in the "
                           "window.")},
                       [](const metrics::DvmRow &row, int role) { return kindListCell(row.kinds, role); }});
    columns.push_back(
        {{QStringLiteral("health"),
          tr("Health"),
          CellKind::State,
          13,
          false,
          {},
          tr("Now, whatever the window: alive, quiet, possibly down, or not known because nobody "
             "listened. Search for these words to see such DVMs alone.")},
         &healthCell});
    addFigures(columns, {Figure::Results, Figure::Feedback, Figure::Success, Figure::SuccessOf, Figure::P50,
                         Figure::P95, Figure::Responses, Figure::Confirmed, Figure::Claimed, Figure::Inferred,
                         Figure::Requested, Figure::Ignored});
    hide(columns, {Figure::Feedback});
    addTime(columns,
            {QStringLiteral("last_seen"), tr("Last seen"), CellKind::Time, 10, false,
             QStringLiteral("last_seen_utc"), tr("Its last result or feedback ever, by its own clock.")},
            &metrics::DvmRow::last_seen_at);
    addTime(columns,
            {QStringLiteral("last_completed"), tr("Last done"), CellKind::Time, 10, true,
             QStringLiteral("last_completed_utc"), tr("When it last delivered a job, ever.")},
            &metrics::DvmRow::last_completed_at);
    addTime(columns,
            {QStringLiteral("first_seen"), tr("First seen"), CellKind::Time, 10, true,
             QStringLiteral("first_seen_utc"), tr("Its first result or feedback ever, by its own clock.")},
            &metrics::DvmRow::first_seen_at);
    return columns;
}

std::vector<BoardColumn<metrics::KindOfDvm>> kindOfDvmColumns(const Theme &theme)
{
    std::vector<BoardColumn<metrics::KindOfDvm>> columns;
    columns.push_back({{QStringLiteral("kind"), tr("Kind"), CellKind::Text, 14, false, {}, {}, true},
                       [&theme](const metrics::KindOfDvm &row, int role) {
                           return role == RawValueRole ? QVariant(row.kind) : kindCell(theme, row.kind, role);
                       }});
    addFigures(columns, {Figure::Results});
    addShare(columns);
    addFigures(columns, {Figure::Success, Figure::SuccessOf, Figure::P50, Figure::P95, Figure::Confirmed,
                         Figure::Claimed, Figure::Inferred, Figure::Requested, Figure::Ignored});
    hide(columns, {Figure::SuccessOf, Figure::P95, Figure::Claimed, Figure::Ignored});
    return columns;
}

std::vector<BoardColumn<metrics::Competitor>> competitorColumns(NameBook &names, const Theme &theme,
                                                                const CompetitorsModel::PriceOf &price)
{
    std::vector<BoardColumn<metrics::Competitor>> columns;
    columns.push_back({{dvmColumn, tr("DVM"), CellKind::Text, 14, false, QStringLiteral("dvm_npub"),
                        tr("Another DVM that gave results in the window for a kind that this one ever gave "
                           "results for."),
                        true},
                       [&names, &theme](const metrics::Competitor &row, int role) {
                           return dvmCell(names, theme, row.dvm, role);
                       }});
    columns.push_back(
        {{QStringLiteral("kinds"),
          tr("Shared kinds"),
          CellKind::Text,
          11,
          false,
          {},
          tr("The kinds that both give results for. The numbers beside are about these only.")},
         [](const metrics::Competitor &row, int role) { return kindListCell(row.kinds, role); }});
    addFigures(columns, {Figure::Results, Figure::Success, Figure::SuccessOf, Figure::P50});
    hide(columns, {Figure::SuccessOf});
    columns.push_back({{QStringLiteral("price"), tr("Price"), CellKind::Text, 9, false,
                        QStringLiteral("price_claimed"), tr("What it says of its price, unchecked.")},
                       [price](const metrics::Competitor &row, int role) {
                           if (role != Qt::DisplayRole && role != RawValueRole)
                               return QVariant();
                           const QString claimed = price(row.dvm);
                           if (role == RawValueRole)
                               return QVariant(claimed);
                           return QVariant(claimed.isEmpty() ? noFigure() : claimed);
                       }});
    return columns;
}

} // namespace

DvmsModel::DvmsModel(NameBook &names, const Theme &theme, QObject *parent)
    : BoardModel(&metrics::DvmRow::dvm, dvmColumns(names, theme), parent)
{
    connect(&names, &NameBook::namesChanged, this, [this] { tellColumn(dvmColumn); });
}

KindsOfDvmModel::KindsOfDvmModel(const Theme &theme, QObject *parent)
    : BoardModel(&metrics::KindOfDvm::kind, kindOfDvmColumns(theme), parent)
{
}

CompetitorsModel::CompetitorsModel(NameBook &names, const Theme &theme, PriceOf price, QObject *parent)
    : BoardModel(&metrics::Competitor::dvm, competitorColumns(names, theme, price), parent)
{
    connect(&names, &NameBook::namesChanged, this, [this] { tellColumn(dvmColumn); });
}

} // namespace dvmdash::ui
