// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/money.h"

#include "nostr/bolt11.h"
#include "nostr/bytes.h"
#include "nostr/sha256.h"

#include <string_view>

namespace dvmdash::demo
{

namespace
{

constexpr std::string_view mint = "https://mint.example";

nostr::Event makeZapRequest(const Zap &zap)
{
    nostr::Event request;
    request.kind = 9734;
    request.created_at = zap.created_at;
    request.tags.push_back({"relays", zap.relay.empty() ? std::string("wss://relay.example") : zap.relay});
    request.tags.push_back({"amount", std::to_string(zap.msat)});
    request.tags.push_back({"p", zap.recipient.hex()});
    if (zap.about)
        request.tags.push_back({"e", zap.about->id.hex()});
    zap.payer->sign(request);
    return request;
}

} // namespace

std::string makeInvoice(Random &random, std::int64_t msat, std::int64_t timestamp, std::int64_t expiry,
                        const std::string &description)
{
    nostr::bolt11::Invoice invoice;
    invoice.network = "bc";
    invoice.msat = msat;
    invoice.timestamp = timestamp;
    invoice.expiry = expiry;
    invoice.paymentHash = nostr::sha256(random.bytes(32));
    invoice.description = description;
    return nostr::bolt11::encodeUnsigned(invoice);
}

nostr::Tags zapReceiptTags(Random &random, const Zap &zap)
{
    nostr::Event request = makeZapRequest(zap);
    if (zap.fault == ZapFault::BrokenRequest)
        request.content = "changed";
    const std::string description = nostr::toJson(request);
    const std::string preimage = random.bytes(32);

    nostr::bolt11::Invoice invoice;
    invoice.network = zap.fault == ZapFault::TestNetwork ? "tb" : "bc";
    invoice.msat = zap.fault == ZapFault::OtherAmount ? 1000 : zap.msat;
    invoice.timestamp = zap.created_at;
    invoice.expiry = 600;
    invoice.paymentHash = nostr::sha256(preimage);
    // A third of real receipts do not commit to the description, and are valid all the same.
    if (random.chance(67))
        invoice.descriptionHash = nostr::sha256(description);
    else
        invoice.description = "zap";

    nostr::Tags tags;
    tags.push_back({"p", zap.recipient.hex()});
    tags.push_back({"P", zap.payer->publicKey().hex()});
    if (zap.about)
        tags.push_back({"e", zap.about->id.hex()});
    tags.push_back({"bolt11", nostr::bolt11::encodeUnsigned(invoice)});
    tags.push_back({"description", description});
    if (random.chance(70))
        tags.push_back({"preimage", nostr::toHex(preimage)});
    return tags;
}

nostr::Tags nutzapTags(Random &random, const nostr::PublicKey &recipient, const nostr::Event &about,
                       std::int64_t sats)
{
    nostr::Tags tags;
    // A proof for each power of two, as ecash has it.
    for (std::int64_t coin = 1; coin <= sats; coin *= 2) {
        if ((sats & coin) == 0)
            continue;
        const std::string secret = R"([\"P2PK\",{\"nonce\":\")" + nostr::toHex(random.bytes(16)) +
                                   R"(\",\"data\":\"02)" + recipient.hex() + R"(\"}])";
        tags.push_back({"proof", "{\"amount\":" + std::to_string(coin) +
                                     ",\"id\":\"00ad268c4d1f5826\",\"secret\":\"" + secret + "\",\"C\":\"02" +
                                     nostr::toHex(random.bytes(32)) + "\"}"});
    }
    tags.push_back({"u", std::string(mint)});
    tags.push_back({"unit", "sat"});
    tags.push_back({"e", about.id.hex()});
    tags.push_back({"p", recipient.hex()});
    return tags;
}

nostr::Tags nutzapInfoTags(const nostr::PublicKey &owner, const std::string &relay)
{
    return {{"relay", relay.empty() ? std::string("wss://relay.example") : relay},
            {"mint", std::string(mint), "sat"},
            {"pubkey", "02" + owner.hex()}};
}

} // namespace dvmdash::demo
