// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/player.h"

#include "engine/pace.h"
#include "ingest/this_thread.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

namespace dvmdash::engine
{

namespace
{

/// Often enough to look even, seldom enough to leave time for the answers.
constexpr auto tick = std::chrono::milliseconds(100);

std::int64_t steadyMs()
{
    using namespace std::chrono;
    return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

} // namespace

/// What the player wants of the thread that plays.
struct Player::Shared {
    CapturePtr capture;
    PlaybackClock clock = 0;
    QString folder;
    std::function<void(PlayerStatus)> told;
    std::mutex mutex;
    std::condition_variable changed;
    bool playing = false;
    double speed = usualSpeed;
    std::optional<std::int64_t> target;
    std::atomic<std::int64_t> end = 0; ///< of playing
    int steps = 0;                     ///< that are still to be made; below 0: backwards
    bool paceIsNew = true;

    /// Whether something other than going on evenly is wished for.
    bool isDistracted() const { return target.has_value() || steps != 0; }
    template<typename Change>
    void change(Change what)
    {
        {
            const std::lock_guard lock(mutex);
            what();
        }
        changed.notify_all();
    }
};

/// The thread that plays, as long as the file is open.
class Player::Source : public EventSource
{
public:
    Source(std::shared_ptr<Shared> shared, store::WriterThread &writer, ingest::CounterBoard &counters)
        : m_shared(std::move(shared))
        , m_writer(writer)
        , m_playback(m_shared->capture, writer, counters, m_shared->clock, m_shared->folder)
        , m_thread([this] { run(); })
    {
    }
    ~Source() override
    {
        m_shared->change([this] { m_stopping = true; });
        m_thread.join();
    }

    QVector<relay::RelayStatus> relays() const override { return m_playback.feed().relays(); }

private:
    void run()
    {
        ingest::nameThisThread("replay");
        try {
            for (tell(std::nullopt, 0); !m_stopping; tell(std::nullopt, 0))
                next();
        } catch (const std::exception &problem) {
            PlayerStatus status = m_last;
            status.playing = false;
            status.seeking_ms.reset();
            status.error = QString::fromStdString(store::unexpected(problem).what());
            m_shared->told(status);
        }
    }

    void next()
    {
        std::unique_lock lock(m_shared->mutex);
        const auto isWanted = [this] { return m_stopping || m_shared->isDistracted(); };
        if (m_shared->playing)
            m_shared->changed.wait_for(lock, tick, isWanted);
        else
            m_shared->changed.wait(lock, [&] { return isWanted() || m_shared->playing; });
        if (m_stopping)
            return;
        if (m_shared->isDistracted()) {
            const auto target = std::exchange(m_shared->target, std::nullopt);
            const int steps = std::exchange(m_shared->steps, 0);
            m_shared->paceIsNew = true;
            lock.unlock();
            jump(target.value_or(m_playback.moment()), steps);
            return;
        }
        if (!m_shared->playing)
            return;
        if (std::exchange(m_shared->paceIsNew, false))
            m_pace.start(m_playback.moment(), m_shared->speed, steadyMs());
        lock.unlock();
        playOn(m_pace.due(steadyMs()));
    }

    /// Evenly, a little at a time. Whoever is too slow for it gets slower.
    void playOn(std::int64_t due)
    {
        const std::int64_t end = m_shared->end;
        const std::int64_t moment = std::max(m_playback.moment(), std::min(due, end));
        const bool isDone = m_playback.moveTo(moment, [this](int) { return !isDistracted(); });
        const bool isAtEnd = m_playback.moment() >= end;
        if (!isDone || isAtEnd)
            m_shared->change([&] {
                m_shared->paceIsNew = true;
                m_shared->playing = m_shared->playing && !isAtEnd;
            });
    }

    void jump(std::int64_t target, int steps)
    {
        const std::int64_t moment = afterSteps(target, steps);
        if (moment == m_playback.moment())
            return;
        m_playback.moveTo(moment, [&](int permille) {
            tell(moment, permille);
            return !isDistracted();
        });
        m_writer.tellReplaced();
    }

