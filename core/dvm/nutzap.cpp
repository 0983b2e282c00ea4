// SPDX-License-Identifier: GPL-3.0-or-later
// Nutzaps (NIP-61) and what a wallet history (NIP-60) says openly about them.
#include "dvm/payment.h"
#include "nostr/json_text.h"
#include "nostr/sha256.h"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>

namespace dvmdash::dvm
{

namespace
{

using Json = nlohmann::json;

constexpr std::int64_t msatPerSat = 1000;

struct Proofs {
    std::int64_t sats = 0;
    std::set<std::string> secrets; ///< a secret is spent once, so it stands for its proof
};

/// Adds one Cashu proof (NUT-00: amount, id, secret, C). False when it cannot be read, was counted already or
/// the sum would not fit.
bool addProof(std::string_view text, Proofs &proofs)
{
    const Json proof = nostr::jsonFromText(text);
    if (!proof.is_object())
        return false;
    const auto amount = proof.find("amount");
    const auto secret = proof.find("secret");
    if (amount == proof.end() || !amount->is_number_unsigned() || secret == proof.end() ||
        !secret->is_string())
        return false;
    const auto sats = amount->get<std::uint64_t>();
    const auto room =
        static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max() / msatPerSat - proofs.sats);
    if (sats == 0 || sats > room)
        return false;
    const auto &words = secret->get_ref<const std::string &>();
    if (words.empty() || !proofs.secrets.insert(words).second)
        return false;
    proofs.sats += static_cast<std::int64_t>(sats);
    return true;
}

std::optional<Proofs> readProofs(const nostr::Event &nutzap)
{
    const nostr::Tag *unit = nutzap.firstTag("unit");
    if (unit && (unit->size() < 2 || (*unit)[1] != "sat"))
        return std::nullopt;
    Proofs proofs;
    for (const nostr::Tag &tag : nutzap.tags) {
        if (tag.empty() || tag[0] != "proof")
            continue;
        if (tag.size() < 2 || !addProof(tag[1], proofs))
            return std::nullopt;
    }
    if (proofs.secrets.empty())
        return std::nullopt;
    return proofs;
}

/// One key for a set of secrets: SHA-256 over their own SHA-256 values in order, so that no two sets run
/// together.
std::string keyOf(const std::set<std::string> &secrets)
{
    const auto append = [](std::string &out, const std::array<unsigned char, 32> &digest) {
        out.append(reinterpret_cast<const char *>(digest.data()), digest.size());
    };
    std::string digests;
    for (const std::string &secret : secrets)
        append(digests, nostr::sha256(secret));
    std::string key;
    append(key, nostr::sha256(digests));
    return nostr::toHex(key);
}

std::vector<const nostr::Tag *> tagsNamed(const nostr::Event &event, std::string_view name)
{
    std::vector<const nostr::Tag *> found;
    for (const nostr::Tag &tag : event.tags) {
        if (!tag.empty() && tag[0] == name)
            found.push_back(&tag);
    }
    return found;
}

} // namespace

std::variant<Payment, PaymentReject> readNutzap(const nostr::Event &nutzap)
{
    const auto recipient = nostr::PublicKey::fromHex(nutzap.tagValue("p"));
    if (tagsNamed(nutzap, "p").size() != 1 || !recipient)
        return PaymentReject::WrongRecipient;
    const std::size_t targets = tagsNamed(nutzap, "e").size();
    std::optional<nostr::EventId> target;
    if (targets > 0)
        target = nostr::EventId::fromHex(nutzap.tagValue("e"));
    if (targets > 1 || (targets == 1 && !target))
        return PaymentReject::WrongTarget;
    const auto proofs = readProofs(nutzap);
    if (!proofs)
        return PaymentReject::BadProofs;

    Payment payment;
    payment.receipt = nutzap.id;
    payment.target = target;
    payment.from = nutzap.pubkey;
    payment.to = *recipient;
    payment.msat = proofs->sats * msatPerSat;
    payment.created_at = nutzap.created_at;
    payment.tier = Tier::Claimed;
    payment.key = keyOf(proofs->secrets);
    payment.selfSigned = nutzap.pubkey == *recipient;
    return payment;
}

Redemption readRedemption(const nostr::Event &event)
{
    Redemption redemption;
    redemption.by = event.pubkey;
    for (const nostr::Tag *tag : tagsNamed(event, "e")) {
        if (tag->size() < 4 || (*tag)[3] != "redeemed")
            continue;
        if (const auto id = nostr::EventId::fromHex((*tag)[1]))
            redemption.nutzaps.push_back(*id);
    }
    return redemption;
}

bool redeems(const Redemption &redemption, const Payment &payment)
{
    return redemption.by == payment.to && std::find(redemption.nutzaps.begin(), redemption.nutzaps.end(),
                                                    payment.receipt) != redemption.nutzaps.end();
}

} // namespace dvmdash::dvm
