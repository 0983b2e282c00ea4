// SPDX-License-Identifier: GPL-3.0-or-later
#include "union_run.h"

#include "store/reader.h"
#include "support/signed_events.h"

#include <QFile>

#include <algorithm>
#include <map>
#include <utility>

namespace dvmdash::test
{

namespace
{

constexpr int mostLaunches = 12;
constexpr int longestMs = 90'000;

} // namespace

UnionRun::UnionRun(unsigned seed, NpmRelays &relays)
    : m_seed(seed)
    , m_random(seed)
{
    makeEvents();
    const QString path = QStringLiteral("/%1").arg(seed);
    const auto fill = [&](ThirdPartyRelay &relay, const QString &name) {
        const QString file = m_folder.write(name, toLines(someEvents()));
        note(relay.url() + path, relay.fill(path, file, m_seed));
    };
    fill(relays.nostrRelay, QStringLiteral("nostr-relay.jsonl"));
    fill(relays.welshman, QStringLiteral("welshman.jsonl"));
    m_past = std::make_unique<PastRelay>(someEvents());
    note(m_past->url(), m_past->events());
    misbehave();
    std::vector<nostr::Event> forged = someEvents();
    for (nostr::Event &event : forged) {
        if (random(2) == 0)
            event.content += " forged";
        else
            event.sig.data[40] ^= 1;
    }
    m_forger = std::make_unique<PastRelay>(std::move(forged));
    note(m_forger->url(), std::vector<nostr::Event>());
    m_kills = 1 + static_cast<int>(random(3));
    m_axe.setSingleShot(true);
}

UnionRun::~UnionRun()
{
    if (!m_program)
        return;
    m_program->disconnect(this);
    m_program->kill();
    m_program->waitForFinished();
}

/// A simulated network, and seconds in which much happens at once: of several kinds, and of one.
void UnionRun::makeEvents()
{
    m_events = demoEvents(30, m_seed);
    const auto middle = m_events.at(m_events.size() / 2).created_at;
    const auto crowd = [this](std::int64_t second, unsigned count, unsigned kinds) {
        for (unsigned i = 0; i < count; ++i)
            m_events.push_back(signedEvent(static_cast<unsigned char>(1 + i % 7),
                                           5050 + static_cast<int>(i % kinds), second - test::start,
                                           {{"i", std::to_string(i), "text"}}));
    };
    crowd(middle, 30 + random(30), 6);
    crowd(middle - 600 - random(600), 6 + random(6), 1);
}

std::vector<nostr::Event> UnionRun::someEvents()
{
    std::vector<nostr::Event> some;
    const unsigned percent = 40 + random(60);
    std::copy_if(m_events.begin(), m_events.end(), std::back_inserter(some),
                 [&](const nostr::Event &) { return random(100) < percent; });
    return some;
}

/// As faults.mjs has it.
void UnionRun::misbehave()
{
    m_breaks = static_cast<int>(random(3));
    m_refusals = static_cast<int>(random(2));
    m_forgottenEoses = m_seed % 10 == 5 ? 1 : 0;
    const unsigned most = 20 + random(100);
    m_past->cap = [this, most] { return std::size_t{5 + random(most)}; };
    m_past->breaks = [this](const nostr::Event &) {
        return m_breaks > 0 && random(100) == 0 && m_breaks-- > 0;
    };
    m_past->refuses = [this](const nostr::ReqMessage &) {
        const bool refuses = m_refusals > 0 && random(15) == 0;
        m_refusals -= refuses ? 1 : 0;
        return std::string(refuses ? "rate-limited: slow down" : "");
    };
    m_past->hides = [this](const nostr::ReqMessage &request) {
        if (!request.subscription.starts_with("history/") || random(12) != 0)
            return false;
        std::string question;
        for (const nostr::Filter &filter : request.filters)
            question += nostr::toJson(filter).dump();
        return m_hidden.insert(question).second;
    };
    m_past->repeats = [this] { return random(20) == 0; };
    m_past->saysEose = [this](const nostr::ReqMessage &) {
        const bool forgets = m_forgottenEoses > 0 && random(8) == 0;
        m_forgottenEoses -= forgets ? 1 : 0;
        return !forgets;
    };
}

void UnionRun::note(const QString &url, const std::vector<nostr::Event> &events)
{
    Party party{url, {}};
    for (const nostr::Event &event : events)
        if (isOfJob(event))
            party.held.insert(event.id);
    m_parties.push_back(std::move(party));
}

void UnionRun::note(const QString &url, const std::set<std::string> &ids)
{
    std::vector<nostr::Event> held;
    std::copy_if(m_events.begin(), m_events.end(), std::back_inserter(held),
                 [&](const nostr::Event &event) { return ids.contains(event.id.hex()); });
    note(url, held);
}

void UnionRun::start()
{
    connect(&m_axe, &QTimer::timeout, this, [this] { m_program->kill(); });
    QTimer::singleShot(longestMs, this, [this] {
        if (!m_isOver)
            fail(QStringLiteral("it does not come to an end"));
    });
    launch();
}

void UnionRun::launch()
{
    if (++m_launches > mostLaunches) {
        fail(QStringLiteral("it was started %1 times and is not through").arg(mostLaunches));
        return;
    }
    QStringList arguments{QStringLiteral("backfill"), QStringLiteral("--db"), m_folder.database(),
                          QStringLiteral("--since"),  QStringLiteral("1d"),   QStringLiteral("--json")};
    for (const Party &party : m_parties)
        arguments += {QStringLiteral("--relay"), party.url};
    if (m_seed % 4 == 0)
        arguments += QStringLiteral("--oldest-first");
    m_program = std::make_unique<QProcess>();
    m_folder.prepare(*m_program, arguments);
    // Not at once: the process is its sender.
    connect(m_program.get(), &QProcess::finished, this, &UnionRun::ended, Qt::QueuedConnection);
    m_program->start();
    if (m_kills-- > 0)
        m_axe.start(100 + static_cast<int>(random(1'500)));
}

void UnionRun::ended()
{
    m_axe.stop();
    if (m_isOver || !lookAtFile())
        return;
    if (m_program->exitStatus() == QProcess::CrashExit) {
        launch();
        return;
    }
    const QByteArray out = m_program->readAllStandardOutput();
    const auto result = nlohmann::json::parse(out.toStdString(), nullptr, false);
    if (m_program->exitCode() != 0 || result.is_discarded())
        fail(QString::fromUtf8(out + m_program->readAllStandardError()));
    else
        lookAtResult(result);
}

/// False when the file claims what it has not.
bool UnionRun::lookAtFile()
{
    if (!QFile::exists(m_folder.database()))
        return true; // killed before it was made
    std::map<std::string, store::IntervalSet> covered;
    m_stored.clear();
    try {
        store::Reader reader(m_folder.database().toStdString());
        reader.selectEvents({}, [this](const nostr::Event &event) {
            if (isOfJob(event))
                m_stored.insert(event.id);
            return true;
        });
        for (auto &one : reader.coverage())
            covered[one.relay] = std::move(one.covered);
    } catch (const store::Error &) {
        return true; // or while it was made
    }
    m_claimed = 0;
    for (const Party &party : m_parties) {
        const store::IntervalSet &claimed = covered[party.url.toStdString()];
        for (const nostr::Event &event : m_events) {
            if (!party.held.contains(event.id) || !claimed.covers(event.created_at, event.created_at + 1))
                continue;
            ++m_claimed;
            if (!m_stored.contains(event.id)) {
                fail(QStringLiteral("%1 is said to have given all of second %2, and %3 is missing")
                         .arg(party.url)
                         .arg(event.created_at)
                         .arg(QString::fromStdString(event.id.hex())));
                return false;
            }
        }
    }
    return true;
}

void UnionRun::lookAtResult(const nlohmann::json &result)
{
    std::set<nostr::EventId> all;
    std::size_t given = 0;
    for (const Party &party : m_parties) {
        all.insert(party.held.begin(), party.held.end());
        given += party.held.size();
    }
    qDebug("seed %u: %d starts; %zu of %zu stored; of %zu given %zu are covered", m_seed, m_launches,
           m_stored.size(), all.size(), given, m_claimed);
    for (const nostr::Event &event : m_events)
        if (all.contains(event.id) != m_stored.contains(event.id))
            fail(QStringLiteral("%1 are stored, the relays have %2: %3 differs, of second %4: %5")
                     .arg(m_stored.size())
                     .arg(all.size())
                     .arg(QString::fromStdString(event.id.hex()))
                     .arg(event.created_at)
                     .arg(QString::fromStdString(result.dump())));
    m_isOver = true;
}

void UnionRun::fail(const QString &what)
{
    m_failure = QStringLiteral("seed %1, start %2: %3").arg(m_seed).arg(m_launches).arg(what);
    m_isOver = true;
}

} // namespace dvmdash::test
