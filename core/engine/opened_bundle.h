// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"

#include <QString>
#include <QStringList>

#include <memory>
#include <vector>

class QTemporaryDir;

namespace dvmdash::engine
{

/// A bundle in a passing database of its own, so that nothing of a stranger's gets into the user's file
/// unasked, and what we make of it. The database goes with the last one who holds it.
struct OpenedBundle {
    QString program; ///< that wrote it, as it stands in the file; perhaps empty
    std::int64_t made_at = 0;
    nostr::EventId job;
    store::Judging judging;
    std::int64_t clock_s = 0; ///< the clock of the passing database stands still here, Unix seconds

    int verified = 0;
    int redacted = 0; ///< stand-ins: nobody can verify them
    int refused = 0;  ///< left out: forged, damaged, or no entries of a bundle
    int duplicates = 0;
    QStringList reasons;     ///< why some were refused, a sentence each, with counts where there are several
    bool incomplete = false; ///< as its writer says

    ChainAnswer ours;        ///< judged here
    QByteArray theirVerdict; ///< as JSON, as it stands in the file; "null" when there is none
    QString theirText;       ///< the verdict that stands in the file, in a line: "error at 1a2b3c4d"
    QString ourText;         ///< the same of ours
    QStringList differences; ///< where they differ, in words; empty: they agree

    QString database;               ///< path of the passing file
    std::vector<std::string> lines; ///< the verified events as NIP-01 JSON, when nothing is redacted
    std::shared_ptr<QTemporaryDir> folder;

    bool agrees() const { return differences.isEmpty(); }
};
using OpenedBundlePtr = std::shared_ptr<const OpenedBundle>;

/// Reads, verifies, stores and judges. Blocks; may be called on any thread.
Result<OpenedBundlePtr> openBundle(const QString &path);

} // namespace dvmdash::engine
