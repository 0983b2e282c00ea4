// SPDX-License-Identifier: GPL-3.0-or-later
// Publishes events by nostr-tools and writes, one a line, what the relay said to each:
// {"ok":true,"reason":"","event":{...}}. Exit code 1 when the relay refused one.
//   node publish.mjs URL [--count N] [--spread SECONDS]   signed here, by nostr-tools
//   node publish.mjs URL --file FILE                      events as they stand in a file, one a line
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { connectTo, runScript, writeLine } from './client.mjs';
import { makeEvents } from './dvm_events.mjs';

/** So many are under way at once; a client that floods a relay is cut off by some. */
const window = 50;

const { values: options, positionals } = parseArgs({
    allowPositionals: true,
    options: {
        count: { type: 'string', default: '44' },
        spread: { type: 'string', default: '30' },
        file: { type: 'string' },
    },
});

async function eventsToPublish() {
    if (options.file === undefined) return makeEvents(Number(options.count), Number(options.spread));
    const lines = (await readFile(options.file, 'utf8')).split('\n');
    return lines.filter((line) => line !== '').map((line) => JSON.parse(line));
}

async function publishOne(relay, event) {
    try {
        const reason = await relay.publish(event);
        return { ok: true, reason, event };
    } catch (error) {
        return { ok: false, reason: error.message, event };
    }
}

await runScript(async () => {
    const events = await eventsToPublish();
    const relay = await connectTo(positionals[0]);
    const began = performance.now();
    let refused = 0;
    for (let at = 0; at < events.length; at += window) {
        const answers = await Promise.all(events.slice(at, at + window).map((event) => publishOne(relay, event)));
        refused += answers.filter((answer) => !answer.ok).length;
        answers.forEach(writeLine);
    }
    const seconds = (performance.now() - began) / 1000;
    relay.close();
    console.error(`published ${events.length} events in ${seconds.toFixed(2)} s`);
    if (refused > 0) throw new Error(`${refused} of ${events.length} events were refused`);
});
