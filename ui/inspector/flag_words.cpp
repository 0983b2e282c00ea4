// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/flag_words.h"

#include <QCoreApplication>

#include <array>

namespace dvmdash::ui
{

namespace
{

struct Entry {
    std::uint32_t flag;
    Tone tone;
    const char *word;
    const char *meaning;
};

/// In bit order. Warnings stand out; what is merely good to know is muted.
constexpr std::array<Entry, 20> entries{{
    {dvm::FlagSuspect, Tone::Suspect, QT_TRANSLATE_NOOP("flag", "suspect"),
     QT_TRANSLATE_NOOP("flag", "An answer that names no request. It answers nothing and counts nowhere.")},
    {dvm::FlagConflict, Tone::Suspect, QT_TRANSLATE_NOOP("flag", "conflict"),
     QT_TRANSLATE_NOOP("flag",
                       "Its request tag and its e tags name different requests. The request tag counts.")},
    {dvm::FlagBadRequestTag, Tone::Suspect, QT_TRANSLATE_NOOP("flag", "bad request tag"),
     QT_TRANSLATE_NOOP("flag",
                       "Its request tag is no valid event. It may leak what the customer had encrypted, "
                       "so it is hidden here.")},
    {dvm::FlagOddId, Tone::Suspect, QT_TRANSLATE_NOOP("flag", "odd id"),
     QT_TRANSLATE_NOOP("flag", "An e tag holds something that is no event id. That tag refers to nothing.")},
    {dvm::FlagManyTags, Tone::Suspect, QT_TRANSLATE_NOOP("flag", "many tags"),
     QT_TRANSLATE_NOOP("flag", "It has more than 2,000 tags.")},
    {dvm::FlagControlText, Tone::Suspect, QT_TRANSLATE_NOOP("flag", "control text"),
     QT_TRANSLATE_NOOP("flag",
                       "It holds characters that are invisible, reorder text or steer a terminal. They are "
                       "written out here.")},
    {dvm::FlagExpired, Tone::Stalled, QT_TRANSLATE_NOOP("flag", "expired"),
     QT_TRANSLATE_NOOP("flag",
                       "Its expiration was over when it was made or received. A relay should not have "
                       "given it.")},
    {dvm::FlagDeepNesting, Tone::Suspect, QT_TRANSLATE_NOOP("flag", "deep nesting"),
     QT_TRANSLATE_NOOP("flag", "Requests are packed into each other's request tags more than three deep.")},
    {dvm::FlagEncrypted, Tone::Waiting, QT_TRANSLATE_NOOP("flag", "encrypted"),
     QT_TRANSLATE_NOOP("flag", "Its input or output can be read only by the customer and the DVM.")},
    {dvm::FlagOpaque, Tone::Waiting, QT_TRANSLATE_NOOP("flag", "opaque"),
     QT_TRANSLATE_NOOP("flag", "An encrypted feedback without a status: what it says cannot be known.")},
    {dvm::FlagMarkup, Tone::Waiting, QT_TRANSLATE_NOOP("flag", "markup"),
     QT_TRANSLATE_NOOP("flag", "Its content looks like HTML or script. It is shown as plain text.")},
    {dvm::FlagCollision, Tone::Waiting, QT_TRANSLATE_NOOP("flag", "collision"),
     QT_TRANSLATE_NOOP("flag", "Another protocol uses this kind too, so it may be no job at all.")},
    {dvm::FlagUnknownStatus, Tone::Suspect, QT_TRANSLATE_NOOP("flag", "unknown status"),
     QT_TRANSLATE_NOOP("flag", "Its status is none that is known. It is kept as it is and moves nothing.")},
    {dvm::FlagAmountMismatch, Tone::Suspect, QT_TRANSLATE_NOOP("flag", "amount mismatch"),
     QT_TRANSLATE_NOOP("flag", "The amount it asks for and its invoice differ. The invoice counts.")},
    {dvm::FlagUnknownUnit, Tone::Suspect, QT_TRANSLATE_NOOP("flag", "unknown unit"),
     QT_TRANSLATE_NOOP("flag", "Its amount cannot be read as millisats. It is added to no sum.")},
    {dvm::FlagEmptyTag, Tone::Waiting, QT_TRANSLATE_NOOP("flag", "empty tag"),
     QT_TRANSLATE_NOOP("flag", "It has a tag with nothing in it.")},
    {dvm::FlagFuture, Tone::Stalled, QT_TRANSLATE_NOOP("flag", "future"),
     QT_TRANSLATE_NOOP("flag",
                       "It was dated more than 15 minutes ahead of our clock. It counts when its time "
                       "comes.")},
    {dvm::FlagDeleted, Tone::Stalled, QT_TRANSLATE_NOOP("flag", "deleted"),
     QT_TRANSLATE_NOOP("flag",
                       "Its author asked for its deletion. It is kept here, and still counts for what it "
                       "was.")},
    {dvm::FlagLapsed, Tone::Stalled, QT_TRANSLATE_NOOP("flag", "expired since"),
     QT_TRANSLATE_NOOP("flag", "Its author let it stand until a time that is over by now.")},
    {dvm::FlagReplaced, Tone::Waiting, QT_TRANSLATE_NOOP("flag", "replaced"),
     QT_TRANSLATE_NOOP("flag", "A newer version of the same author stands in its place.")},
}};

} // namespace

QVector<FlagWords> flagWords(std::uint32_t flags)
{
    QVector<FlagWords> found;
    for (const Entry &entry : entries) {
        if (flags & entry.flag)
            found.append({entry.flag, entry.tone, QCoreApplication::translate("flag", entry.word),
                          QCoreApplication::translate("flag", entry.meaning)});
    }
    return found;
}

} // namespace dvmdash::ui
