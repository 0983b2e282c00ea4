// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay_visits.h"

#include "command.h"
#include "engine/relay_discovery.h"
#include "format.h"
#include "output.h"
#include "safe_text.h"
#include "table.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <memory>

namespace dvmdash::cli
{

namespace
{

template<typename Value>
nlohmann::ordered_json orNull(const std::optional<Value> &value)
{
    return value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json(nullptr);
}

nlohmann::ordered_json toJson(const relay::FoundRelay &found)
{
    const relay::RelayReport &report = found.newest;
    nlohmann::ordered_json json;
    json["url"] = report.url.toStdString();
    json["monitors"] = found.monitors;
    json["announced_monitors"] = found.announced;
    json["rtt_open_ms"] = orNull(found.rtt_open_ms);
    json["network"] = report.network.toStdString();
    json["nips"] = std::vector<int>(report.nips.begin(), report.nips.end());
    json["takes_jobs"] = orNull(report.jobs);
    json["auth_required"] = orNull(report.auth);
    json["payment_required"] = orNull(report.payment);
    json["told_at"] = isoSeconds(report.created_at);
    return json;
}

} // namespace

std::vector<engine::RelayCheckResult> checkRelays(const QStringList &urls, const http::Proxies &proxies)
{
    engine::RelayCheckSettings settings;
    settings.proxies = proxies;
    std::vector<engine::RelayCheckResult> results(static_cast<std::size_t>(urls.size()));
    std::vector<std::unique_ptr<engine::RelayCheck>> checks;
    qsizetype open = urls.size();
    for (qsizetype i = 0; i < urls.size(); ++i) {
        checks.push_back(std::make_unique<engine::RelayCheck>(urls.at(i), settings));
        QObject::connect(checks.back().get(), &engine::RelayCheck::finished, qApp,
                         [&, i](const engine::RelayCheckResult &result) {
                             results[static_cast<std::size_t>(i)] = result;
                             if (--open == 0)
                                 QCoreApplication::quit();
                         });
    }
    if (open > 0)
        QCoreApplication::exec();
    return results;
}

nlohmann::ordered_json toJson(const engine::RelayCheckResult &result)
{
    nlohmann::ordered_json json;
    json["url"] = result.url.toStdString();
    json["outcome"] = engine::relayCheckName(result.outcome).toStdString();
    json["words"] = result.words().toStdString();
    json["connect_ms"] = orNull(result.connect_ms);
    json["latency_ms"] = orNull(result.latency_ms);
    json["events"] = result.events;
    json["refused"] = result.refused;
    json["information"] = nullptr;
    if (result.information) {
        const auto &about = *result.information;
        json["information"] = {{"name", about.name.toStdString()},
                               {"software", about.software.toStdString()},
                               {"version", about.version.toStdString()},
                               {"nips", std::vector<int>(about.nips.begin(), about.nips.end())},
                               {"auth_required", orNull(about.auth_required)},
                               {"payment_required", orNull(about.payment_required)},
                               {"max_limit", orNull(about.max_limit)}};
    }
    return json;
}

int runRelayCheck(const QStringList &urls, const http::Proxies &proxies, bool json)
{
    const auto results = checkRelays(urls, proxies);
    Output output;
    if (json) {
        nlohmann::ordered_json list = nlohmann::ordered_json::array();
        for (const auto &result : results)
            list.push_back(toJson(result));
        output.jsonLine(list);
    } else {
        for (const auto &result : results)
            output.line(engine::relayCheckName(result.outcome).leftJustified(13) + safeLine(result.words()));
    }
    const bool isAllGood =
        std::all_of(results.begin(), results.end(), [](const auto &result) { return result.isGood(); });
    const int written = output.finish();
    return written == Done && !isAllGood ? Failed : written;
}

int runRelayDiscovery(const QStringList &urls, const http::Proxies &proxies, bool json)
{
    engine::RelayDiscovery discovery(urls, proxies);
    QObject::connect(&discovery, &engine::RelayDiscovery::finished, qApp, &QCoreApplication::quit);
    QCoreApplication::exec();
    nlohmann::ordered_json rows = nlohmann::ordered_json::array();
    for (const auto &found : discovery.relays())
        rows.push_back(toJson(found));
    Output output;
    if (json) {
        output.jsonLine({{"asked", discovery.asked()},
                         {"answered", discovery.answered()},
                         {"monitors", discovery.monitors()},
                         {"left_out", discovery.leftOut()},
                         {"relays", rows}});
        return output.finish();
    }
    output.line(QStringLiteral("%1 of %2 relays answered, with reports of %3 monitors on %4 relays")
                    .arg(discovery.answered())
                    .arg(discovery.asked())
                    .arg(discovery.monitors())
                    .arg(rows.size()));
    constexpr std::array<TextColumn, 5> columns{{{"monitors", "/monitors", Show::Count},
                                                 {"opens in", "/rtt_open_ms", Show::Duration},
                                                 {"jobs", "/takes_jobs", Show::Text},
                                                 {"told", "/told_at", Show::Time},
                                                 {"relay", "/url", Show::Text}}};
    if (!rows.empty())
        printTable(output, rows, columns);
    return output.finish();
}

} // namespace dvmdash::cli
