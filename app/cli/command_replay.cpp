// SPDX-License-Identifier: GPL-3.0-or-later
#include "arguments.h"
#include "command.h"
#include "engine/player.h"
#include "format.h"
#include "output.h"
#include "progress_line.h"
#include "shared/stop_signal.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFileInfo>

#include <CLI/CLI.hpp>
#include <memory>

namespace dvmdash::cli
{

namespace
{

struct ReplayArguments {
    std::vector<std::string> files;
    std::string speed = "1";
    std::string from;
    std::string to;
};

constexpr double asFastAsPossible = 0;

double speedFrom(const std::string &text)
{
    if (text == "max")
        return asFastAsPossible;
    bool isNumber = false;
    const double speed = QString::fromStdString(text).toDouble(&isNumber);
    constexpr double slowest = 0.1;
    constexpr double fastest = 10'000;
    if (!isNumber || speed < slowest || speed > fastest)
        throw UsageError(QStringLiteral("--speed takes a number from 0.1 to 10000, or 'max', not '%1'")
                             .arg(QString::fromStdString(text)));
    return speed;
}

/// Plays from one moment to another, and tells on standard error who listens and where it is.
class Replay : public QObject
{
public:
    Replay(engine::CapturePtr capture, const ReplayArguments &arguments, const QString &database)
        : m_speed(speedFrom(arguments.speed))
        , m_player(capture)
        , m_from(momentFrom("--from", arguments.from, *capture, capture->fromMs()))
        , m_to(momentFrom("--to", arguments.to, *capture, capture->untilMs()))
        , m_engine(m_player.config(database))
    {
        if (m_from > m_to)
            throw UsageError(QStringLiteral("--from must lie before --to"));
        connect(&m_engine, &engine::Engine::stateChanged, this, &Replay::showState);
        connect(&m_engine, &engine::Engine::relaysChanged, this, &Replay::showRelays);
        connect(&m_player, &engine::Player::statusChanged, this, &Replay::showStatus);
    }

    void start()
    {
        m_clock.start();
        m_engine.start();
    }
    void stop()
    {
        if (m_engine.state() == engine::EngineState::Running) {
            const ingest::Counters counters = m_engine.counters();
            m_counters = counters.all;
            m_relays = m_engine.relayActivity(); // told twice a second: what they gave is counted now
            for (auto &relay : m_relays) {
                const auto at = counters.by_relay.find(relay.status.number);
                const auto given = at == counters.by_relay.end() ? ingest::SourceCounters() : at->second;
                relay.accepted = given.accepted;
                relay.duplicates = given.duplicate;
                relay.rejected = given.rejectedTotal();
            }
            showRelays(m_relays); // a short replay may be over before they are told of
            m_seconds = static_cast<double>(m_clock.elapsed()) / 1000;
        }
        m_line.clear();
        m_engine.stop();
        QCoreApplication::quit();
    }

    const QString &error() const { return m_error; }

    void print(Output &output, bool json) const
    {
        const std::int64_t moment = m_player.status().moment_ms;
        if (json) {
            nlohmann::ordered_json result;
            result["from"] = isoMilliseconds(m_player.capture().fromMs());
            result["until"] = isoMilliseconds(m_player.capture().untilMs());
            result["moment"] = isoMilliseconds(moment);
            result["seconds"] = rounded(m_seconds, 3);
            result["relays"] = nlohmann::ordered_json::array();
            for (const auto &relay : m_relays)
                result["relays"].push_back({{"url", relay.status.url.toStdString()},
                                            {"listening", relay.status.state == relay::LinkState::Live},
                                            {"accepted", relay.accepted},
                                            {"duplicate", relay.duplicates},
                                            {"rejected", relay.rejected}});
            result["read"] = m_counters.read;
            result["accepted"] = m_counters.accepted;
            result["duplicate"] = m_counters.duplicate;
            result["rejected"] = rejectedToJson(m_counters);
            output.jsonLine(result);
            return;
        }
        output.line(field(QStringLiteral("moment"), QString::fromStdString(isoMilliseconds(moment))));
        output.line(field(QStringLiteral("seconds"), QString::number(m_seconds, 'f', 1)));
        for (const auto &relay : m_relays)
            output.line(field(relay.status.state == relay::LinkState::Live ? QStringLiteral("listening")
                                                                           : QStringLiteral("not listening"),
                              QStringLiteral("%1  %2 new, %3 known, %4 rejected")
                                  .arg(relay.status.url, grouped(relay.accepted), grouped(relay.duplicates),
                                       grouped(relay.rejected))));
        for (const QString &line : counterLines(m_counters))
            output.line(line);
    }

private:
    /// "2h" means before the end of the capture.
    static std::int64_t momentFrom(const char *option, const std::string &text,
                                   const engine::Capture &capture, std::int64_t otherwise)
    {
        if (text.empty())
            return otherwise;
        const std::int64_t moment = timeFromText(option, text, capture.untilMs() / 1000) * 1000;
        if (moment > capture.untilMs() + 999 || moment + 999 < capture.fromMs())
            throw UsageError(QStringLiteral("%1 lies outside of the capture, which goes from %2 to %3")
                                 .arg(QString::fromLatin1(option),
                                      QString::fromStdString(isoMilliseconds(capture.fromMs())),
                                      QString::fromStdString(isoMilliseconds(capture.untilMs()))));
        return std::clamp(moment, capture.fromMs(), capture.untilMs());
    }