    std::int64_t afterSteps(std::int64_t moment, int steps) const
    {
        for (; steps > 0; --steps)
            moment = m_shared->capture->nextEvent(moment).value_or(m_shared->capture->untilMs());
        for (; steps < 0; ++steps)
            moment = m_shared->capture->previousEvent(moment).value_or(m_shared->capture->fromMs());
        return moment;
    }

    bool isDistracted() const
    {
        const std::lock_guard lock(m_shared->mutex);
        return m_stopping || m_shared->isDistracted();
    }

    void tell(std::optional<std::int64_t> seeking, int permille)
    {
        PlayerStatus status;
        status.moment_ms = m_playback.moment();
        status.seeking_ms = seeking;
        status.permille = permille;
        {
            const std::lock_guard lock(m_shared->mutex);
            status.playing = m_shared->playing;
            status.speed = m_shared->speed;
        }
        if (status != m_last)
            m_shared->told(m_last = status);
    }

    const std::shared_ptr<Shared> m_shared;
    store::WriterThread &m_writer;
    Playback m_playback;
    Pace m_pace;
    PlayerStatus m_last;
    std::atomic<bool> m_stopping = false;
    std::thread m_thread;
};

Player::Player(CapturePtr capture, QObject *parent)
    : QObject(parent)
    , m_shared(std::make_shared<Shared>())
{
    qRegisterMetaType<PlayerStatus>();
    m_shared->capture = std::move(capture);
    m_shared->clock = m_shared->capture->fromMs();
    m_shared->end = m_shared->capture->untilMs();
    m_shared->folder = m_folder.path();
    m_shared->told = [this](const PlayerStatus &status) {
        QMetaObject::invokeMethod(
            this, [this, status] { take(status); }, Qt::QueuedConnection);
    };
    m_status.moment_ms = m_shared->capture->fromMs();
}

Player::~Player() = default;

EngineConfig Player::config(const QString &database)
{
    EngineConfig config;
    config.database = database.isEmpty() ? m_folder.filePath(QStringLiteral("replay.sqlite")) : database;
    config.limits.fetch_information = false;
    config.kinds = m_shared->capture->kinds();
    config.verify_threads = 1; // verified is what the capture holds, elsewhere
    config.lookups.hinted_relays = false;
    config.now_ms = clock();
    config.source = [shared = m_shared](store::WriterThread &writer, ingest::CounterBoard &counters) {
        return std::make_unique<Source>(shared, writer, counters);
    };
    return config;
}

const Capture &Player::capture() const
{
    return *m_shared->capture;
}

const PlayerStatus &Player::status() const
{
    return m_status;
}

std::function<std::int64_t()> Player::clock() const
{
    return [shared = m_shared] { return shared->clock.load(); };
}

void Player::take(const PlayerStatus &status)
{
    m_status = status;
    Q_EMIT statusChanged(m_status);
}

void Player::play()
{
    m_shared->change([this] {
        m_shared->playing = true;
        m_shared->paceIsNew = true;
        if (m_status.moment_ms >= m_shared->end && !m_shared->target)
            m_shared->target = m_shared->capture->fromMs();
    });
}

void Player::pause()
{
    m_shared->change([this] { m_shared->playing = false; });
}

void Player::setSpeed(double speed)
{
    m_shared->change([&] {
        m_shared->speed = std::clamp(speed, Pace::slowest, Pace::fastest);
        m_shared->paceIsNew = true;
    });
    m_status.speed = m_shared->speed;
}

void Player::seek(std::int64_t moment_ms)
{
    m_shared->change([&] {
        m_shared->target = moment_ms;
        m_shared->steps = 0;
    });
}

void Player::setEnd(std::int64_t moment_ms)
{
    m_shared->change([&] { m_shared->end = std::min(moment_ms, m_shared->capture->untilMs()); });
}

void Player::step(int direction)
{
    m_shared->change([&] {
        m_shared->steps += direction;
        m_shared->playing = false;
    });
}

} // namespace dvmdash::engine
