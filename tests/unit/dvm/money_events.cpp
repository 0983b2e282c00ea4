// SPDX-License-Identifier: GPL-3.0-or-later
#include "money_events.h"

#include "nostr/sha256.h"

namespace dvmdash::dvm::test
{

std::string invoice(std::int64_t msat, std::int64_t at, std::int64_t expiry, unsigned char seed,
                    std::string_view description, const char *network)
{
    nostr::bolt11::Invoice made;
    made.network = network;
    if (msat > 0)
        made.msat = msat;
    made.timestamp = start + at;
    made.expiry = expiry;
    made.paymentHash.emplace().fill(seed);
    if (!description.empty())
        made.descriptionHash = nostr::sha256(description);
    return nostr::bolt11::encodeUnsigned(made);
}

nostr::Event zapRequest(const Zap &zap)
{
    nostr::Tags tags{{"relays", "wss://relay.example"}, {"p", keyOf(zap.to).hex()}};
    if (zap.namesAmount)
        tags.push_back({"amount", std::to_string(zap.msat)});
    if (zap.target)
        tags.push_back({"e", zap.target->hex()});
    return signedEvent(zap.from, 9734, zap.at, std::move(tags));
}

nostr::Event zapReceipt(const Zap &zap)
{
    const std::string description = nostr::toJson(zapRequest(zap));
    nostr::Tags tags{{"p", keyOf(zap.to).hex()},
                     {"bolt11", invoice(zap.msat, zap.at, 600, zap.seed, description)},
                     {"description", description}};
    if (zap.target)
        tags.push_back({"e", zap.target->hex()});
    return signedEvent(zap.provider, 9735, zap.at, std::move(tags));
}

} // namespace dvmdash::dvm::test
