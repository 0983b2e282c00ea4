// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/split_id.h"

#include "store/error.h"

#include <bit>

namespace dvmdash::store
{

std::int64_t asSigned(std::uint64_t value)
{
    return std::bit_cast<std::int64_t>(value);
}

std::uint64_t asUnsigned(std::int64_t value)
{
    return std::bit_cast<std::uint64_t>(value);
}

std::int64_t id8(const nostr::EventId &id)
{
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < 8; ++i)
        value = value << 8 | id.data[i];
    return asSigned(value);
}

std::string_view id24(const nostr::EventId &id)
{
    return id.view().substr(8);
}

nostr::EventId joinId(std::int64_t id8, std::string_view id24)
{
    nostr::EventId id;
    if (id24.size() != id.data.size() - 8)
        throw Damaged("An event id in the database is damaged: " + salvageAdvice());
    std::uint64_t value = asUnsigned(id8);
    for (std::size_t i = 8; i-- > 0; value >>= 8)
        id.data[i] = static_cast<unsigned char>(value & 0xff);
    std::memcpy(id.data.data() + 8, id24.data(), id24.size());
    return id;
}

} // namespace dvmdash::store
