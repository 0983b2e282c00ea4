// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/boards/figure_words.h"

#include <QCoreApplication>

#include <array>

namespace dvmdash::ui
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("figure", text);
}

/// How a number is named and defined. In the order of Figure.
struct Words {
    const char *id;
    const char *csvHeader; ///< with the unit; null: the id
    const char *title;
    CellKind kind;
    int width;
    bool hidden;
    const char *definition;
};

constexpr std::array words{
    Words{"requests", nullptr, QT_TRANSLATE_NOOP("figure", "Requests"), CellKind::Number, 10, false,
          QT_TRANSLATE_NOOP("figure", "Events of the request kind made in the window, by their authors' "
                                      "clocks.")},
    Words{"results", nullptr, QT_TRANSLATE_NOOP("figure", "Results"), CellKind::Number, 8, false,
          QT_TRANSLATE_NOOP("figure", "Events of the result kinds made in the window. Those that name no "
                                      "request count nowhere.")},
    Words{"feedback", nullptr, QT_TRANSLATE_NOOP("figure", "Feedback"), CellKind::Number, 8, false,
          QT_TRANSLATE_NOOP("figure", "Events of kind 7000 made in the window, but customers' own notes and "
                                      "answers to pings.")},
    Words{"users", nullptr, QT_TRANSLATE_NOOP("figure", "Users"), CellKind::Number, 6, false,
          QT_TRANSLATE_NOOP("figure", "Different authors of requests in the window.")},
    Words{"dvms", nullptr, QT_TRANSLATE_NOOP("figure", "DVMs"), CellKind::Number, 6, false,
          QT_TRANSLATE_NOOP("figure", "Different DVMs that gave a result in the window.")},
    Words{"success", "success_percent", QT_TRANSLATE_NOOP("figure", "Success"), CellKind::Rate, 8, false,
          QT_TRANSLATE_NOOP(
              "figure", "Attempts that delivered a result, of those that came to an end: delivered, "
                        "failed, ignored, stalled, or paid and not delivered. Open, cancelled and "
                        "unobserved ones say nothing about the DVM. Counted at the time of the request.")},
    Words{"success_n", nullptr, QT_TRANSLATE_NOOP("figure", "of n"), CellKind::Number, 4, false,
          QT_TRANSLATE_NOOP("figure", "How many attempts came to an end: what the success rate is a share "
                                      "of.")},
    Words{"failed", nullptr, QT_TRANSLATE_NOOP("figure", "Failed"), CellKind::Number, 7, false,
          QT_TRANSLATE_NOOP("figure", "Attempts that failed, were ignored, stalled, or were paid and not "
                                      "delivered.")},
    Words{"ignored", nullptr, QT_TRANSLATE_NOOP("figure", "Ignored"), CellKind::Number, 8, false,
          QT_TRANSLATE_NOOP("figure", "Requests that asked for this DVM by name and got no answer in time, "
                                      "while somebody listened.")},
    Words{"completion", "completion_percent", QT_TRANSLATE_NOOP("figure", "Completion"), CellKind::Rate, 11,
          false,
          QT_TRANSLATE_NOOP("figure", "Jobs that were delivered, of all whose request was made in the window "
                                      "and seen, itself or inside an answer.")},
    Words{"completion_n", nullptr, QT_TRANSLATE_NOOP("figure", "of n"), CellKind::Number, 5, false,
          QT_TRANSLATE_NOOP("figure", "How many jobs were seen: what the completion is a share of.")},
    Words{"failed_jobs", nullptr, QT_TRANSLATE_NOOP("figure", "Failed"), CellKind::Number, 7, false,
          QT_TRANSLATE_NOOP("figure", "Jobs of the window that failed, were ignored, stalled, or were paid "
                                      "and not delivered.")},
    Words{"p50", "p50_ms", QT_TRANSLATE_NOOP("figure", "p50"), CellKind::DurationMs, 8, false,
          QT_TRANSLATE_NOOP("figure", "Half of the responses were at least so fast: from the request to its "
                                      "first result, by our own receipt where both were received as they "
                                      "happened, else by the authors' clocks. Within 1 %.")},
    Words{"p95", "p95_ms", QT_TRANSLATE_NOOP("figure", "p95"), CellKind::DurationMs, 10, false,
          QT_TRANSLATE_NOOP("figure", "95 of 100 responses were at least so fast: from the request to its "
                                      "first result, by our own receipt where both were received as they "
                                      "happened, else by the authors' clocks. Within 1 %.")},
    Words{"responses", nullptr, QT_TRANSLATE_NOOP("figure", "Timed"), CellKind::Number, 6, true,
          QT_TRANSLATE_NOOP("figure", "How many responses p50 and p95 rest on. Results dated before their "
                                      "request are left out.")},
    Words{"confirmed", "confirmed_msat", QT_TRANSLATE_NOOP("figure", "Confirmed"), CellKind::Sats, 9, false,
          QT_TRANSLATE_NOOP("figure",
                            "Sats that were received for jobs, by receipts that could be checked and "
                            "nutzaps that were redeemed. Tiers are never added up.")},
    Words{"claimed", "claimed_msat", QT_TRANSLATE_NOOP("figure", "Claimed"), CellKind::Sats, 7, false,
          QT_TRANSLATE_NOOP("figure", "Sats for jobs by receipts whose signer could not be checked, and by "
                                      "nutzaps that were not redeemed.")},
    Words{"inferred", "inferred_msat", QT_TRANSLATE_NOOP("figure", "Inferred"), CellKind::Sats, 8, true,
          QT_TRANSLATE_NOOP("figure",
                            "Sats that were asked for, where work went on after that and no payment "
                            "was seen.")},
    Words{"requested", "requested_msat", QT_TRANSLATE_NOOP("figure", "Requested"), CellKind::Sats, 9, true,
          QT_TRANSLATE_NOOP("figure", "Sats that were asked for: the latest amount of each attempt.")},
};

