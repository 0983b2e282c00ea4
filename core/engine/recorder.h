// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace dvmdash::engine
{

/// Appends every event that is newly stored to a .jsonl file, in the order of commit. It follows the database
/// on a thread of its own, so recording never slows ingest and never misses what was committed.
class Recorder
{
public:
    /// Throws store::Error when either file cannot be opened. `onProblem` is called on the recorder's thread
    /// when writing fails; recording then stops.
    Recorder(const std::string &database, const std::string &file,
             std::function<void(const std::string &)> onProblem);
    /// Catches up with the last commit, then closes the file.
    ~Recorder();
    Recorder(const Recorder &) = delete;
    Recorder &operator=(const Recorder &) = delete;

    /// Something was committed. Any thread.
    void wake();

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace dvmdash::engine
