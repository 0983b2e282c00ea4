// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"
#include "store/reader.h"

#include <QString>

#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace dvmdash::engine
{

using ExportFilter = store::EventSelection;

/// A relay or file as the database knows it.
using KnownRelay = store::RelaySummary;

/// Reading a database file without an engine: for the command line. Takes no lock, so it works beside a
/// running program. Blocking. Every method gives an error text instead of throwing.
class Archive
{
public:
    /// An error when the file is missing, is no DVMDash database, or is of a newer version.
    static Result<Archive> open(const QString &database);
    Archive(Archive &&) noexcept;
    Archive &operator=(Archive &&) noexcept;
    ~Archive();

    /// Calls `sink` with each event as a line of NIP-01 JSON (without the newline), ordered by created_at,
    /// id. Stops when it returns false. The number of events given.
    Result<std::int64_t> exportEvents(const ExportFilter &filter,
                                      const std::function<bool(std::string_view line)> &sink);
    /// For each question of questions.h.
    template<typename Question>
    Result<AnswerOf<Question>> ask(const Question &question);
    Result<std::vector<KnownRelay>> relays();

private:
    struct Private;
    explicit Archive(std::unique_ptr<Private> state);
    std::unique_ptr<Private> d;
};

} // namespace dvmdash::engine
