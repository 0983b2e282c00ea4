// SPDX-License-Identifier: GPL-3.0-or-later
// What the client scripts share: a connection by nostr-tools, lines on standard output, an end in any case.
import './setup.mjs';
import { AbstractRelay } from 'nostr-tools/abstract-relay';
import { verifyEvent } from 'nostr-tools/pure';
import WebSocket from 'ws';

const connectTimeout = 20_000;
const answerTimeout = 30_000;

/**
 * True when id and signature are right. nostr-tools notes its verdict on the object and believes the note the
 * next time, so a copy is judged, which carries none.
 */
export function isGenuine(event) {
    return verifyEvent(JSON.parse(JSON.stringify(event)));
}

/** A nostr-tools client of the relay. `verify` judges what arrives; what it refuses goes no further. */
export async function connectTo(url, verify = isGenuine) {
    const relay = new AbstractRelay(url, { verifyEvent: verify, websocketImplementation: WebSocket });
    relay.publishTimeout = answerTimeout;
    relay.baseEoseTimeout = answerTimeout;
    relay.onnotice = (text) => console.error(`NOTICE: ${text}`); // standard output is for the results
    await relay.connect({ timeout: connectTimeout });
    return relay;
}

export function writeLine(value) {
    process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** Runs `main`; its fault, or no end within `seconds`, is told and makes the exit code 1. */
export async function runScript(main, seconds = 120) {
    const end = (code) => process.stdout.write('', () => process.exit(code));
    const deadline = setTimeout(() => {
        console.error(`no end within ${seconds} seconds`);
        end(1);
    }, seconds * 1000);
    try {
        await main();
        clearTimeout(deadline);
        end(0);
    } catch (error) {
        console.error(error);
        end(1);
    }
}

export async function readInput() {
    const parts = [];
    for await (const part of process.stdin) parts.push(part);
    return Buffer.concat(parts).toString('utf8');
}