const Words &wordsOf(Figure figure)
{
    return words.at(static_cast<std::size_t>(figure));
}

/// Hundredths of a percent, rounded down.
std::optional<qint64> rateValue(const metrics::Rate &rate)
{
    constexpr qint64 whole = 10'000;
    return rate.whole > 0 ? std::optional(rate.part * whole / rate.whole) : std::nullopt;
}

QString ofWords(const metrics::Rate &rate)
{
    return tr("%1 of %2").arg(format::count(rate.part), format::count(rate.whole));
}

} // namespace

QString noFigure()
{
    return QStringLiteral("\u2013");
}

QString figureTitle(Figure figure)
{
    return tr(wordsOf(figure).title);
}

QString figureDefinition(Figure figure)
{
    return tr(wordsOf(figure).definition);
}

CellKind figureKind(Figure figure)
{
    return wordsOf(figure).kind;
}

std::optional<qint64> figureValue(const metrics::Figures &figures, Figure figure)
{
    switch (figure) {
    case Figure::Requests:
        return figures.requests;
    case Figure::Results:
        return figures.results;
    case Figure::Feedback:
        return figures.feedback;
    case Figure::Users:
        return figures.users;
    case Figure::Dvms:
        return figures.dvms;
    case Figure::Success:
        return rateValue(figures.success());
    case Figure::SuccessOf:
        return figures.success().whole;
    case Figure::Failed:
        return figures.attemptsFailed();
    case Figure::Ignored:
        return figures.attemptsIn(dvm::State::Ignored);
    case Figure::Completion:
        return rateValue(figures.completion());
    case Figure::CompletionOf:
        return figures.completion().whole;
    case Figure::FailedJobs:
        return figures.jobsFailed();
    case Figure::P50:
        return figures.response.p50_ms;
    case Figure::P95:
        return figures.response.p95_ms;
    case Figure::Responses:
        return figures.response.n;
    case Figure::Confirmed:
        return figures.money.confirmed;
    case Figure::Claimed:
        return figures.money.claimed;
    case Figure::Inferred:
        return figures.money.inferred;
    case Figure::Requested:
        return figures.money.requested;
    }
    return std::nullopt;
}

