// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "command.h"
#include "engine/archive.h"
#include "engine/comparison_questions.h"
#include "output.h"
#include "store/error.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

/// Questions to the file that a command was called for. What goes wrong is thrown as store::Error, which ends
/// the program with Failed and its text; what was asked for wrongly, as UsageError.
namespace dvmdash::cli
{

engine::Archive openArchive(const Invocation &invocation);

/// The window has more steps than a series may have.
[[noreturn]] void refuseManySteps();

template<typename Question>
engine::AnswerOf<Question> ask(engine::Archive &archive, const Question &question)
{
    try {
        auto answer = archive.ask(question);
        if (!answer)
            throw store::Error(answer.error.toStdString());
        return std::move(*answer.value);
    } catch (const metrics::TooManySteps &) {
        refuseManySteps();
    }
}

/// The answer as it was asked for, as JSON or by `forPeople`; gives the exit code.
int printAnswer(const Invocation &invocation, const nlohmann::ordered_json &json,
                const std::function<void(Output &, const nlohmann::ordered_json &)> &forPeople);

/// Was anything of this key ever stored?
bool isKnownKey(engine::Archive &archive, const nostr::PublicKey &key);
[[noreturn]] void refuseUnknownDvm(const nostr::PublicKey &key);

/// Names of DVMs and users, as written by their owners: not made safe to show.
class Names
{
public:
    Names() = default;
    Names(engine::Archive &archive, std::vector<nostr::PublicKey> keys);
    /// Empty when none is known.
    std::string of(const nostr::PublicKey &key) const;
    /// The same to hand on; no longer than these names live.
    std::function<std::string(const nostr::PublicKey &)> asFunction() const
    {
        return [this](const nostr::PublicKey &key) { return of(key); };
    }

private:
    std::map<nostr::PublicKey, std::string> m_names;
};

} // namespace dvmdash::cli
