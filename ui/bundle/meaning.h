// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/loose_events.h"
#include "engine/questions.h"

#include <QStringList>

#include <optional>
#include <variant>

class QMimeData;

/// What somebody means who drops something on the window, or names it on the command line.
namespace dvmdash::ui
{

struct BundleMeant {
    QString path;
};
/// What relays gave, to be replayed or taken in.
struct CaptureMeant {
    QString path;
};
/// Events as text, not verified yet.
struct EventsMeant {
    QString source; ///< a file's name, or words such as "dropped text"; not made safe to show
    engine::LooseEvents found;
};
/// Files of events that are read in the background: several, large, compressed, or an array of events.
struct ArchivesMeant {
    QStringList paths;
};
/// An event, a key, or 64 hex characters that may be either.
struct LinkMeant {
    std::optional<nostr::EventId> event;
    std::optional<nostr::PublicKey> key;
};
/// Nothing that the program understands, and why; safe to show.
struct NothingMeant {
    QString why;
    bool secret = false; ///< it was a secret key
};
using Meaning = std::variant<BundleMeant, CaptureMeant, EventsMeant, ArchivesMeant, LinkMeant, NothingMeant>;

/// More than this is read in the background.
inline constexpr qint64 mostEventBytes = 16 * 1024 * 1024;

/// Reads a dropped file, at most mostEventBytes of it.
Meaning meaningOf(const QMimeData &data);
Meaning meaningOfFile(const QString &path);
/// A link, an id, a key, or events.
Meaning meaningOfText(const QString &text);
/// A file when there is one of that name, else a link.
Meaning meaningOfArgument(const QString &argument);

/// What dropping it would do, in a few words, without reading it; empty when nothing can come of it.
QString dropWords(const QMimeData &data);

} // namespace dvmdash::ui
