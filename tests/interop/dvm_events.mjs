// SPDX-License-Identifier: GPL-3.0-or-later
// Events of a small DVM network, signed by nostr-tools: announcement, request, feedback and result, again and
// again, with texts that are easy to get wrong.
import './setup.mjs';
import { encrypt } from 'nostr-tools/nip04';
import { finalizeEvent, generateSecretKey, getPublicKey } from 'nostr-tools/pure';

const requestKinds = [5000, 5001, 5002, 5050, 5100, 5202, 5300, 5302, 5500, 5900, 5999];

const texts = [
    'Summarise this article in two sentences.',
    'Zażółć gęślą jaźń, 日本語の要約, العربية من اليمين إلى اليسار, हिन्दी',
    'emoji: 🤖⚡🧡, a family 👨‍👩‍👧‍👦, a flag 🏴󠁧󠁢󠁷󠁬󠁳󠁿, skin 👋🏽',
    'short escapes: \b \t \n \f \r " \\ and a slash /',
    'control characters: \u0001 \u0007 \u000b \u001b \u001f and \u007f',
    'separators of lines and paragraphs: \u2028 \u2029, a zero width\u200bspace, a BOM \ufeff',
    'combining: e\u0301 is not \u00e9, nor is \u212b \u00c5',
    'looks escaped: \\u0041 \\n \\\\ <b>&amp;</b> %s {0} \'; DROP TABLE events; --',
    'ends of planes: \uffff \u{10000} \u{10ffff}',
    'NUL in the \u0000 middle',
    JSON.stringify({ nested: { json: ['"quoted"', '\u0001'] } }),
    '',
];

const relays = ['relays', 'wss://relay.one.example', 'wss://relay.two.example/path?x=ä'];
/** On every event that is made here, so that a filter finds them. */
export const mark = ['t', 'dvmdash-interop'];

function announcement(network, turn) {
    const kind = requestKinds[turn % requestKinds.length];
    return finalizeEvent(
        {
            kind: 31990,
            created_at: network.now(),
            tags: [['d', `dvm-${turn}`], ['k', String(kind)], ['t', 'bitcoin'], mark],
            content: JSON.stringify({ name: `DVM ${turn} 🤖`, about: texts[turn % texts.length], amount: 'free' }),
        },
        network.dvm,
    );
}

async function request(network, turn) {
    const kind = requestKinds[turn % requestKinds.length];
    const tags = [
        ['i', texts[turn % texts.length], 'text'],
        ['i', 'https://example.com/a?b=c&d=%20', 'url', '', 'marker'],
        ['output', 'text/plain'],
        ['param', 'lang', 'pl', 'extra value'],
        ['param', 'empty', ''],
        ['bid', String(1000 * (turn + 1)), '5000000'],
        relays,
        mark,
    ];
    const isPrivate = turn % 4 === 3;
    if (turn % 2 === 1) tags.push(['p', getPublicKey(network.dvm), 'wss://relay.one.example']);
    if (isPrivate) tags.push(['encrypted']);
    const text = texts[(turn + 3) % texts.length];
    const content = isPrivate ? await encrypt(network.customer, getPublicKey(network.dvm), text) : text;
    return finalizeEvent({ kind, created_at: network.now(), tags, content }, network.customer);
}

function feedback(network, turn, asked) {
    const status = ['payment-required', 'processing', 'error', 'success', 'partial'][turn % 5];
    const tags = [['status', status, texts[(turn + 1) % texts.length]], ['e', asked.id, relays[1]], ['p', asked.pubkey]];
    if (status === 'payment-required') tags.push(['amount', '21000']);
    tags.push(mark);
    return finalizeEvent({ kind: 7000, created_at: network.now(), tags, content: texts[turn % texts.length] }, network.dvm);
}

function result(network, turn, asked) {
    const tags = [
        ['request', JSON.stringify(asked)],
        ['e', asked.id, relays[1]],
        ['p', asked.pubkey],
        ...asked.tags.filter((tag) => tag[0] === 'i'),
        ['amount', '21000', 'lnbc-not-an-invoice'],
        mark,
        [''],
        ['single'],
    ];
    const content = texts[(turn + 5) % texts.length].repeat(turn % 3 === 0 ? 40 : 1);
    return finalizeEvent({ kind: asked.kind + 1000, created_at: network.now(), tags, content }, network.dvm);
}

/** `count` events, created within the last `spread` seconds. */
export async function makeEvents(count, spread) {
    let made = 0;
    const start = Math.floor(Date.now() / 1000);
    const network = {
        customer: generateSecretKey(),
        dvm: generateSecretKey(),
        now: () => start - (made++ % spread),
    };
    const events = [];
    for (let turn = 0; events.length < count; ++turn) {
        const asked = await request(network, turn);
        events.push(announcement(network, turn), asked, feedback(network, turn, asked), result(network, turn, asked));
    }
    return events.slice(0, count);
}
