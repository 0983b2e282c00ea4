// SPDX-License-Identifier: GPL-3.0-or-later
// Subscribes by nostr-tools and verifies what comes. One line at the end of the stored events, {"stored":n},
// and one at the end of all, {"verified":n,"forged":[id...],"events":[...]}.
//   node check.mjs URL FILTER [--await N]     FILTER in JSON; goes on after EOSE until N events have come
import { parseArgs } from 'node:util';
import { connectTo, isGenuine, runScript, writeLine } from './client.mjs';

const { values: options, positionals } = parseArgs({
    allowPositionals: true,
    options: { await: { type: 'string', default: '0' } },
});

await runScript(async () => {
    const [url, filter] = positionals;
    const awaited = Number(options.await);
    const events = [];
    const forged = [];
    const judge = (event) => {
        const genuine = isGenuine(event);
        if (!genuine) forged.push(event.id);
        return genuine;
    };
    const relay = await connectTo(url, judge);
    await new Promise((resolve, reject) => {
        let ended = false;
        const look = () => {
            if (ended && events.length + forged.length >= awaited) resolve();
        };
        relay.subscribe([JSON.parse(filter)], {
            onevent: (event) => {
                events.push(event);
                look();
            },
            oneose: () => {
                ended = true;
                writeLine({ stored: events.length });
                look();
            },
            onclose: (reason) => reject(new Error(`the subscription was closed: ${reason}`)),
        });
    });
    writeLine({ verified: events.length, forged, events });
});
