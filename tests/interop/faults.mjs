// SPDX-License-Identifier: GPL-3.0-or-later
// What relays do wrong while they hide nothing for good: pages of any length, events twice, an EOSE that comes too
// early or not at all, CLOSED, connections that break. By a seed.

/** Marsaglia's xorshift of 32 bits. */
function generatorOf(seed) {
    let state = (seed * 2654435761) | 1;
    return (below) => {
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
        return (state >>> 0) % below;
    };
}

const leastPage = 5;
const open = 1;

export class Faults {
    #random;
    #mostInPage;
    /** How often it still does what costs seconds of waiting. */
    #left;
    #saidNothing = new Set();

    constructor(seed) {
        this.#random = generatorOf(seed);
        this.#mostInPage = 20 + this.#random(100);
        this.#left = { breaks: this.#random(3), refuses: this.#random(2), forgetsEose: seed % 10 === 0 ? 1 : 0 };
    }

    /** Stands before the socket of a client. */
    clientOf(socket) {
        return {
            pages: new Map(),
            get readyState() {
                return socket.readyState;
            },
            terminate: () => socket.terminate(),
            sendAsItIs: (text) => socket.send(text),
            send(text) {
                const [type, id] = JSON.parse(text);
                const page = this.pages.get(id);
                if (page && socket.readyState === open) page.give(type, text);
                else socket.send(text);
            },
        };
    }

    /** What of a client's message the relay gets to see; nothing when this was its answer. */
    taken(client, text) {
        const [type, id, ...filters] = JSON.parse(text);
        if (type !== 'REQ') return text;
        const limit = leastPage + this.#random(this.#mostInPage);
        const capped = filters.map((filter) => ({ ...filter, limit: Math.min(filter.limit ?? 500, limit) }));
        if (id.startsWith('history/')) {
            if (this.#does('refuses', 15)) {
                client.sendAsItIs(JSON.stringify(['CLOSED', id, 'rate-limited: slow down']));
                return undefined;
            }
            if (this.#saysNothing(filters)) {
                client.sendAsItIs(JSON.stringify(['EOSE', id]));
                return undefined;
            }
            client.pages.set(id, this.#pageOf(client, limit));
        }
        return JSON.stringify([type, id, ...capped]);
    }

    #does(what, oneIn) {
        if (this.#left[what] === 0 || this.#random(oneIn) !== 0) return false;
        --this.#left[what];
        return true;
    }

    /** Now and then an EOSE is all there is; to the same question never twice. */
    #saysNothing(filters) {
        const question = JSON.stringify(filters);
        if (this.#saidNothing.has(question) || this.#random(12) !== 0) return false;
        this.#saidNothing.add(question);
        return true;
    }

    #pageOf(client, length) {
        const breaksAt = this.#does('breaks', 12) ? this.#random(length) : Infinity;
        const repeats = this.#random(8) === 0;
        const isLate = this.#random(10) === 0;
        const forgetsEose = this.#does('forgetsEose', 8);
        let given = 0;
        let held;
        return {
            give: (type, text) => {
                if (type === 'EVENT' && given++ === breaksAt) {
                    client.terminate();
                } else if (type !== 'EOSE') {
                    if (held) client.sendAsItIs(held);
                    held = undefined;
                    if (isLate) held = text;
                    else client.sendAsItIs(text);
                    if (repeats) client.sendAsItIs(text);
                } else {
                    if (!forgetsEose) client.sendAsItIs(text);
                    if (held) client.sendAsItIs(held); // the oldest event of the page, behind its EOSE
                    held = undefined;
                }
            },
        };
    }
}
