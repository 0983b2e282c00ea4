// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"
#include "nostr/event.h"

#include <QObject>
#include <QStringList>
#include <QTemporaryDir>
#include <QTimer>

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace dvmdash::test
{

/// Timeouts, quarantines and bounds of conduct in fractions of a second.
relay::RelayLimits impatientLimits();

/// Requests of now, each different, of several customers. `series` makes them differ from those of other
/// calls.
std::vector<nostr::Event> requestsNow(int count, int series);
std::set<std::string> idsOf(const std::vector<nostr::Event> &events);

/// An engine over a new file, and what it told.
class RelayRig : public QObject
{
    Q_OBJECT
public:
    /// `verifyThreads`: 0: as many as there are cores.
    RelayRig(const QStringList &urls, const relay::RelayLimits &limits, int verifyThreads = 0);
    ~RelayRig() override;

    engine::Engine &engine() { return *m_engine; }
    QString database() const { return m_folder.filePath(QStringLiteral("dvmdash.sqlite")); }

    bool isRunning() const { return m_engine->state() == engine::EngineState::Running; }
    /// Closes the file.
    void stop() { m_engine->stop(); }
    /// And begins anew with it.
    void restart();

    /// How many events were told to be stored; after a restart the old ones too.
    std::int64_t stored() const { return m_stored; }
    /// These were told one by one. Those that come too fast to be shown are not.
    bool shows(const std::set<std::string> &ids) const;
    const ingest::Counters &counters() const { return m_counters; } ///< as last told, since the last start
    int notices() const { return m_notices; }                       ///< that were told
    std::int64_t mostQueued() const { return m_mostQueued; }
    std::int64_t mostGrown() const { return m_mostGrown; } ///< bytes in memory since it was made

    relay::RelayStatus statusOf(const QString &url) const;
    /// It was, at some time, in this state with these words.
    bool wasSeen(const QString &url, relay::LinkState state, const QString &words) const;
    /// All that was seen of it, for people.
    QString seen(const QString &url) const;

private:
    void make();
    void noteMemory();

    QTemporaryDir m_folder;
    engine::EngineConfig m_config;
    std::unique_ptr<engine::Engine> m_engine;
    std::set<std::string> m_shown;
    std::int64_t m_stored = 0;
    ingest::Counters m_counters;
    std::map<QString, QStringList> m_seen;
    QTimer m_look;
    int m_notices = 0;
    std::int64_t m_mostQueued = 0;
    std::int64_t m_memoryBefore = 0;
    std::int64_t m_mostGrown = 0;
};

} // namespace dvmdash::test
