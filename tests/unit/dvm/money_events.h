// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/answer.h"
#include "dvm/payment.h"
#include "nostr/bolt11.h"
#include "nostr/event.h"
#include "support/signed_events.h"

#include <QString>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Invoices and zaps for the tests of core/dvm, beside the signed events that every storey uses.
namespace dvmdash::dvm::test
{

using dvmdash::test::identity;
using dvmdash::test::keyOf;
using dvmdash::test::sharedData;
using dvmdash::test::signedEvent;
using dvmdash::test::sourceFile;
using dvmdash::test::start;

/// An invoice of `msat` millisatoshi (0: open amount), made at `at` seconds after start, good for `expiry`
/// seconds. `seed` makes its payment hash; `description` is committed to by hash.
std::string invoice(std::int64_t msat, std::int64_t at = 0, std::int64_t expiry = 600, unsigned char seed = 1,
                    std::string_view description = {}, const char *network = "bc");

/// What a zap receipt says, so that a test can make one thing wrong.
struct Zap {
    unsigned char from = 0;
    unsigned char to = 0;
    unsigned char provider = 99; ///< signs the receipt
    std::int64_t msat = 21'000;
    std::int64_t at = 0;
    std::optional<nostr::EventId> target;
    unsigned char seed = 1;
    bool namesAmount = true;
};
nostr::Event zapRequest(const Zap &zap);
nostr::Event zapReceipt(const Zap &zap);

inline QString qs(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

} // namespace dvmdash::dvm::test
