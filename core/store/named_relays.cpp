// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/named_relays.h"

#include "dvm/relay_hints.h"
#include "dvm/role.h"
#include "relay/relay_url.h"

#include <QString>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>

namespace dvmdash::store
{

namespace
{

/// Strangers name what they like: beyond so many, only what is known goes on being counted.
constexpr std::size_t mostCounted = 20'000;

struct Namers {
    NamedRelay named;
    std::set<nostr::PublicKey> people;
    std::set<nostr::PublicKey> dvms;
};

class NameCounter
{
public:
    explicit NameCounter(Database &db)
        : m_loader(db)
    {
    }

    void add(RowId rid, dvm::Role role)
    {
        std::set<std::string> urls; // two spellings are one relay
        std::optional<nostr::Event> event;
        try {
            event = m_loader.load(rid);
        } catch (const DamagedEvent &) {
            return; // whoever opens that event is told
        }
        for (const std::string &written : dvm::relaysNamed(*event))
            if (const auto url = normalized(written); !url.empty())
                urls.insert(url);
        for (const std::string &url : urls)
            count(url, *event, role);
    }

    std::vector<NamedRelay> take()
    {
        std::vector<NamedRelay> list;
        for (auto &[url, namers] : m_found) {
            namers.named.url = url;
            namers.named.people = static_cast<std::int64_t>(namers.people.size());
            namers.named.dvms = static_cast<std::int64_t>(namers.dvms.size());
            list.push_back(namers.named);
        }
        const auto order = [](const NamedRelay &one) {
            return std::tuple(-(one.people + one.dvms), -(one.requests + one.answers), one.url);
        };
        std::sort(list.begin(), list.end(),
                  [&](const NamedRelay &a, const NamedRelay &b) { return order(a) < order(b); });
        list.resize(std::min(list.size(), mostNamedRelays));
        return list;
    }

private:
    const std::string &normalized(const std::string &written)
    {
        const auto [at, isNew] = m_spellings.try_emplace(written);
        if (isNew)
            at->second =
                relay::normalizeRelayUrl(QString::fromStdString(written)).value_or(QString()).toStdString();
        return at->second;
    }

    void count(const std::string &url, const nostr::Event &event, dvm::Role role)
    {
        if (m_found.size() >= mostCounted && !m_found.contains(url))
            return;
        Namers &namers = m_found[url];
        namers.named.last_at = std::max(namers.named.last_at, event.created_at);
        if (role == dvm::Role::Request) {
            ++namers.named.requests;
            namers.people.insert(event.pubkey);
            return;
        }
        if (role == dvm::Role::Result)
            ++namers.named.answers;
        namers.dvms.insert(event.pubkey);
    }

    EventLoader m_loader;
    std::map<std::string, std::string> m_spellings;
    std::map<std::string, Namers> m_found;
};

} // namespace

NamedRelays readNamedRelays(Reader &reader, std::int64_t since, std::int64_t until, int most)
{
    Database &db = reader.database();
    const Transaction transaction(db, Transaction::Kind::Read);
    NameCounter counter(db);
    NamedRelays found;
    ProgressParts parts(reader.progress(), {2, 1, 1});
    const auto take = [&](const std::string &where, int limit, dvm::Role role, std::int64_t &count) {
        Statement rows = db.prepare("SELECT rid FROM event WHERE " + where +
                                    " AND created_at >= ?1 AND created_at < ?2 ORDER BY created_at DESC "
                                    "LIMIT ?3");
        rows.bind(1, since).bind(2, until).bind(3, limit);
        while (rows.step()) {
            counter.add(rows.integer(0), role);
            reader.progress().report(++count, limit);
        }
        parts.next();
    };
    const auto ofRole = [](dvm::Role role) {
        return "role = " + std::to_string(static_cast<int>(role)) + " AND (flags & 1) = 0";
    };
    take(ofRole(dvm::Role::Request), most, dvm::Role::Request, found.requests);
    take(ofRole(dvm::Role::Result), most / 2, dvm::Role::Result, found.answers);
    // Announcements, lists of relays and where nutzaps are taken: whenever they were made, they hold.
    Statement said =
        db.prepare("SELECT rid FROM event WHERE kind IN (10002, 10019, 31990) AND created_at < ?1 "
                   "ORDER BY created_at DESC LIMIT ?2");
    said.bind(1, until).bind(2, most / 2);
    while (said.step()) {
        counter.add(said.integer(0), dvm::Role::Announcement);
        ++found.of_dvms;
    }
    found.relays = counter.take();
    return found;
}

} // namespace dvmdash::store
