// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/best_model.h"

#include "ui/inspector/event_words.h"
#include "ui/models/freshness_words.h"
#include "ui/models/name_book.h"
#include "ui/overview/measure_words.h"
#include "ui/theme/theme.h"
#include "ui/widgets/format.h"

namespace dvmdash::ui
{

namespace
{

const QString dash = QStringLiteral("\u2013");

std::optional<nostr::PublicKey> topEarning(const metrics::KindBest &best)
{
    return best.top_earning ? std::optional(best.top_earning->dvm) : std::nullopt;
}

PaidTier paid(const metrics::KindBest &best)
{
    return best.top_earning ? paidTier(best.top_earning->money) : PaidTier{};
}

} // namespace

bool BestRow::operator==(const BestRow &other) const
{
    return best.kind == other.best.kind && best.figures == other.best.figures &&
           best.fastest == other.best.fastest && best.fastest_response == other.best.fastest_response &&
           best.top_earning == other.best.top_earning;
}

BestModel::BestModel(NameBook &names, const Theme &theme, QObject *parent)
    : RowModel(
          {
              {QStringLiteral("kind"), tr("Kind"), CellKind::Text, 14, false, {}, {}, true},
              {QStringLiteral("fastest"), tr("Fastest"), CellKind::Text, 13, false,
               QStringLiteral("fastest_dvm"),
               tr("The DVM with the lowest median response time, of those that delivered at least %1 times.")
                   .arg(metrics::fewestResponses)},
              {QStringLiteral("p50"), tr("p50"), CellKind::DurationMs, 5, false,
               QStringLiteral("fastest_p50_ms"), measureMeaning(Measure::P50)},
              {QStringLiteral("n"), tr("n"), CellKind::Number, 3, false, QStringLiteral("fastest_n"),
               tr("Deliveries that the median was made of.")},
              {QStringLiteral("top_earning"), tr("Top earning"), CellKind::Text, 13, false,
               QStringLiteral("top_earning_dvm"),
               tr("The DVM that was paid most for this kind: by what is confirmed, then claimed, then "
                  "inferred.")},
              {QStringLiteral("paid"), tr("Sats"), CellKind::Sats, 6, false,
               QStringLiteral("top_earning_msat")},
              {QStringLiteral("tier"), tr("Tier"), CellKind::Text, 8, false,
               QStringLiteral("top_earning_tier"),
               tr("How sure the payment is: confirmed, claimed or inferred.")},
              {QStringLiteral("requests"),
               tr("Requests"),
               CellKind::Number,
               9,
               true,
               {},
               measureMeaning(Measure::Requests)},
          },
          parent)
    , m_names(names)
    , m_theme(theme)
{
    QObject::connect(&names, &NameBook::namesChanged, this, [this] {
        if (rowCount() > 0)
            Q_EMIT dataChanged(index(0, Fastest), index(rowCount() - 1, TopEarning));
    });
}

void BestModel::setBest(const engine::Best &best)
{
    m_freshness = freshnessWords(best.freshness);
    std::vector<BestRow> next;
    for (const auto &kind : best.kinds)
        if (kind.figures.requests > 0 || kind.fastest || kind.top_earning)
            next.push_back({kind});
    setRows(next);
}

QVariant BestModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const metrics::KindBest &best = row(index.row()).best;
    if (role == Qt::ToolTipRole)
        return tip(best, index.column());
    switch (index.column()) {
    case Kind:
        if (role == RawValueRole)
            return best.kind;
        if (role == SwatchRole)
            return kindSwatch(m_theme, best.kind);
        return role == Qt::DisplayRole ? QVariant(kindName(best.kind)) : QVariant();
    case Fastest:
        return dvmData(best.fastest, role);
    case P50:
        if (!best.fastest)
            return role == Qt::DisplayRole ? QVariant(dash) : QVariant();
        return role == RawValueRole ? QVariant(qint64(*best.fastest_response.p50_ms)) : QVariant();
    case Samples:
        if (!best.fastest)
            return role == Qt::DisplayRole ? QVariant(dash) : QVariant();
        return role == RawValueRole ? QVariant(qint64(best.fastest_response.n)) : QVariant();
    case TopEarning:
        return dvmData(topEarning(best), role);
    case Paid:
        if (!best.top_earning)
            return role == Qt::DisplayRole ? QVariant(dash) : QVariant();
        return role == RawValueRole ? QVariant(qint64(paid(best).millisats)) : QVariant();
    case Tier:
        return role == Qt::DisplayRole ? QVariant(paid(best).word) : QVariant();
    case Requests:
        return role == RawValueRole ? QVariant(qint64(best.figures.requests)) : QVariant();
    default:
        return {};
    }
}

QVariant BestModel::dvmData(const std::optional<nostr::PublicKey> &dvm, int role) const
{
    if (!dvm)
        return role == Qt::DisplayRole ? QVariant(dash) : QVariant();
    const QString hex = QString::fromStdString(dvm->hex());
    if (role == RawValueRole)
        return hex;
    if (role == SwatchRole)
        return m_theme.dvmColor(hex);
    return role == Qt::DisplayRole ? QVariant(m_names.name(*dvm)) : QVariant();
}

QString BestModel::tip(const metrics::KindBest &best, int column) const
{
    QStringList lines;
    switch (column) {
    case Kind:
    case Requests:
        lines = {tr("%1, kind %2").arg(kindName(best.kind)).arg(best.kind),
                 sampleWords(Measure::Requests, best.figures)};
        break;
    case Fastest:
    case P50:
    case Samples: {
        metrics::Figures fastest;
        fastest.response = best.fastest_response;
        if (best.fastest)
            lines = {m_names.name(*best.fastest), NameBook::npub(*best.fastest), measureMeaning(Measure::P50),
                     sampleWords(Measure::P50, fastest)};
        else
            lines = {tr("No DVM delivered at least %1 times here.").arg(metrics::fewestResponses),
                     sampleWords(Measure::P50, best.figures)};
        break;
    }
    default:
        if (best.top_earning)
            lines = {m_names.name(best.top_earning->dvm), NameBook::npub(best.top_earning->dvm),
                     moneyWords(best.top_earning->money)};
        else
            lines = {tr("Nobody was paid for this kind.")};
        lines.append(sampleWords(Measure::Confirmed, best.figures));
        break;
    }
    lines.append(m_freshness);
    return lines.join(QLatin1Char('\n'));
}

} // namespace dvmdash::ui
