// SPDX-License-Identifier: GPL-3.0-or-later
// What nostr-tools expects of its surroundings and Node 18 does not give. Imported before anything of it.
import { webcrypto } from 'node:crypto';

globalThis.crypto ??= webcrypto;
