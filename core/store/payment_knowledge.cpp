// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/payment_knowledge.h"

#include "store/split_id.h"

namespace dvmdash::store
{

namespace
{

constexpr int zapReceiptKind = 9735;
constexpr std::int64_t msPerSecond = 1'000;
/// More ids than this in one event are noise.
constexpr std::size_t mostRedeemed = 1'000;

} // namespace

PaymentKnowledge::PaymentKnowledge(Database &db, Interner &keys, EventLoader &events)
    : m_keys(keys)
    , m_events(events)
    , m_signers(db.prepare("SELECT key, until_ms FROM signer WHERE pid = ?1"))
    , m_infos(db.prepare("SELECT rid FROM event WHERE pid = ?1 AND kind = 10019 "
                         "AND created_at < (SELECT value FROM meta WHERE key = 'counted_until') "
                         "ORDER BY created_at DESC, id8, id24 LIMIT 100"))
    , m_redeemed(db.prepare("SELECT id24 FROM redemption WHERE id8 = ?1 AND pid = ?2"))
    , m_redeem(db.prepare("INSERT OR IGNORE INTO redemption(rid, position, id8, id24, pid) "
                          "VALUES(?1, ?2, ?3, ?4, ?5)"))
{
}

dvm::Standing PaymentKnowledge::standingOf(const nostr::Event &event, std::int64_t payee)
{
    if (event.kind == zapReceiptKind)
        return dvm::standingOfReceipt(event.pubkey, event.created_at, signersOf(payee));
    return dvm::standingOfNutzap(event, infosOf(payee), isRedeemed(event.id, payee));
}

std::vector<dvm::KnownSigner> PaymentKnowledge::signersOf(std::int64_t payee)
{
    std::vector<dvm::KnownSigner> signers;
    const ResetAtEnd reset(m_signers);
    m_signers.bind(1, payee);
    while (m_signers.step()) {
        const auto key = nostr::PublicKey::fromBytes(m_signers.blob(0));
        const auto until = m_signers.optionalInteger(1);
        if (key)
            signers.push_back({*key, until ? std::optional(*until / msPerSecond) : std::nullopt});
    }
    return signers;
}

std::vector<dvm::NutzapInfo> PaymentKnowledge::infosOf(std::int64_t payee)
{
    std::vector<RowId> rids;
    {
        const ResetAtEnd reset(m_infos);
        m_infos.bind(1, payee);
        while (m_infos.step())
            rids.push_back(m_infos.integer(0));
    }
    std::vector<dvm::NutzapInfo> infos;
    for (const RowId rid : rids)
        infos.push_back(dvm::readNutzapInfo(m_events.load(rid)));
    return infos;
}

bool PaymentKnowledge::isRedeemed(const nostr::EventId &nutzap, std::int64_t payee)
{
    const ResetAtEnd reset(m_redeemed);
    m_redeemed.bind(1, id8(nutzap)).bind(2, payee);
    while (m_redeemed.step())
        if (m_redeemed.blob(0) == id24(nutzap))
            return true;
    return false;
}

void PaymentKnowledge::noteRedemption(const nostr::Event &event, RowId rid)
{
    const dvm::Redemption redemption = dvm::readRedemption(event);
    const std::int64_t pid = m_keys.pid(redemption.by);
    std::int64_t position = 0;
    for (const auto &nutzap : redemption.nutzaps) {
        if (position == static_cast<std::int64_t>(mostRedeemed))
            break;
        m_redeem.bind(1, rid)
            .bind(2, position++)
            .bind(3, id8(nutzap))
            .bindBlob(4, id24(nutzap))
            .bind(5, pid)
            .run();
    }
}

} // namespace dvmdash::store
