// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"
#include "ui/models/columns.h"
#include "ui/widgets/format.h"

#include <QString>
#include <QVariant>

#include <optional>

/// The numbers of metrics::Figures as tables and cards show them: what each is called, how it is defined, how
/// its value is written. Pure functions.
namespace dvmdash::ui
{

/// One number. "Success" and "Failed" of a DVM are about its attempts, "Completion" and "FailedJobs" of a
/// kind about jobs.
enum class Figure {
    Requests,
    Results,
    Feedback,
    Users,
    Dvms,
    Success,
    SuccessOf,
    Failed,
    Ignored,
    Completion,
    CompletionOf,
    FailedJobs,
    P50,
    P95,
    Responses,
    Confirmed,
    Claimed,
    Inferred,
    Requested,
};

/// "Results", "p50"
QString figureTitle(Figure figure);
/// What exactly is counted, in a sentence or two.
QString figureDefinition(Figure figure);
CellKind figureKind(Figure figure);
/// Exact, in the unit of its CellKind; nothing when there is no such number (a rate of nothing).
std::optional<qint64> figureValue(const metrics::Figures &figures, Figure figure);
/// As it is shown: "12,480", "95.4 %", "9.2 s", "41,200 sats"; a dash when there is none.
QString figureText(const metrics::Figures &figures, Figure figure);
/// The numbers that it is made of: "38 of 40"; empty where there is no more to say than the number.
QString figureBasis(const metrics::Figures &figures, Figure figure);
/// In two words, below the number: "of 40", "n = 38"; empty where n is the number itself.
QString figureNote(const metrics::Figures &figures, Figure figure);
/// How it stands against the window before; nothing when one of them has no such number.
std::optional<format::Change> figureChange(const metrics::Figures &now, const metrics::Figures &before,
                                           Figure figure);

/// A column of a table for it, with its definition as explanation.
Column figureColumn(Figure figure);
QVariant figureCell(const metrics::Figures &figures, Figure figure, int role);

/// What stands where a number is not known.
QString noFigure();

} // namespace dvmdash::ui
