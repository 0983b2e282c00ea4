// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/activity.h"
#include "engine/opened_bundle.h"
#include "ui/theme/colors.h"

#include <QString>

/// What is said of a bundle. Pure functions; safe to show.
namespace dvmdash::ui
{

/// A line above a page: its text, and how it is meant.
struct BundleNotice {
    Tone tone = Tone::Waiting;
    QString text;
};

/// Where it comes from, when it was made, and how much of it could be verified.
BundleNotice bundleSummary(const engine::OpenedBundle &bundle, const QString &path);
/// What is wrong with it: events that were refused, a verdict that does not follow. Empty: nothing.
BundleNotice bundleTrouble(const engine::OpenedBundle &bundle);
/// Every difference, a line each, not made safe to show; empty when they agree.
QString bundleDifferences(const engine::OpenedBundle &bundle);
/// "2023-11-14 22:13 UTC"
QString bundleTime(std::int64_t seconds);

/// What became of events that somebody handed over; `source` names where they come from.
BundleNotice addedWords(const QString &source, const ingest::SourceCounters &counters);

} // namespace dvmdash::ui
