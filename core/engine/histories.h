// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/ask.h"
#include "engine/history_tasks.h"
#include "engine/questions.h"
#include "relay/relay_list.h"
#include "store/kept_values.h"

#include <QString>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dvmdash::engine
{

class Engine;
struct Machinery;

/// The histories that relays are asked for, as the engine's face offers them: each begins with what is not
/// covered, is remembered with the file until it is through, and goes on after a restart where the engine is
/// told so (EngineConfig::keep_histories). On the engine's thread.
class Histories
{
public:
    static constexpr const char prefix[] = "history ";

    /// `machinery` is empty while nothing runs, and outlives it.
    Histories(Engine &engine, const std::unique_ptr<Machinery> &machinery, bool areKept,
              HistoryTasks::KnownDvms knownDvms, HistoryTasks::Clock clock);

    /// Machinery and its network were just built, and the relays are set. `kept`: by URL, as in the file.
    void begin(const std::map<std::string, std::string> &kept);
    void end();

    bool fetch(const HistoryRequest &request);
    void stop(const QString &relay);
    void pause(const QString &relay);
    void resume(const QString &relay);
    std::vector<HistoryProgress> all() const { return m_tasks.all(); }
    /// Those of other relays are stopped.
    void setRelays(const relay::RelayList &relays);

    /// See HistoryTasks::tick().
    void tick(std::int64_t read, std::int64_t told) { m_tasks.tick(read, told); }

private:
    void send(const QString &relay, std::optional<relay::HistoryWish> wish);
    void start(const HistoryRequest &request, const Result<Coverages> &coverages);
    void tell(const std::optional<HistoryProgress> &progress);
    void keep(const HistoryProgress &progress);

    Engine &m_engine;
    const std::unique_ptr<Machinery> &m_machinery;
    const bool m_areKept;
    HistoryTasks m_tasks;
    std::map<QString, std::string> m_kept; ///< as it stands in the file
    std::map<QString, Ask> m_readCoverage; ///< before the history of a relay begins
};

/// How a history is kept with the file; nothing when the text is none.
std::string toText(const HistoryProgress &progress);
std::optional<HistoryProgress> historyFromText(const QString &relay, const std::string &text);

} // namespace dvmdash::engine
