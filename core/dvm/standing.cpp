// SPDX-License-Identifier: GPL-3.0-or-later
#include "dvm/standing.h"

#include "nostr/bytes.h"
#include "nostr/json_text.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace dvmdash::dvm
{

namespace
{

using Json = nlohmann::json;

constexpr std::size_t mostMints = 100;

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// One spelling for one mint: scheme and host do not care for case, and a slash at the end says nothing.
std::string mintAddress(std::string text)
{
    const auto scheme = text.find("://");
    const auto path = text.find('/', scheme == std::string::npos ? 0 : scheme + 3);
    const auto hostEnd = path == std::string::npos ? text.size() : path;
    std::transform(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(hostEnd), text.begin(), lower);
    while (!text.empty() && text.back() == '/')
        text.pop_back();
    return text;
}

/// The 32 bytes of a key as hex; proofs name it compressed, with a byte for its parity. Empty: no key.
std::string lockKey(std::string_view text)
{
    constexpr std::size_t compressed = 66;
    if (text.size() == compressed && (text.substr(0, 2) == "02" || text.substr(0, 2) == "03"))
        text.remove_prefix(2);
    const auto key = nostr::PublicKey::fromHex(text);
    return key ? key->hex() : std::string();
}

bool servesSats(const nostr::Tag &mint)
{
    return mint.size() == 2 || std::find(mint.begin() + 2, mint.end(), "sat") != mint.end();
}

/// The key that a proof is locked to (NUT-10, NUT-11); empty: whoever has it may spend it.
std::string lockOf(const std::string &proofText)
{
    const Json proof = nostr::jsonFromText(proofText);
    const auto text = proof.is_object() ? proof.find("secret") : proof.end();
    if (text == proof.end() || !text->is_string())
        return {};
    const Json secret = nostr::jsonFromText(text->get_ref<const std::string &>());
    if (!secret.is_array() || secret.size() < 2 || secret[0] != "P2PK" || !secret[1].is_object())
        return {};
    const auto data = secret[1].find("data");
    return data != secret[1].end() && data->is_string() ? lockKey(data->get_ref<const std::string &>())
                                                        : std::string();
}

bool isNewer(const NutzapInfo &a, const NutzapInfo &b)
{
    return a.created_at != b.created_at ? a.created_at > b.created_at : a.id < b.id;
}

/// Those that a payer could go by at this time, newest first.
std::vector<NutzapInfo> inForce(std::vector<NutzapInfo> infos, std::int64_t at)
{
    std::erase_if(infos, [at](const NutzapInfo &info) { return info.created_at > at; });
    std::sort(infos.begin(), infos.end(), isNewer);
    std::size_t count = infos.empty() ? 0 : 1;
    while (count < infos.size() && infos[count - 1].created_at > at - nutzapInfoGrace)
        ++count;
    infos.resize(count);
    return infos;
}

bool acceptsMint(const NutzapInfo &info, const std::string &mint)
{
    return info.mints.empty() || std::find(info.mints.begin(), info.mints.end(), mint) != info.mints.end();
}

bool isLockedTo(const NutzapInfo &info, const nostr::Event &nutzap)
{
    if (info.key.empty())
        return true;
    return std::all_of(nutzap.tags.begin(), nutzap.tags.end(), [&](const nostr::Tag &tag) {
        return tag.size() < 2 || tag[0] != "proof" || lockOf(tag[1]) == info.key;
    });
}

} // namespace

Standing standingOfReceipt(const nostr::PublicKey &signer, std::int64_t created_at,
                           const std::vector<KnownSigner> &signers)
{
    bool isKnown = false;
    for (const KnownSigner &known : signers) {
        if (known.until && created_at >= *known.until)
            continue;
        if (known.key == signer)
            return {Tier::Confirmed, {}};
        isKnown = true;
    }
    return {Tier::Claimed, isKnown ? std::optional(PaymentReject::WrongSigner) : std::nullopt};
}

NutzapInfo readNutzapInfo(const nostr::Event &event)
{
    NutzapInfo info;
    info.id = event.id;
    info.created_at = event.created_at;
    info.key = lockKey(event.tagValue("pubkey"));
    for (const nostr::Tag &tag : event.tags)
        if (tag.size() >= 2 && tag[0] == "mint" && !tag[1].empty() && servesSats(tag) &&
            info.mints.size() < mostMints)
            info.mints.push_back(mintAddress(tag[1]));
    return info;
}

Standing standingOfNutzap(const nostr::Event &nutzap, const std::vector<NutzapInfo> &infos, bool redeemed)
{
    if (redeemed)
        return {Tier::Confirmed, {}};
    const auto valid = inForce(infos, nutzap.created_at);
    if (valid.empty())
        return {};
    const std::string mint = mintAddress(std::string(nutzap.tagValue("u")));
    bool mintIsTheirs = false;
    for (const NutzapInfo &info : valid) {
        if (!acceptsMint(info, mint))
            continue;
        mintIsTheirs = true;
        if (isLockedTo(info, nutzap))
            return {};
    }
    return {Tier::Claimed, mintIsTheirs ? PaymentReject::WrongLock : PaymentReject::WrongMint};
}

} // namespace dvmdash::dvm
