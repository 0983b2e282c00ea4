// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"

#include <QString>

#include <optional>
#include <string>
#include <vector>

/// One event with everything known around it, for people and for programs.
namespace dvmdash::cli
{

struct EventReport {
    engine::EventDetail detail; ///< of a known event
    std::optional<engine::JobDetail> job;
    QString author_name; ///< empty: none known
};

/// One JSON object. The event in it is spelt exactly as `export` spells it.
std::string eventReportJson(const EventReport &report);

/// Lines safe to show on a terminal.
std::vector<QString> eventReportLines(const EventReport &report);

} // namespace dvmdash::cli
