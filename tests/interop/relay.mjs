// SPDX-License-Identifier: GPL-3.0-or-later
// A relay that DVMDash did not write: @nostr-relay/core behind ws, on loopback, in memory. The first line of
// standard output is its address. Ends when standard input closes, so that it never outlives who started it.
//   node relay.mjs [--port N] [--max-kinds N]
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { LogLevel } from '@nostr-relay/common';
import { NostrRelay } from '@nostr-relay/core';
import { Validator } from '@nostr-relay/validator';
import { WebSocketServer } from 'ws';
import { MemoryRepository } from './memory_repository.mjs';

const goingAway = 1001;

const { values: options } = parseArgs({
    options: {
        port: { type: 'string', default: '0' },
        // The package's own default is 20; most relays in the wild allow the whole range of DVM kinds.
        'max-kinds': { type: 'string', default: '5000' },
    },
});

const relay = new NostrRelay(new MemoryRepository(), {
    logLevel: LogLevel.WARN,
    filterResultCacheTtl: 0, // an answer a second old would be without what was published since
});
const validator = new Validator({
    maxFilterKindsLength: Number(options['max-kinds']),
    maxTagValueLength: 100_000, // 1024 is a relay's policy, and some inputs of jobs are longer
});

const information = JSON.stringify({ name: 'interop', software: '@nostr-relay/core', supported_nips: [1, 11] });
const http = createServer((request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/nostr+json' });
    response.end(information);
});

const clients = new WebSocketServer({ server: http });
clients.on('connection', (client) => {
    relay.handleConnection(client, '127.0.0.1');
    client.on('message', async (data) => {
        try {
            await relay.handleMessage(client, await validator.validateIncomingMessage(data));
        } catch (error) {
            client.send(JSON.stringify(['NOTICE', error.message]));
        }
    });
    client.on('error', (error) => console.error(`client: ${error.message}`));
    client.on('close', () => relay.handleDisconnect(client));
});

http.on('error', (error) => {
    console.error(`cannot listen: ${error.message}`);
    process.exit(1);
});
http.listen(Number(options.port), '127.0.0.1', () => {
    process.stdout.write(`ws://127.0.0.1:${http.address().port}\n`);
});

process.stdin.resume();
process.stdin.on('close', () => {
    for (const client of clients.clients) client.close(goingAway);
    clients.close();
    http.close(() => process.exit(0));
    http.closeAllConnections?.();
});
