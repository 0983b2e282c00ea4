// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/answer.h"
#include "dvm/payment.h"
#include "nostr/bolt11.h"
#include "nostr/event.h"
#include "nostr/signer.h"

#include <QByteArray>
#include <QString>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Signed events for the tests of core/dvm.
namespace dvmdash::dvm::test
{

/// Midnight of no special day; times in the tests count from here, in seconds.
inline constexpr std::int64_t start = 1'700'000'000;

/// A person or a DVM: the key whose secret is this small number.
const nostr::Signer &identity(unsigned char number);
const nostr::PublicKey &keyOf(unsigned char number);

/// A signed event, `at` seconds after start.
nostr::Event signedEvent(unsigned char author, int kind, std::int64_t at, nostr::Tags tags,
                         std::string content = {});

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

/// The text of a shared data file, empty (and said so) when there is none.
QByteArray sharedData(const char *name);
/// A file of the project's sources.
QByteArray sourceFile(const char *path);

} // namespace dvmdash::dvm::test
