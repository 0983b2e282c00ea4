// SPDX-License-Identifier: GPL-3.0-or-later
#include "stream/window_latency.h"

#include "common/capture.h"
#include "engine/engine.h"
#include "stream/relay_process.h"
#include "stream/run_until.h"
#include "ui/jobs/job_model.h"
#include "ui/jobs/jobs_page.h"
#include "ui/live/event_model.h"
#include "ui/live/live_page.h"
#include "ui/main_window.h"
#include "ui/models/file_chooser.h"
#include "ui/overview/overview_page.h"
#include "ui/relays/relay_book.h"
#include "ui/theme/theme.h"
#include "ui/widgets/view_state.h"

#include <chrono>
#include <unordered_map>

namespace dvmdash::bench
{
namespace
{

constexpr int openWithinMs = 60'000;
constexpr int settleMs = 3'000;
constexpr int afterMs = 2'500; ///< rows of the last frames

using Times = std::unordered_map<nostr::EventId, std::int64_t, nostr::BytesHash>;

std::int64_t nowNs()
{
    return std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// When each id first stood in a row of the model.
template<typename Model, typename IdOf>
void noteRows(Model &model, Times &times, IdOf idOf)
{
    QObject::connect(&model, &Model::rowsInserted, &model,
                     [&model, &times, idOf](const QModelIndex &, int first, int last) {
                         const std::int64_t now = nowNs();
                         for (int row = first; row <= last; ++row)
                             times.try_emplace(idOf(model, row), now);
                     });
}

/// The window as the program opens it.
struct OpenWindow {
    OpenWindow(ProbedApplication &application, const engine::EngineConfig &config, const QString &folder)
        : engine(config)
        , theme(&application)
        , files(folder + QStringLiteral("/export.csv"))
        , book(engine, folder + QStringLiteral("/relays.json"))
        , window({engine, theme, viewState, files, book}, false)
    {
        theme.install(application);
        window.resize(1440, 900);
        window.show();
        engine.start();
        require(runUntil([this] { return engine.state() == engine::EngineState::Running; }, openWithinMs, 1),
                "the engine does not start");
        running_ms = watch.spent().wall * 1e3;
        const auto &numbers = *window.overview().feed();
        require(runUntil([&] { return numbers.latest().has_value(); }, openWithinMs, 1),
                "the window shows no numbers");
        numbers_ms = watch.spent().wall * 1e3;
    }

    const Stopwatch watch; ///< before all else
    double running_ms = 0;
    double numbers_ms = 0;
    engine::Engine engine;
    ui::Theme theme;
    ui::MemoryViewState viewState;
    ui::FixedFileChooser files;
    ui::RelayBook book;
    ui::MainWindow window;
};

} // namespace

StartMeasured measureStart(ProbedApplication &application, const LatencySettings &settings)
{
    engine::EngineConfig config;
    config.database = settings.database;
    const OpenWindow open(application, config, settings.folder);
    return {open.running_ms, open.numbers_ms};
}

WindowMeasured measureWindow(ProbedApplication &application, const Capture &capture,
                             const LatencySettings &settings)
{
    RelayProcess relay(capture.path);
    engine::EngineConfig config;
    config.database = settings.database;
    config.since = capture.events.front().created_at - 1;
    config.relays = {{relay.url(), true}};
    OpenWindow open(application, config, settings.folder);
    engine::Engine &engine = open.engine;
    ui::MainWindow &window = open.window;
    WindowMeasured measured;
    QObject::connect(&engine, &engine::Engine::activity, &window, [&](const engine::ActivityPtr &activity) {
        if (measured.stored == 0)
            measured.stored = activity->events_total;
    });

    Times inLive;
    Times inJobs;
    auto *events = window.live().findChild<ui::EventModel *>();
    auto *jobs = window.jobs().findChild<ui::JobModel *>();
    require(events && jobs, "the window has no such models");
    noteRows(*events, inLive, [](const ui::EventModel &model, int row) { return model.event(row).id; });
    noteRows(*jobs, inJobs, [](const ui::JobModel &model, int row) { return model.job(row).request; });
    relay.waitUntilAsked(QStringLiteral("money"));
    const std::int64_t frames = relay.prepare();
    const std::int64_t framesOfPage = std::int64_t{settings.perSecond} * settings.secondsPerPage;
    require(frames >= 2 * framesOfPage, "too few events for the pages");

    std::int64_t from = 0;
    const auto measure = [&](const char *page, const Times &shown, bool isJobs) {
        window.showPage(QString::fromUtf8(page));
        runFor(settleMs);
        application.startProbe();
        relay.pace(settings.perSecond, from, framesOfPage);
        runUntil([&] { return relay.hasSent(); }, 10'000 + 1'000 * settings.secondsPerPage);
        PageLatency latency;
        latency.busy = application.stopProbe();
        runFor(afterMs);
        latency.page = page;
        for (const auto &[line, sent] : relay.sendTimes()) {
            const nostr::Event &event = capture.events[line];
            if (isJobs && (event.kind < 5000 || event.kind > 5999))
                continue;
            ++latency.expected;
            const auto at = shown.find(event.id);
            // A job whose answer came first stood there before its request.
            if (at != shown.end() && at->second >= sent)
                latency.ms.push_back(static_cast<double>(at->second - sent) / 1e6);
        }
        from += framesOfPage;
        measured.pages.push_back(std::move(latency));
    };
    measure("live", inLive, false);
    measure("jobs", inJobs, true);
    window.close();
    return measured;
}

} // namespace dvmdash::bench
