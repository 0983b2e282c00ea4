// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demo/random.h"
#include "dvm/kinds.h"
#include "nostr/signer.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dvmdash::demo
{

/// How a DVM tells the world what it is (rules: jobs and chains, section 6, knows all of these shapes).
enum class ProfileStyle {
    Handler,     ///< kind 31990 whose content is a JSON object
    KindZero,    ///< kind 31990 with empty content; the name stands in kind 0
    ListContent, ///< kind 31990 whose content is a JSON array
    PlainText,   ///< kind 31990 whose content is no JSON at all
    LanPicture,  ///< a JSON object whose picture is an address of a local network
};

struct Customer {
    nostr::Signer signer;
    std::string name; ///< empty: never published a profile
    std::string about;
    std::int64_t weight = 1; ///< how busy, relative
};

struct Dvm {
    nostr::Signer signer;
    std::string name;
    std::string about;
    std::string handle; ///< the part before the @ of its lightning address
    ProfileStyle style = ProfileStyle::Handler;
    std::vector<int> kinds;      ///< request kinds, ascending
    std::int64_t price_msat = 0; ///< 0: free
    std::int64_t accept_ms = 0;  ///< usual time to its first answer
    std::int64_t work_ms = 0;    ///< usual time from there to the result
    int reliability = 90;        ///< percent: how rarely a failing part falls to it
    int outage = -1;             ///< 0 to 5: down in that hour of every six; -1: never
    bool abandoned = false;      ///< announced, then never heard of again
    bool heartbeats = true;
    bool nutzaps = false;
    std::size_t wallet = 0; ///< which of Cast::wallets takes its payments

    const nostr::PublicKey &key() const { return signer.publicKey(); }
    bool serves(int requestKind) const;
    /// At that time (Unix seconds). A function of the clock, so that it holds across scenarios.
    bool isUp(std::int64_t at) const;
};

/// A simulated LNURL server: it signs the zap receipts of the DVMs and customers that use it.
struct Wallet {
    nostr::Signer signer;
    std::string domain;
};

/// Everybody who plays. The same seed and table of kinds make the same people with the same keys.
struct Cast {
    std::vector<Customer> customers;
    std::vector<Dvm> dvms;
    std::vector<Wallet> wallets;

    static constexpr std::size_t customerCount = 40;
    static constexpr std::size_t dvmCount = 60;
    static constexpr std::size_t walletCount = 3;

    /// DVMs that announce this kind; for a kind of the table there are at least three that are not abandoned.
    std::vector<const Dvm *> serving(int requestKind) const;
};

Cast makeCast(std::uint64_t seed, const dvm::KindTable &kinds);

/// The key of one role and number: SHA-256 over seed, role and index, hashed again in the rare case that the
/// value is no valid key.
nostr::Signer makeSigner(std::uint64_t seed, std::string_view role, std::uint64_t index);

} // namespace dvmdash::demo
