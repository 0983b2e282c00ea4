// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace dvmdash::metrics
{

/// A set of small numbers (pids, kinds) as a Roaring bitmap: united quickly, and small on disk. A value.
/// Numbers are below 2^32; add() throws store::Error for others.
class KeySet
{
public:
    KeySet();
    ~KeySet();
    KeySet(const KeySet &other);
    KeySet(KeySet &&) noexcept;
    KeySet &operator=(const KeySet &other);
    KeySet &operator=(KeySet &&) noexcept;

    bool add(std::int64_t key);    ///< false when it was there
    bool remove(std::int64_t key); ///< false when it was not there
    bool contains(std::int64_t key) const;
    std::int64_t size() const;
    bool empty() const { return size() == 0; }
    KeySet &operator|=(const KeySet &other);
    bool operator==(const KeySet &other) const;
    std::vector<std::int64_t> keys() const; ///< ascending

    /// Roaring's portable format.
    std::string encoded() const;
    /// Throws store::Error when the bytes are damaged.
    static KeySet decoded(std::string_view bytes);

private:
    struct Bitmap;
    std::unique_ptr<Bitmap> m_bitmap;
};

} // namespace dvmdash::metrics
