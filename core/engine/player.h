// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/capture.h"
#include "engine/engine.h"
#include "engine/playback.h"

#include <QObject>
#include <QTemporaryDir>

#include <memory>
#include <optional>

namespace dvmdash::engine
{

/// A replay as it stands.
struct PlayerStatus {
    std::int64_t moment_ms = 0; ///< that the file shows
    bool playing = false;
    double speed = 1;
    std::optional<std::int64_t> seeking_ms; ///< the moment that it is on its way to
    int permille = 0;                       ///< of that way
    QString error;                          ///< why it cannot go on, in plain words
    bool operator==(const PlayerStatus &) const = default;
};

/// Replays a capture as if live into a passing file, which an Engine with config() shows. Nothing here
/// blocks: moving to another moment happens on a thread of its own, and the latest wish counts. Made and used
/// on the engine's thread; outlives the engine.
class Player : public QObject
{
    Q_OBJECT
public:
    static constexpr double usualSpeed = 1;

    explicit Player(CapturePtr capture, QObject *parent = nullptr);
    ~Player() override;

    /// For the engine that shows it: no relay is asked, and nothing but the passing file is written. With
    /// `database` the replay fills that file, which must be new, and it stays.
    EngineConfig config(const QString &database = {});

    const Capture &capture() const;
    const PlayerStatus &status() const; ///< as last told
    /// The moment that the file shows, now. Any thread, also when the player is gone.
    std::function<std::int64_t()> clock() const;

    /// From the beginning again where it has come to the end.
    void play();
    void pause();
    void setSpeed(double speed); ///< 0.1 to 10,000
    void seek(std::int64_t moment_ms);
    /// Playing goes no further than this, and ends there.
    void setEnd(std::int64_t moment_ms);
    /// To the next event, or the last one before, and pauses.
    void step(int direction);

Q_SIGNALS:
    void statusChanged(const dvmdash::engine::PlayerStatus &status);

private:
    struct Shared;
    class Source;
    void take(const PlayerStatus &status);

    QTemporaryDir m_folder;
    std::shared_ptr<Shared> m_shared;
    PlayerStatus m_status;
};

} // namespace dvmdash::engine

Q_DECLARE_METATYPE(dvmdash::engine::PlayerStatus)
