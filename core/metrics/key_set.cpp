// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/key_set.h"

#include "store/error.h"

#include <roaring/roaring.h>

#include <limits>

namespace dvmdash::metrics
{

namespace
{

using Handle = std::unique_ptr<roaring_bitmap_t, decltype(&roaring_bitmap_free)>;

std::uint32_t narrowed(std::int64_t key)
{
    if (key < 0 || key > std::numeric_limits<std::uint32_t>::max())
        throw store::Error(
            "This file holds more than four thousand million public keys, more than its sets can");
    return static_cast<std::uint32_t>(key);
}

bool fits(std::int64_t key)
{
    return key >= 0 && key <= std::numeric_limits<std::uint32_t>::max();
}

} // namespace

struct KeySet::Bitmap {
    explicit Bitmap(roaring_bitmap_t *bitmap)
        : roaring(bitmap, &roaring_bitmap_free)
    {
    }
    Handle roaring;
};

KeySet::KeySet()
    : m_bitmap(std::make_unique<Bitmap>(roaring_bitmap_create()))
{
}
KeySet::~KeySet() = default;
KeySet::KeySet(const KeySet &other)
    : m_bitmap(std::make_unique<Bitmap>(roaring_bitmap_copy(other.m_bitmap->roaring.get())))
{
}
KeySet::KeySet(KeySet &&) noexcept = default;
KeySet &KeySet::operator=(const KeySet &other)
{
    if (this != &other)
        m_bitmap = std::make_unique<Bitmap>(roaring_bitmap_copy(other.m_bitmap->roaring.get()));
    return *this;
}
KeySet &KeySet::operator=(KeySet &&) noexcept = default;

bool KeySet::add(std::int64_t key)
{
    return roaring_bitmap_add_checked(m_bitmap->roaring.get(), narrowed(key));
}

bool KeySet::remove(std::int64_t key)
{
    return fits(key) && roaring_bitmap_remove_checked(m_bitmap->roaring.get(), narrowed(key));
}

bool KeySet::contains(std::int64_t key) const
{
    return fits(key) && roaring_bitmap_contains(m_bitmap->roaring.get(), narrowed(key));
}

std::int64_t KeySet::size() const
{
    return static_cast<std::int64_t>(roaring_bitmap_get_cardinality(m_bitmap->roaring.get()));
}

KeySet &KeySet::operator|=(const KeySet &other)
{
    roaring_bitmap_or_inplace(m_bitmap->roaring.get(), other.m_bitmap->roaring.get());
    return *this;
}

bool KeySet::operator==(const KeySet &other) const
{
    return roaring_bitmap_equals(m_bitmap->roaring.get(), other.m_bitmap->roaring.get());
}

std::vector<std::int64_t> KeySet::keys() const
{
    std::vector<std::uint32_t> numbers(static_cast<std::size_t>(size()));
    roaring_bitmap_to_uint32_array(m_bitmap->roaring.get(), numbers.data());
    return {numbers.begin(), numbers.end()};
}

std::string KeySet::encoded() const
{
    const roaring_bitmap_t *bitmap = m_bitmap->roaring.get();
    std::string bytes(roaring_bitmap_portable_size_in_bytes(bitmap), '\0');
    roaring_bitmap_portable_serialize(bitmap, bytes.data());
    return bytes;
}

KeySet KeySet::decoded(std::string_view bytes)
{
    roaring_bitmap_t *bitmap = roaring_bitmap_portable_deserialize_safe(bytes.data(), bytes.size());
    if (!bitmap)
        throw store::Error("A stored set of keys is damaged. Make the numbers anew: dvmdash-cli rebuild");
    KeySet set;
    set.m_bitmap->roaring.reset(bitmap);
    return set;
}

} // namespace dvmdash::metrics
