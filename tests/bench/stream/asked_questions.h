// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <functional>
#include <string>
#include <vector>

namespace dvmdash::bench
{

/// Asks what the pages ask, one question after the other, while the engine is at work, and keeps how long it
/// was from the question to its answer in the hands of the asker. On the engine's thread.
class AskedQuestions : public QObject
{
    Q_OBJECT
public:
    explicit AskedQuestions(engine::Engine &engine);

    void start();
    void stop();

    struct Waits {
        std::string question;
        std::vector<double> ms;
    };
    const std::vector<Waits> &waits() const { return m_waits; }
    /// Of all questions together.
    std::vector<double> all() const;
    bool hasFailed() const { return m_failed; }

private:
    template<typename Question>
    void add(const char *name, std::function<Question()> make);
    void addPages();
    void addInspector();
    void askNext();

    engine::Engine &m_engine;
    std::vector<std::function<void()>> m_ask;
    std::vector<Waits> m_waits;
    std::size_t m_next = 0;
    engine::Ask m_out;
    bool m_waiting = false;
    bool m_failed = false;
    QElapsedTimer m_clock;
    QTimer m_timer;
    nostr::EventId m_request; ///< the newest that was stored
    nostr::PublicKey m_dvm;   ///< of the newest result
    int m_kind = 0;
};

} // namespace dvmdash::bench
