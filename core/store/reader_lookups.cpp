// SPDX-License-Identifier: GPL-3.0-or-later
#include "dvm/profile.h"
#include "store/finding_writer.h"
#include "store/reader.h"
#include "store/split_id.h"
#include "store/stored_kinds.h"

#include <algorithm>
#include <set>

namespace dvmdash::store
{

namespace
{

constexpr int mostDvms = 500;

using Keys = std::set<nostr::PublicKey>;

/// Payers go by the profile, or by the announcement that they chose the DVM from: both may differ.
std::set<std::string> lightningAddresses(const std::vector<dvm::Profile> &profiles)
{
    std::set<std::string> addresses;
    for (const dvm::Profile &profile : profiles) {
        const std::string &address = profile.lud16.empty() ? profile.lud06 : profile.lud16;
        if (!address.empty())
            addresses.insert(address);
    }
    return addresses;
}

} // namespace

std::vector<nostr::EventId> Reader::redemptionsOf(const nostr::EventId &nutzap, const nostr::PublicKey &by)
{
    std::vector<nostr::EventId> found;
    const auto pid = pidOf(by);
    if (!pid)
        return found;
    Statement rows = m_db.prepare("SELECT e.id8, e.id24, r.id24 FROM redemption r JOIN event e USING(rid) "
                                  "WHERE r.id8 = ?1 AND r.pid = ?2 ORDER BY r.rid");
    rows.bind(1, id8(nutzap)).bind(2, *pid);
    while (rows.step())
        if (rows.blob(2) == id24(nutzap))
            found.push_back(joinId(rows.integer(0), rows.blob(1)));
    return found;
}

std::vector<lookup::Known> Reader::findings(const nostr::PublicKey &key)
{
    const auto pid = pidOf(key);
    return pid ? readFindings(m_db, pid) : std::vector<lookup::Known>();
}

LookupState Reader::lookups()
{
    const Transaction transaction(m_db, Transaction::Kind::Read);
    const dvm::KindTable &kinds = kindsOf(m_db);
    LookupState state;
    state.known = readFindings(m_db, std::nullopt);
    Keys paid;
    Keys announced;
    // Only who did work: a refund goes to a customer, of whom nothing is asked.
    Statement payees = m_db.prepare(
        "SELECT k.pk FROM (SELECT DISTINCT payee AS pid FROM payment) p JOIN pubkey k USING(pid) "
        "WHERE EXISTS(SELECT 1 FROM attempt a WHERE a.pid = p.pid) AND EXISTS(SELECT 1 FROM payment q "
        "CROSS JOIN event e ON e.rid = q.rid WHERE q.payee = p.pid AND e.kind = 9735) LIMIT ?1");
    payees.bind(1, mostDvms);
    while (payees.step())
        if (const auto key = nostr::PublicKey::fromBytes(payees.blob(0)))
            paid.insert(*key);
    for (const auto &key : announcedDvms(mostDvms))
        announced.insert(key);
    for (const lookup::Known &known : state.known)
        (known.subject.what == lookup::What::Lnurl ? paid : announced).insert(known.subject.key);

    Keys all = paid;
    all.insert(announced.begin(), announced.end());
    for (const auto &key : all) {
        const SelfDescription self = describedBySelf(key);
        const nostr::Event *profile = self.profile ? &*self.profile : nullptr;
        const dvm::Profile asDvm = dvm::readProfile(self.announcements, profile, kinds);
        const dvm::Profile asPerson = profile ? dvm::readProfile(*profile, kinds) : dvm::Profile();
        if (paid.contains(key))
            for (const auto &address : lightningAddresses({asDvm, asPerson}))
                state.named.push_back({lookup::What::Lnurl, key, address});
        if (announced.contains(key) && !asDvm.nip05.empty())
            state.named.push_back({lookup::What::Nip05, key, asDvm.nip05});
    }
    return state;
}

} // namespace dvmdash::store
