// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringEncoder>

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace dvmdash::relay
{

/// Texts as UTF-8, one after the other, in memory that is used again: to get it for each frame of a relay
/// costs a tenth of what its reading costs. Not thread-safe.
class Utf8Buffer
{
public:
    /// Good until the next call. What is no character comes as U+FFFD.
    std::string_view of(const QString &text)
    {
        const qsizetype needed = m_encoder.requiredSpace(text.size());
        if (m_bytes.size() < needed || m_bytes.size() > std::max(needed, kept))
            m_bytes = QByteArray(needed, Qt::Uninitialized);
        const char *end = m_encoder.appendToBuffer(m_bytes.data(), text);
        return {m_bytes.constData(), static_cast<std::size_t>(end - m_bytes.constData())};
    }

private:
    static constexpr qsizetype kept = 64 * 1024; ///< larger ones go as soon as they are not needed
    QByteArray m_bytes;
    QStringEncoder m_encoder{QStringEncoder::Utf8, QStringEncoder::Flag::Stateless};
};

} // namespace dvmdash::relay
