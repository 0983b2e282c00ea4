// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/id_filter.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>

namespace dvmdash::engine
{

/// The filters of ids of a writer that goes on with a file: they are of use once a thread of their own has
/// read all ids, while the writer adds what comes in.
class IdFilling
{
public:
    /// For a file of so many events. None where they would take too much to read and to hold: the writer then
    /// asks the file, which costs a flood some microseconds an event.
    static std::unique_ptr<IdFilling> forFile(std::int64_t events);
    ~IdFilling();
    IdFilling(const IdFilling &) = delete;
    IdFilling &operator=(const IdFilling &) = delete;

    const std::shared_ptr<store::IdFilter> stored;
    const std::shared_ptr<store::IdFilter> named;

    /// Once, when the writer has the file.
    void start(const std::string &database);

private:
    explicit IdFilling(std::size_t expected);

    std::atomic<bool> m_stop = false;
    std::thread m_thread;
};

} // namespace dvmdash::engine
