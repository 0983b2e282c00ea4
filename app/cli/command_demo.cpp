// SPDX-License-Identifier: GPL-3.0-or-later
#include "arguments.h"
#include "command.h"
#include "demo/capture.h"
#include "demo/demo_network.h"
#include "demo/scenario.h"
#include "output.h"
#include "shared/stop_signal.h"

#include <QCoreApplication>
#include <QThread>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <memory>

namespace dvmdash::cli
{

namespace
{

/// At speed 1 a job begins every six seconds; a capture keeps the proportion.
constexpr std::int64_t secondsPerJob = 6;
constexpr int captureJobs = 1'000;
constexpr int mostJobs = 1'000'000;
constexpr double mostSpeed = 1'000'000;
constexpr int largestPort = 65'535;

struct DemoArguments {
    int port = 0;
    std::int64_t seed = 1; ///< signed, so that a minus is seen
    int jobs = 0;          ///< 0: not given
    double speed = 1;
    std::string out;
};

void check(const DemoArguments &arguments)
{
    if (arguments.port < 0 || arguments.port > largestPort)
        throw UsageError(QStringLiteral("--listen takes a port from 0 to 65535, 0 for a free one"));
    if (arguments.seed < 0)
        throw UsageError(QStringLiteral("--seed takes a number from 0 up"));
    if (arguments.jobs < 0 || arguments.jobs > mostJobs)
        throw UsageError(QStringLiteral("--jobs takes a number from 1 to %1").arg(mostJobs));
    if (!std::isfinite(arguments.speed) || arguments.speed <= 0 || arguments.speed > mostSpeed)
        throw UsageError(QStringLiteral("--speed takes a number above 0, such as 10"));
}

/// A capture of what a network did until now: all its events lie in the past.
int writeDemoCapture(const Invocation &invocation, const DemoArguments &arguments)
{
    demo::ScenarioSettings settings;
    settings.seed = static_cast<std::uint64_t>(arguments.seed);
    settings.jobs = arguments.jobs > 0 ? arguments.jobs : captureJobs;
    settings.span = std::max<std::int64_t>(
        1, std::llround(static_cast<double>(settings.jobs * secondsPerJob) / arguments.speed));
    const demo::Scenario scenario = demo::makeScenario(settings);
    const QString path = QString::fromStdString(arguments.out);
    QString error;
    if (!demo::writeCapture(scenario, path, &error)) {
        complain(error);
        return Failed;
    }
    Output output;
    const QString truth = demo::truthPath(path);
    if (invocation.json)
        output.jsonLine(nlohmann::ordered_json{{"events", scenario.events.size()},
                                               {"jobs", scenario.truth.jobs.size()},
                                               {"chains", scenario.truth.chains.size()},
                                               {"file", path.toStdString()},
                                               {"truth", truth.toStdString()}});
    else
        output.line(QStringLiteral("%1 events of %2 jobs written to %3, what each job is to be judged to %4")
                        .arg(scenario.events.size())
                        .arg(scenario.truth.jobs.size())
                        .arg(path, truth));
    return output.finish();
}

/// The network on a thread of its own, which the destructor ends and joins.
class NetworkHost
{
public:
    explicit NetworkHost(const demo::DemoSettings &settings)
        : network(new demo::DemoNetwork(settings))
    {
        network->moveToThread(&m_thread);
        QObject::connect(&m_thread, &QThread::finished, network, &QObject::deleteLater);
        m_thread.start();
    }
    ~NetworkHost()
    {
        m_thread.quit();
        m_thread.wait();
    }
    /// Once its signals are connected: it may fail before this returns.
    void start() { QMetaObject::invokeMethod(network, &demo::DemoNetwork::start, Qt::QueuedConnection); }
    NetworkHost(const NetworkHost &) = delete;
    NetworkHost &operator=(const NetworkHost &) = delete;

    demo::DemoNetwork *const network; ///< lives on the thread, deleted as it ends

private:
    QThread m_thread;
};

int runNetwork(const Invocation &invocation, const DemoArguments &arguments)
{
    demo::DemoSettings settings;
    settings.port = static_cast<std::uint16_t>(arguments.port);
    settings.seed = static_cast<std::uint64_t>(arguments.seed);
    if (arguments.jobs > 0)
        settings.jobs = arguments.jobs;
    settings.speed = arguments.speed;

    Output output;
    app::StopSignal stop;
    QString error;
    QObject::connect(&stop, &app::StopSignal::requested, qApp, &QCoreApplication::quit, Qt::QueuedConnection);
    {
        NetworkHost host(settings);
        QObject::connect(host.network, &demo::DemoNetwork::failed, qApp, [&error](const QString &why) {
            error = why;
            QCoreApplication::quit();
        });
        QObject::connect(host.network, &demo::DemoNetwork::ready, qApp,
                         [&](const QUrl &url, int historyEvents) {
                             if (invocation.json)
                                 output.jsonLine(nlohmann::ordered_json{{"url", url.toString().toStdString()},
                                                                        {"history_events", historyEvents}});
                             else
                                 output.line(url.toString());
                             output.flush();
                         });
        host.start();
        QCoreApplication::exec();
    }
    const int written = output.finish();
    if (error.isEmpty())
        return written;
    complain(QStringLiteral(
                 "cannot listen on 127.0.0.1:%1: %2. Choose another port with --listen, or 0 for a free one")
                 .arg(arguments.port)
                 .arg(error));
    return Failed;
}

} // namespace

void addDemoCommand(CLI::App &app, Invocation &invocation)
{
    auto arguments = std::make_shared<DemoArguments>();
    CLI::App &command =
        addCommand(app, invocation, "demo", "Run a simulated DVM network, or write one to a file",
                   [&invocation, arguments] {
                       check(*arguments);
                       return arguments->out.empty() ? runNetwork(invocation, *arguments)
                                                     : writeDemoCapture(invocation, *arguments);
                   });
    command.add_option("--listen", arguments->port, "Port of the relay on 127.0.0.1 (default: a free one)")
        ->type_name("PORT");
    command.add_option("--seed", arguments->seed, "Another seed is another network, the same seed the same")
        ->type_name("N");
    command.add_option("--jobs", arguments->jobs, "About so many jobs, then the next scenario begins")
        ->type_name("N")
        ->check(CLI::Range(1, mostJobs));
    command
        .add_option("--speed", arguments->speed, "Jobs arrive so many times faster than one in six seconds")
        ->type_name("X");
    command.add_option("--out", arguments->out, "Write a capture and FILE.truth.json, then end")
        ->type_name("FILE");
    command.footer(
        "Without --out the first line of standard output is the relay's address, ws://127.0.0.1:PORT, and "
        "the network runs until Ctrl+C. It is reachable from this machine only.");
}

} // namespace dvmdash::cli
