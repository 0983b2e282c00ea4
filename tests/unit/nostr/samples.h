// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/event.h"
#include "nostr/signer.h"

#include <QByteArray>
#include <QtTest/QTest>

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What the tests of this storey share: keys, events and texts made at test time.
namespace dvmdash::test
{

using Random = std::mt19937_64;

/// A whole number in [0, end).
std::size_t below(Random &random, std::size_t end);
bool chance(Random &random, double probability);

/// Signer number n: the same key in every run.
nostr::Signer signerOf(std::uint64_t number);

/// A typical job request, signed by signerOf(1).
nostr::Event sampleRequest();

/// Valid UTF-8 of up to `characters` code points out of all planes, with more than its share of what needs
/// escaping.
std::string randomText(Random &random, std::size_t characters);
/// An unsigned event with random everything.
nostr::Event randomEvent(Random &random);

/// An event's JSON, member by member, so that single members can be spoilt.
class EventText
{
public:
    explicit EventText(const nostr::Event &event);
    /// Every member of this name.
    EventText &set(std::string_view name, const std::string &json);
    EventText &remove(std::string_view name);
    /// A member more at the end, also when there is one of this name.
    EventText &append(std::string_view name, std::string json);
    std::string json() const;

private:
    std::vector<std::pair<std::string, std::string>> m_members;
};

/// "valid", or the name of the reason for which the parser or the verifier refused.
std::string verdictOn(std::string_view json);

/// JSON written with single quotes, with double ones. moc cannot read every raw string.
std::string doubleQuoted(std::string json);

std::string repeated(std::string_view text, std::size_t times);

inline QByteArray toBytes(std::string_view text)
{
    return QByteArray(text.data(), static_cast<qsizetype>(text.size()));
}
inline std::string_view toView(const QByteArray &bytes)
{
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

} // namespace dvmdash::test
