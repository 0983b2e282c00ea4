// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/job.h"
#include "store/sqlite.h"

#include <cstdint>
#include <vector>

namespace dvmdash::store
{

/// Reads the attempts of jobs as they stand in the file, in their order. Keep it for many jobs: making the
/// statement takes longer than reading a job with it.
class AttemptRows
{
public:
    explicit AttemptRows(Database &db);
    std::vector<dvm::Attempt> of(std::int64_t jid);

private:
    Statement m_rows;
};

} // namespace dvmdash::store