QString figureText(const metrics::Figures &figures, Figure figure)
{
    const auto value = figureValue(figures, figure);
    if (!value)
        return noFigure();
    switch (figureKind(figure)) {
    case CellKind::DurationMs:
        return format::durationMs(*value);
    case CellKind::Sats:
        return format::sats(*value);
    case CellKind::Rate:
        return format::percent(*value, 10'000).value_or(noFigure());
    case CellKind::Number:
    case CellKind::Text:
    case CellKind::State:
    case CellKind::Id:
    case CellKind::Time:
    case CellKind::TimeMs:
    case CellKind::Bytes:
        break;
    }
    return format::count(*value);
}

QString figureBasis(const metrics::Figures &figures, Figure figure)
{
    switch (figure) {
    case Figure::Success:
    case Figure::SuccessOf:
        return tr("%1 attempts that came to an end delivered.").arg(ofWords(figures.success()));
    case Figure::Completion:
    case Figure::CompletionOf:
        return tr("%1 jobs were delivered.").arg(ofWords(figures.completion()));
    case Figure::Failed:
        return tr("%1 attempts in all.").arg(format::count(figures.attemptsAll()));
    case Figure::Ignored:
        return tr("%1 requests asked for it by name.").arg(format::count(figures.targeted));
    case Figure::FailedJobs:
        return tr("%1 jobs of the window failed.").arg(ofWords(figures.failure()));
    case Figure::P50:
    case Figure::P95:
    case Figure::Responses:
        return tr("n = %1, %2 of them measured by our own clock.")
            .arg(format::count(figures.response.n), format::count(figures.response.measured));
    case Figure::Inferred:
        return tr("Of %1 that were asked for.").arg(format::sats(figures.money.requested));
    case Figure::Requests:
    case Figure::Results:
    case Figure::Feedback:
    case Figure::Users:
    case Figure::Dvms:
    case Figure::Confirmed:
    case Figure::Claimed:
    case Figure::Requested:
        break;
    }
    return {};
}

QString figureNote(const metrics::Figures &figures, Figure figure)
{
    switch (figure) {
    case Figure::Success:
        return tr("of %1 ended").arg(format::count(figures.success().whole));
    case Figure::Completion:
        return tr("of %1 jobs").arg(format::count(figures.completion().whole));
    case Figure::P50:
    case Figure::P95:
        return tr("n = %1").arg(format::count(figures.response.n));
    case Figure::Requests:
    case Figure::Results:
    case Figure::Feedback:
    case Figure::Users:
    case Figure::Dvms:
    case Figure::SuccessOf:
    case Figure::Failed:
    case Figure::Ignored:
    case Figure::CompletionOf:
    case Figure::FailedJobs:
    case Figure::Responses:
    case Figure::Confirmed:
    case Figure::Claimed:
    case Figure::Inferred:
    case Figure::Requested:
        break;
    }
    return {};
}

std::optional<format::Change> figureChange(const metrics::Figures &now, const metrics::Figures &before,
                                           Figure figure)
{
    const auto value = figureValue(now, figure);
    const auto was = figureValue(before, figure);
    if (!value || !was)
        return std::nullopt;
    const CellKind kind = figureKind(figure);
    if (kind != CellKind::Rate && kind != CellKind::DurationMs)
        return format::change(*value, *was);
    // A percentage of a percentage says little: the number itself does.
    using Direction = format::Change::Direction;
    const Direction direction = *value > *was   ? Direction::Up
                                : *value < *was ? Direction::Down
                                                : Direction::Same;
    return format::Change{direction, direction == Direction::Same
                                         ? tr("unchanged")
                                         : tr("from %1").arg(figureText(before, figure))};
}

Column figureColumn(Figure figure)
{
    const Words &told = wordsOf(figure);
    return {QString::fromLatin1(told.id),        tr(told.title),      told.kind, told.width, told.hidden,
            QString::fromLatin1(told.csvHeader), tr(told.definition), false};
}

QVariant figureCell(const metrics::Figures &figures, Figure figure, int role)
{
    const auto value = figureValue(figures, figure);
    switch (role) {
    case RawValueRole:
        return value ? QVariant(*value) : QVariant();
    case Qt::DisplayRole:
        return value ? QVariant() : QVariant(noFigure());
    case Qt::ToolTipRole: {
        const QString basis = figureBasis(figures, figure);
        return basis.isEmpty() ? QVariant() : QVariant(basis);
    }
    default:
        return {};
    }
}

} // namespace dvmdash::ui