    void showState(engine::EngineState state)
    {
        if (state == engine::EngineState::Failed) {
            m_error = m_engine.errorText();
            QCoreApplication::quit();
        } else if (state == engine::EngineState::Running) {
            m_player.setEnd(m_to);
            m_player.seek(m_speed == asFastAsPossible ? m_to : m_from);
            if (m_speed == asFastAsPossible)
                return;
            m_player.setSpeed(m_speed);
            m_player.play();
        }
    }

    void showStatus(const engine::PlayerStatus &status)
    {
        if (!status.error.isEmpty()) {
            m_error = status.error;
            stop();
            return;
        }
        m_line.show(QString::fromStdString(isoMilliseconds(status.moment_ms)));
        if (status.moment_ms >= m_to && !status.playing && !status.seeking_ms)
            stop();
    }

    void showRelays(const QVector<engine::RelayActivity> &relays)
    {
        for (const auto &relay : relays) {
            const bool isLive = relay.status.state == relay::LinkState::Live;
            const auto told = m_told.constFind(relay.status.url);
            if (told == m_told.cend() ? !isLive : *told == isLive)
                continue;
            m_told[relay.status.url] = isLive;
            m_line.clear();
            tell(QStringLiteral("%1  %2  %3")
                     .arg(QString::fromStdString(isoMilliseconds(m_player.status().moment_ms)),
                          relay.status.url,
                          isLive ? QStringLiteral("listens") : QStringLiteral("listens no more")));
        }
    }

    const double m_speed;
    engine::Player m_player;
    const std::int64_t m_from;
    const std::int64_t m_to;
    engine::Engine m_engine;
    QElapsedTimer m_clock;
    ProgressLine m_line;
    QHash<QString, bool> m_told;
    ingest::SourceCounters m_counters;
    QVector<engine::RelayActivity> m_relays;
    double m_seconds = 0;
    QString m_error;
};

int runReplay(const Invocation &invocation, const ReplayArguments &arguments)
{
    speedFrom(arguments.speed);
    const QString database = QString::fromStdString(invocation.database);
    if (!database.isEmpty() && QFileInfo::exists(database))
        throw UsageError(
            QStringLiteral("%1 exists: --db names a new file, which the replay fills").arg(database));
    QStringList files;
    for (const std::string &file : arguments.files)
        files.append(QString::fromStdString(file));
    ProgressLine reading;
    const auto capture = engine::Capture::open(files, [&](int permille) {
        reading.show(QStringLiteral("reading, %1 %").arg(permille / 10));
        return true;
    });
    reading.clear();
    if (!capture) {
        complain(capture.error);
        return Failed;
    }
    Replay replay(*capture, arguments, database);
    app::StopSignal stopSignal;
    QObject::connect(&stopSignal, &app::StopSignal::requested, &replay, &Replay::stop);
    replay.start();
    QCoreApplication::exec();
    if (!replay.error().isEmpty()) {
        complain(replay.error());
        return Failed;
    }
    Output output;
    replay.print(output, invocation.json);
    return output.finish();
}

} // namespace

void addReplayCommand(CLI::App &app, Invocation &invocation)
{
    auto arguments = std::make_shared<ReplayArguments>();
    CLI::App &command =
        addCommand(app, invocation, "replay",
                   "Replay a capture as if live: every event, every silence and every number at its moment",
                   [&invocation, arguments] { return runReplay(invocation, *arguments); });
    command
        .add_option("FILE", arguments->files,
                    "Captures, or files of events; several are one capture, in the order of their times")
        ->required();
    command.add_option("--speed", arguments->speed, "How fast: 0.1 to 10000, or 'max' (default: 1)")
        ->type_name("X");
    command.add_option("--from", arguments->from, "Begin to play here; what lies before is taken in at once")
        ->type_name("TIME");
    command.add_option("--to", arguments->to, "End here (default: with the capture)")->type_name("TIME");
    command.footer(
        "TIME is 2024-05-01T12:30:00Z (UTC), Unix seconds, or 2h: before the end of the capture. Events are "
        "verified as from a relay, and judged by the clock of the capture. With --db NEW the database of the "
        "last moment is kept, for 'jobs', 'stats' and all that read one; your own is never written. Who "
        "listens is told on standard error, the summary on standard output.");
}

} // namespace dvmdash::cli
