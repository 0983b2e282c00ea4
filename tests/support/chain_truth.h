// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demo/ground_truth.h"
#include "dvm/verdict.h"

#include <QStringList>

#include <functional>

namespace dvmdash::test
{

/// What somebody found of one job.
struct JudgedJob {
    dvm::ChainNode node;
    dvm::Verdict verdict;
};

/// Where verdicts differ from the ground truth, in words; empty: nowhere. Of every chain the verdicts on all
/// its jobs together must name what its scenario blames, in order, with the reason; a job of no chain is to
/// blame itself, or nobody.
QStringList verdictDisagreements(const demo::GroundTruth &truth,
                                 const std::function<JudgedJob(const nostr::EventId &job)> &judged);

} // namespace dvmdash::test
