// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"
#include "ui/models/board_model.h"

#include <utility>

namespace dvmdash::ui
{

class NameBook;
class Theme;

/// Jobs that went wrong with one DVM, or that it paid back.
class TroubledJobsModel : public BoardModel<metrics::TroubledJob, nostr::EventId>
{
public:
    TroubledJobsModel(NameBook &names, const Theme &theme, QObject *parent = nullptr);
};

/// A group and what it is known by.
struct FailureGroupRow {
    std::pair<dvm::State, std::string> key;
    metrics::FailureGroup group;
    bool operator==(const FailureGroupRow &) const = default;
};

/// Why one DVM fails.
class FailureGroupsModel : public BoardModel<FailureGroupRow, std::pair<dvm::State, std::string>>
{
public:
    explicit FailureGroupsModel(QObject *parent = nullptr);
    void setGroups(const std::vector<metrics::FailureGroup> &groups);
};

/// The amount that is shown of a job, of the surest tier there is.
struct ShownAmount {
    qint64 msat = 0;
    dvm::PaymentState tier = dvm::PaymentState::None;
};
ShownAmount shownAmount(const metrics::TroubledJob &job);

} // namespace dvmdash::ui
