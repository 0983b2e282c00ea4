// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/id_filter.h"

#include "store/split_id.h"

#include <algorithm>
#include <bit>

namespace dvmdash::store
{

namespace
{

constexpr std::size_t idsOfAWord = 4;
constexpr std::size_t leastWords = 1U << 14; ///< 128 KiB
constexpr std::size_t mostWords = 1U << 23;  ///< 64 MiB
constexpr int bitsOfAnId = 6;

/// SplitMix64 (Steele, Lea, Flood 2014).
std::uint64_t mixed(std::uint64_t value)
{
    value += 0x9e3779b97f4a7c15u;
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9u;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebu;
    return value ^ (value >> 31);
}

} // namespace

IdFilter::IdFilter(std::size_t expected, bool isComplete)
    : m_words(std::bit_ceil(std::clamp(expected / idsOfAWord, leastWords, mostWords)))
    , m_isComplete(isComplete)
{
}

void IdFilter::addStored(Database &db)
{
    Statement ids = db.prepare("SELECT id8 FROM id WHERE use = 0");
    while (ids.step())
        add(ids.integer(0));
    m_isComplete = true;
}

void IdFilter::addNamed(Database &db)
{
    Statement ids = db.prepare("SELECT id8 FROM id WHERE use <> 0");
    while (ids.step())
        add(ids.integer(0));
    Statement targets = db.prepare("SELECT target FROM payment WHERE target IS NOT NULL");
    while (targets.step())
        if (const auto id = nostr::EventId::fromBytes(targets.blob(0)))
            add(*id);
    m_isComplete = true;
}

void IdFilter::add(const nostr::EventId &id)
{
    add(id8(id));
}

void IdFilter::add(std::int64_t id8)
{
    const Place place = placeOf(id8);
    m_words[place.word].fetch_or(place.bits, std::memory_order_relaxed);
}

bool IdFilter::mayHold(const nostr::EventId &id) const
{
    if (!m_isComplete.load(std::memory_order_acquire) || m_hasGivenUp.load(std::memory_order_relaxed))
        return true;
    const Place place = placeOf(id8(id));
    return (m_words[place.word].load(std::memory_order_relaxed) & place.bits) == place.bits;
}

IdFilter::Place IdFilter::placeOf(std::int64_t id8) const
{
    std::uint64_t random = mixed(asUnsigned(id8));
    const auto word = static_cast<std::size_t>(random & (m_words.size() - 1));
    random = mixed(random);
    std::uint64_t bits = 0;
    for (int i = 0; i < bitsOfAnId; ++i, random >>= 6)
        bits |= std::uint64_t{1} << (random & 63);
    return {word, bits};
}

} // namespace dvmdash::store
