// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/recording.h"
#include "store/writer_thread.h"

#include <functional>
#include <memory>
#include <string>

namespace dvmdash::engine
{

/// Writes what is newly stored as a capture (engine/capture_format.h), in the order of commit. It follows the
/// database on a thread of its own, so recording never slows ingest and never misses what was committed:
/// while the capture cannot be written it waits, tries again each second, and goes on where it was.
class Recorder
{
public:
    /// Throws store::Error when database or capture cannot be opened. `told` is called on the recorder's
    /// thread when anything changed, some times a second.
    using Told = std::function<void(const RecordingStatus &)>;
    Recorder(const std::string &database, const RecordingSettings &settings, Told told);
    /// Catches up with the last commit, then closes the file.
    ~Recorder();
    Recorder(const Recorder &) = delete;
    Recorder &operator=(const Recorder &) = delete;

    /// Something was committed. Any thread.
    void committed(const store::CommitNotice &notice);
    /// What this relay has comes as it happens from now on, or does so no more. Any thread.
    void listening(const std::string &relay, bool on);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace dvmdash::engine
