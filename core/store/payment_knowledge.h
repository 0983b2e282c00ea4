// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/standing.h"
#include "store/event_loader.h"
#include "store/interner.h"
#include "store/sqlite.h"

#include <cstdint>
#include <vector>

namespace dvmdash::store
{

/// Looks up what is known beside a payment, and says how it stands by that (dvm/standing.h). Of events only
/// those whose time has come. In the caller's transaction.
class PaymentKnowledge
{
public:
    PaymentKnowledge(Database &db, Interner &keys, EventLoader &events);

    /// Of a zap receipt or nutzap that can be read, to this key.
    dvm::Standing standingOf(const nostr::Event &event, std::int64_t payee);

    std::vector<dvm::KnownSigner> signersOf(std::int64_t payee);
    /// The newest that this key has published, replaced ones too: more of them are noise.
    std::vector<dvm::NutzapInfo> infosOf(std::int64_t payee);
    bool isRedeemed(const nostr::EventId &nutzap, std::int64_t payee);

    /// Notes which nutzaps the author of a 7376 has redeemed; they stand where the event does, and stay when
    /// it is deleted with old ones.
    void noteRedemption(const nostr::Event &event, RowId rid);

private:
    Interner &m_keys;
    EventLoader &m_events;
    Statement m_signers;
    Statement m_infos;
    Statement m_redeemed;
    Statement m_redeem;
};

} // namespace dvmdash::store
