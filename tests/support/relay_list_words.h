// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay/relay_list.h"

#include <QStringList>

namespace dvmdash::test
{

/// A list of relays as a test spells it: the URLs in order, those switched off with "off " before.
inline QStringList wordsOf(const relay::RelayList &list)
{
    QStringList words;
    for (const auto &entry : list)
        words.append((entry.enabled ? QString() : QStringLiteral("off ")) + entry.url);
    return words;
}

} // namespace dvmdash::test
