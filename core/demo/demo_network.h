// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demo/demo_relay.h"
#include "demo/scenario_maker.h"

#include <QObject>
#include <QTimer>
#include <QUrl>

#include <cstdint>
#include <deque>
#include <map>
#include <memory>

namespace dvmdash::demo
{

struct DemoSettings {
    std::uint16_t port = 0; ///< 0: a free one
    std::uint64_t seed = 1;
    int jobs = 600;      ///< of one scenario
    double speed = 1;    ///< jobs arrive so many times faster than one in six seconds. What happens inside a
                         ///< job keeps its own time, for 30 seconds of silence are 30 seconds
    bool endless = true; ///< when a scenario ends the next one (seed + 1) begins, with the same people
    std::int64_t history_seconds = 24 * 3600; ///< so much of the past is there from the start; endless only
    int history_jobs = 2000;                  ///< 0: no history
    RelayOptions relay = {};
};

/// Plays the simulated network in real time into a DemoRelay of its own: every event is signed over the
/// second in which it is published. Lives on one thread: move it to another before start(), and call it
/// there. Scenarios are made on a further thread, ahead of their time, so nothing here blocks for long.
class DemoNetwork : public QObject
{
    Q_OBJECT
public:
    explicit DemoNetwork(DemoSettings settings, QObject *parent = nullptr);
    ~DemoNetwork() override;

    /// Known as soon as start() has returned, if it did not fail. Clients may connect at once: they are
    /// served when all that lies in the past has been loaded.
    QUrl url() const;

    const DemoRelay *relay() const { return m_relay.get(); }

public Q_SLOTS:
    void start();
    /// Closes the relay. start() begins anew.
    void stop();

Q_SIGNALS:
    void failed(const QString &why);
    /// The relay serves; so many events of the past are in it.
    void ready(const QUrl &url, int historyEvents);
    /// A scenario is about to play: what will be true when its last deadline has passed.
    void scenarioBegins(quint64 seed, const dvmdash::demo::ScenarioPtr &scenario);
    /// At most four times a second.
    void progress(qint64 publishedEvents, int clients);
    /// The last event of the only scenario was published. Never when endless.
    void finished();

private:
    enum class Part { History, Background, Episode };
    struct Request {
        Part part = Part::Episode;
        ScenarioSettings settings;
    };
    struct Due {
        ScenarioPtr scenario; ///< keeps the event alive
        const nostr::Event *event = nullptr;
    };

    void ask(Part part, ScenarioSettings settings);
    void askHistory();
    void askBackground(std::int64_t start, bool introductions);
    void askEpisode(std::int64_t start);
    void take(int number, const ScenarioPtr &scenario);
    void planNext(const Request &played);
    void play();
    void becomeReady();
    void tellProgress();
    ScenarioSettings common() const;
    bool hasHistory() const { return m_settings.endless && m_settings.history_jobs > 0; }

    DemoSettings m_settings;
    std::unique_ptr<DemoRelay> m_relay;
    std::unique_ptr<ScenarioMaker> m_maker;
    std::unique_ptr<QTimer> m_timer;
    std::unique_ptr<QTimer> m_progressTimer;
    std::map<int, Request> m_asked;
    int m_nextNumber = 0;
    std::uint64_t m_nextSeed = 0;
    std::multimap<std::int64_t, Due> m_due; ///< by Unix milliseconds
    std::int64_t m_published = 0;
    std::int64_t m_told = -1;
    bool m_ready = false;
};

} // namespace dvmdash::demo
