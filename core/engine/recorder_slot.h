// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/recorder.h"

#include <memory>
#include <mutex>
#include <string>

namespace dvmdash::engine
{

/// Where writer and network tell what the recorder wants to hear, while there is one. Thread-safe.
class RecorderSlot
{
public:
    void committed(const store::CommitNotice &notice)
    {
        const std::lock_guard lock(m_mutex);
        if (m_recorder)
            m_recorder->committed(notice);
    }
    void listening(const std::string &relay, bool on)
    {
        const std::lock_guard lock(m_mutex);
        if (m_recorder)
            m_recorder->listening(relay, on);
    }
    /// The former one, which catches up and ends when it is let go of.
    [[nodiscard]] std::unique_ptr<Recorder> put(std::unique_ptr<Recorder> recorder)
    {
        const std::lock_guard lock(m_mutex);
        std::swap(m_recorder, recorder);
        return recorder;
    }
    bool isFilled() const
    {
        const std::lock_guard lock(m_mutex);
        return m_recorder != nullptr;
    }

private:
    mutable std::mutex m_mutex;
    std::unique_ptr<Recorder> m_recorder;
};

} // namespace dvmdash::engine
