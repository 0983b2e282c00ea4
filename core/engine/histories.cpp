// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/histories.h"

#include "engine/engine.h"
#include "engine/machinery.h"
#include "relay/relay_url.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

namespace dvmdash::engine
{

namespace
{

QString normal(const QString &url)
{
    return relay::normalizeRelayUrl(url).value_or(url);
}

} // namespace

std::string toText(const HistoryProgress &progress)
{
    return nlohmann::json{{"from", progress.request.from},
                          {"until", progress.request.until},
                          {"oldest_first", progress.request.oldest_first},
                          {"paused", progress.paused}}
        .dump();
}

std::optional<HistoryProgress> historyFromText(const QString &relay, const std::string &text)
{
    const auto json = nlohmann::json::parse(text, nullptr, false);
    if (!json.is_object())
        return std::nullopt;
    HistoryProgress progress;
    progress.request.relay = relay;
    try {
        json.at("from").get_to(progress.request.from);
        json.at("until").get_to(progress.request.until);
        json.at("oldest_first").get_to(progress.request.oldest_first);
        json.at("paused").get_to(progress.paused);
    } catch (const nlohmann::json::exception &) {
        return std::nullopt;
    }
    if (progress.request.from >= progress.request.until)
        return std::nullopt;
    return progress;
}

Histories::Histories(Engine &engine, const std::unique_ptr<Machinery> &machinery, bool areKept,
                     HistoryTasks::KnownDvms knownDvms, HistoryTasks::Clock clock)
    : m_engine(engine)
    , m_machinery(machinery)
    , m_areKept(areKept)
    , m_tasks([this](const QString &relay,
                     std::optional<relay::HistoryWish> wish) { send(relay, std::move(wish)); },
              std::move(knownDvms), std::move(clock))
{
}

void Histories::begin(const std::map<std::string, std::string> &kept)
{
    m_tasks.setKinds(m_machinery->kinds);
    QObject::connect(&m_machinery->network->pool(), &relay::RelayPool::historyChanged, &m_engine,
                     [this](const relay::HistoryStatus &status) { tell(m_tasks.heard(status)); });
    if (!m_areKept)
        return;
    for (const auto &[url, text] : kept) {
        const auto progress = historyFromText(QString::fromStdString(url), text);
        if (!progress)
            continue;
        tell(m_tasks.addPaused(progress->request));
        if (!progress->paused)
            fetch(progress->request);
    }
}

void Histories::end()
{
    m_readCoverage.clear();
    m_tasks.clear();
}

bool Histories::fetch(const HistoryRequest &request)
{
    if (!m_machinery)
        return false;
    HistoryRequest wanted = request;
    wanted.relay = normal(request.relay);
    m_readCoverage[wanted.relay] =
        m_engine.ask(CoverageQuestion{}, &m_engine,
                     [this, wanted](const Result<Coverages> &coverages) { start(wanted, coverages); });
    return true;
}

/// Where the coverage cannot be read all is asked for.
void Histories::start(const HistoryRequest &request, const Result<Coverages> &coverages)
{
    store::IntervalSet covered;
    if (coverages)
        for (const auto &one : coverages->relays)
            if (QString::fromStdString(one.relay) == request.relay)
                covered = one.covered;
    tell(m_tasks.start(request, covered));
}

void Histories::stop(const QString &relay)
{
    m_readCoverage.erase(normal(relay));
    tell(m_tasks.stop(normal(relay)));
}

void Histories::pause(const QString &relay)
{
    m_readCoverage.erase(normal(relay));
    tell(m_tasks.pause(normal(relay)));
}

void Histories::resume(const QString &relay)
{
    for (const HistoryProgress &progress : m_tasks.all())
        if (progress.request.relay == normal(relay) && progress.paused)
            fetch(progress.request);
}

void Histories::setRelays(const relay::RelayList &relays)
{
    for (const HistoryProgress &progress : m_tasks.all()) {
        const QString &url = progress.request.relay;
        if (std::none_of(relays.begin(), relays.end(),
                         [&](const relay::RelayEntry &entry) { return normal(entry.url) == url; }))
            stop(url);
    }
}

void Histories::send(const QString &relay, std::optional<relay::HistoryWish> wish)
{
    if (!m_machinery)
        return;
    m_machinery->network->post([this, relay, wish = std::move(wish)](relay::RelayPool &pool) {
        if (pool.fetchHistory(relay, wish) || !wish)
            return;
        relay::HistoryStatus status;
        status.url = relay;
        status.state = relay::HistoryStatus::State::Failed;
        status.words = QStringLiteral("It is not on the list of relays: add it first");
        QMetaObject::invokeMethod(
            &m_engine, [this, status] { tell(m_tasks.heard(status)); }, Qt::QueuedConnection);
    });
}

void Histories::tell(const std::optional<HistoryProgress> &progress)
{
    if (!progress)
        return;
    keep(*progress);
    Q_EMIT m_engine.historyChanged(*progress);
}

void Histories::keep(const HistoryProgress &progress)
{
    if (!m_areKept || !m_machinery)
        return;
    const std::string key = prefix + progress.request.relay.toStdString();
    std::string text = progress.isOver() ? std::string() : toText(progress);
    if (std::exchange(m_kept[progress.request.relay], text) != text || progress.isOver())
        m_machinery->writer.keep({key, std::move(text)});
}

} // namespace dvmdash::engine
