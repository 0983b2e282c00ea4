// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/fact_listener.h"
#include "store/sqlite.h"

#include <array>
#include <cstdint>
#include <random>
#include <vector>

namespace dvmdash::bench
{

/// A network of the size of a year: few DVMs do most of the work, few kinds are asked for most, customers
/// come and go. Its facts are written straight into the tables and told to a listener: nothing is signed.
class MadeFacts
{
public:
    static constexpr int dvms = 800;
    static constexpr int users = 60'000;
    static constexpr int kinds = 120;
    static constexpr int relays = 6;

    MadeFacts(store::Database &db, store::FactListener &listener, std::int64_t since, std::int64_t until,
              std::int64_t jobs);

    /// Makes the next jobs, in one transaction; facts (events, attempts, payments) so far.
    std::int64_t make(std::int64_t jobs);

private:
    struct Dvm {
        std::int64_t pid;
        std::int64_t typical_s;
        int failing_percent;
    };
    std::size_t skewed(std::size_t count);
    std::int64_t addEvent(const store::EventFact &fact);
    void makeJob(std::int64_t at);
    store::AttemptFact makeAttempt(const Dvm &dvm, int kind, std::int64_t jid, std::int64_t at);

    store::FactListener &m_listener;
    std::mt19937_64 m_random{42};
    std::mt19937_64 m_givers{43};
    std::int64_t m_since;
    std::int64_t m_until;
    std::int64_t m_jobs;
    std::int64_t m_made = 0;
    std::int64_t m_facts = 0;
    std::vector<Dvm> m_dvms;
    std::vector<std::vector<std::size_t>> m_dvmsOfKind;
    store::Database &m_db;
    store::Statement m_insertEvent;
    store::Statement m_insertAnswer;
    store::Statement m_insertSeen;
    store::Statement m_insertJob;
    store::Statement m_insertAttempt;
    store::Statement m_insertPayment;
};

} // namespace dvmdash::bench
