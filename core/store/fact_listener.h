// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/facts.h"

namespace dvmdash::store
{

/// Hears of every change of what can be counted, inside the transaction that makes it, on the writer's
/// thread. `sign` is +1 when the fact begins to hold and -1 when it does no longer: a change is the old one
/// with -1 and then the new one with +1. So whoever adds and subtracts is exact, whatever comes late, twice
/// or is taken back.
class FactListener
{
public:
    virtual ~FactListener() = default;
    virtual void event(const EventFact &fact, int sign) = 0;
    /// A relay (row of `relay`) gave an event that counts.
    virtual void sighting(const EventFact &fact, std::int64_t relay, int sign) = 0;
    virtual void job(const JobFact &fact, int sign) = 0;
    virtual void payment(const PaymentFact &fact, int sign) = 0;

    /// All facts of the transaction were told: write now. Whether anything changed. Throws store::Error.
    virtual bool beforeCommit() = 0;
    /// The transaction came to nothing: forget what was told since the last commit, and all that was cached.
    virtual void rolledBack() = 0;
};

/// For whoever counts nothing.
class DeafListener : public FactListener
{
public:
    void event(const EventFact &, int) override {}
    void sighting(const EventFact &, std::int64_t, int) override {}
    void job(const JobFact &, int) override {}
    void payment(const PaymentFact &, int) override {}
    bool beforeCommit() override { return false; }
    void rolledBack() override {}
};

} // namespace dvmdash::store
