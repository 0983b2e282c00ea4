// SPDX-License-Identifier: GPL-3.0-or-later
#include "answers.h"

namespace dvmdash::cli
{

engine::Archive openArchive(const Invocation &invocation)
{
    auto archive = engine::Archive::open(invocation.databasePath());
    if (!archive)
        throw store::Error(archive.error.toStdString());
    return std::move(*archive.value);
}

void refuseManySteps()
{
    throw UsageError(
        QStringLiteral("the window has more than %1 steps: choose a longer --step or a shorter window")
            .arg(metrics::mostSteps));
}

int printAnswer(const Invocation &invocation, const nlohmann::ordered_json &json,
                const std::function<void(Output &, const nlohmann::ordered_json &)> &forPeople)
{
    Output output;
    if (invocation.json)
        output.jsonLine(json);
    else
        forPeople(output, json);
    return output.finish();
}

bool isKnownKey(engine::Archive &archive, const nostr::PublicKey &key)
{
    // Of a window of a second, for the numbers are not wanted.
    return ask(archive, engine::DvmQuestion{key, {1, 2}}).known;
}

void refuseUnknownDvm(const nostr::PublicKey &key)
{
    throw store::Error("the key " + key.hex() + " was never met in this database: collect or import first");
}

Names::Names(engine::Archive &archive, std::vector<nostr::PublicKey> keys)
{
    for (const auto &[key, name] : ask(archive, engine::NamesQuestion{std::move(keys)}).names)
        m_names.emplace(key, name.toStdString());
}

std::string Names::of(const nostr::PublicKey &key) const
{
    const auto at = m_names.find(key);
    return at == m_names.end() ? std::string() : at->second;
}

} // namespace dvmdash::cli
