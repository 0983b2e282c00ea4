// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/cast.h"

#include "demo/names.h"
#include "nostr/sha256.h"

#include <algorithm>
#include <array>

namespace dvmdash::demo
{

namespace
{

constexpr int leastServing = 3;
constexpr int discoveryKind = 5300;
constexpr int discoveryServing = 14; ///< content discovery is where most DVMs compete
constexpr std::size_t abandonedCount = 2;

std::string handleOf(std::string_view name)
{
    std::string handle;
    for (const char letter : name) {
        if (letter >= 'a' && letter <= 'z')
            handle += letter;
        else if (letter >= 'A' && letter <= 'Z')
            handle += static_cast<char>(letter - 'A' + 'a');
    }
    return handle.empty() ? std::string("service") : handle;
}

std::int64_t priceOf(Random &random)
{
    static constexpr std::array<std::int64_t, 8> satPrices{1, 5, 10, 21, 50, 100, 210, 1000};
    return random.chance(45) ? random.pick(satPrices) * 1000 : 0;
}

ProfileStyle styleOf(std::size_t index)
{
    switch (index % 15) {
    case 3:
    case 9:
        return ProfileStyle::KindZero;
    case 6:
        return ProfileStyle::ListContent;
    case 11:
        return ProfileStyle::PlainText;
    case 13:
        return ProfileStyle::LanPicture;
    }
    return ProfileStyle::Handler;
}

Dvm makeDvm(std::uint64_t seed, std::size_t index)
{
    Random random(seed, "dvm", index);
    const NamedText &identity = dvmNames()[index];
    Dvm dvm{.signer = makeSigner(seed, "dvm", index),
            .name = std::string(identity.name),
            .about = std::string(identity.text),
            .handle = handleOf(identity.name),
            .style = styleOf(index),
            .kinds = {}};
    dvm.price_msat = priceOf(random);
    dvm.accept_ms = random.between(300, 3'500);
    dvm.work_ms = random.chance(60) ? random.between(600, 6'000) : random.between(6'000, 40'000);
    dvm.reliability = random.chance(70) ? static_cast<int>(random.between(85, 99))
                                        : static_cast<int>(random.between(35, 80));
    if (random.chance(12))
        dvm.outage = static_cast<int>(random.between(0, 5));
    dvm.abandoned = index >= Cast::dvmCount - abandonedCount;
    dvm.heartbeats = random.chance(80) && !dvm.abandoned;
    dvm.nutzaps = random.chance(20);
    dvm.wallet = static_cast<std::size_t>(random.below(Cast::walletCount));
    return dvm;
}

Customer makeCustomer(std::uint64_t seed, std::size_t index)
{
    Random random(seed, "customer", index);
    const NamedText &identity = customerNames()[index];
    Customer customer{.signer = makeSigner(seed, "customer", index), .name = {}, .about = {}};
    if (index % 3 != 2) {
        customer.name = std::string(identity.name);
        customer.about = std::string(identity.text);
    }
    if (index < 4)
        customer.weight = random.between(60, 140);
    else if (index < 12)
        customer.weight = random.between(8, 25);
    else
        customer.weight = random.between(1, 3);
    return customer;
}

void give(Dvm &dvm, int kind)
{
    if (!dvm.serves(kind))
        dvm.kinds.insert(std::ranges::upper_bound(dvm.kinds, kind), kind);
}

/// Deals the kinds out so that each has its least number of working DVMs and each DVM has at least one.
void dealKinds(std::uint64_t seed, const dvm::KindTable &kinds, std::vector<Dvm> &dvms)
{
    Random random(seed, "kinds", 0);
    std::vector<std::size_t> order;
    std::size_t at = 0;
    const auto nextWorking = [&]() -> Dvm & {
        if (at == order.size()) {
            order.clear();
            for (std::size_t i = 0; i + abandonedCount < dvms.size(); ++i)
                order.push_back(i);
            random.shuffle(order);
            at = 0;
        }
        return dvms[order[at++]];
    };
    for (const dvm::KindInfo &info : kinds.kinds()) {
        const int wanted = info.request == discoveryKind ? discoveryServing : leastServing;
        for (int given = 0; given < wanted;) {
            Dvm &dvm = nextWorking();
            if (dvm.serves(info.request))
                continue;
            give(dvm, info.request);
            ++given;
        }
    }
    for (Dvm &dvm : dvms) {
        if (dvm.kinds.empty())
            give(dvm, random.pick(kinds.kinds()).request);
        if (dvm.abandoned)
            give(dvm, discoveryKind);
    }
}

} // namespace

bool Dvm::serves(int requestKind) const
{
    return std::ranges::binary_search(kinds, requestKind);
}

bool Dvm::isUp(std::int64_t at) const
{
    return !abandoned && (outage < 0 || (at / 3600) % 6 != outage);
}

std::vector<const Dvm *> Cast::serving(int requestKind) const
{
    std::vector<const Dvm *> list;
    for (const Dvm &dvm : dvms)
        if (dvm.serves(requestKind))
            list.push_back(&dvm);
    return list;
}

nostr::Signer makeSigner(std::uint64_t seed, std::string_view role, std::uint64_t index)
{
    std::string text =
        "dvmdash demo " + std::to_string(seed) + " " + std::string(role) + " " + std::to_string(index);
    for (;;) {
        nostr::SecretKey secret;
        secret.data = nostr::sha256(text);
        if (auto signer = nostr::Signer::fromSecret(secret))
            return std::move(*signer);
        text = secret.view();
    }
}

Cast makeCast(std::uint64_t seed, const dvm::KindTable &kinds)
{
    Cast cast;
    for (std::size_t i = 0; i < Cast::customerCount; ++i)
        cast.customers.push_back(makeCustomer(seed, i));
    for (std::size_t i = 0; i < Cast::dvmCount; ++i)
        cast.dvms.push_back(makeDvm(seed, i));
    dealKinds(seed, kinds, cast.dvms);
    static constexpr std::array<std::string_view, Cast::walletCount> domains{"wallet.example", "sats.example",
                                                                             "ln.example.net"};
    for (std::size_t i = 0; i < Cast::walletCount; ++i)
        cast.wallets.push_back({makeSigner(seed, "wallet", i), std::string(domains[i])});
    return cast;
}

} // namespace dvmdash::demo
