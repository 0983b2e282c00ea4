// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ingest/batch_sink.h"
#include "nostr/event.h"
#include "store/writer_thread.h"

#include <QString>

#include <cstdint>
#include <set>
#include <string>
#include <vector>

/// What the fault tests write, and how they look at what came of it.
namespace dvmdash::test
{

/// Midnight; captures begin there.
inline constexpr std::int64_t captureStart = 1'700'000'000;
/// When everything in a capture is long over: the clock of the files.
inline constexpr std::int64_t afterCapture = captureStart + 100'000;

/// Events of a simulated network, each once, in the order of publication.
std::vector<nostr::Event> captureOf(int jobs, std::uint64_t seed);

/// Some events as a batch from a relay: half of them received as they happened, one in eight given by a
/// second relay too.
ingest::Batch batchOf(const store::WriterThread &writer, const std::vector<nostr::Event> &events,
                      std::size_t from, std::size_t count);

/// Names both relays.
void nameRelays(store::WriterThread &writer);

/// What PRAGMA integrity_check says; "ok" for a whole file. Without any of the product's code.
QString integrityOf(const QString &database);
/// Ids of all events in a file, lower-case hex. Without any of the product's code.
std::set<std::string> storedIds(const QString &database);
/// The same as "ID SIGNATURE".
std::set<std::string> storedSignatures(const QString &database);
/// Of one event to others, in the index. Without any of the product's code.
int mostReferences(const QString &database);
/// What the rebuild finds wrong with a file; empty when every number is what the events say.
QString differencesIn(const QString &database);

} // namespace dvmdash::test
