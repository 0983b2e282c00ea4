// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/relays/key_keeper.h"

namespace dvmdash::app
{

/// The keychain of the system: libsecret or KWallet, Keychain of macOS, Credential Manager of Windows. There
/// is no fallback to a file: without a keychain a key is for one run of the program.
class Keychain : public ui::KeyKeeper
{
    Q_OBJECT
public:
    using KeyKeeper::KeyKeeper;

    void read() override;
    void keep(const nostr::SecretKey &key) override;
    void forget() override;
};

} // namespace dvmdash::app
