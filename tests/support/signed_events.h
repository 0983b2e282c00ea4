// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/event.h"
#include "nostr/signer.h"

#include <QByteArray>
#include <QString>

#include <cstdint>
#include <string>

/// Signed events and files for tests.
namespace dvmdash::test
{

/// Midnight of no special day; times in the tests count from here, in seconds.
inline constexpr std::int64_t start = 1'700'000'000;

/// A person or a DVM: the key whose secret is this small number.
const nostr::Signer &identity(unsigned char number);
const nostr::PublicKey &keyOf(unsigned char number);

/// A signed event, `at` seconds after start.
nostr::Event signedEvent(unsigned char author, int kind, std::int64_t at, nostr::Tags tags,
                         std::string content = {});

/// The text of a shared data file, empty (and said so) when there is none.
QByteArray sharedData(const char *name);
/// A file of the project's sources.
QByteArray sourceFile(const char *path);

} // namespace dvmdash::test
