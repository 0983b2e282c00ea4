// SPDX-License-Identifier: GPL-3.0-or-later
// The NIP-19 of nostr-tools against a table on standard input, one entity a line: {"type","data","text"}, text
// being what DVMDash encoded. For each a line: {"decoded":{"type","data"},"text"}: how nostr-tools reads that
// text, and what it makes of the data itself.
import { readInput, runScript, writeLine } from './client.mjs';
import * as nip19 from 'nostr-tools/nip19';

const fromHex = (hex) => Uint8Array.from(Buffer.from(hex, 'hex'));
const toHex = (bytes) => Buffer.from(bytes).toString('hex');

const encoders = {
    npub: nip19.npubEncode,
    nsec: (hex) => nip19.nsecEncode(fromHex(hex)),
    note: nip19.noteEncode,
    nprofile: nip19.nprofileEncode,
    nevent: nip19.neventEncode,
    naddr: nip19.naddrEncode,
};

function decode(text) {
    const { type, data } = nip19.decode(text);
    return { type, data: data instanceof Uint8Array ? toHex(data) : data };
}

await runScript(async () => {
    const lines = (await readInput()).split('\n').filter((line) => line !== '');
    for (const line of lines) {
        const { type, data, text } = JSON.parse(line);
        writeLine({ decoded: decode(text), text: encoders[type](data) });
    }
});
