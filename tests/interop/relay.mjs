// SPDX-License-Identifier: GPL-3.0-or-later
// Relays that DVMDash did not write, behind ws, on loopback, in memory: one for each path that is asked for.
//   node relay.mjs SOFTWARE [--port N] [--max-kinds N]     SOFTWARE: nostr-relay or welshman
// The first line of standard output is its address. A line {"path":"/7","file":FILE,"seed":7} on standard input
// gives the relay of that path the events of FILE and the faults of that seed; the answer is a line with the ids
// that it has then. Ends when standard input closes, so that it never outlives who started it.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { WebSocketServer } from 'ws';
import { Faults } from './faults.mjs';

const goingAway = 1001;

const { values: options, positionals } = parseArgs({
    allowPositionals: true,
    options: {
        port: { type: 'string', default: '0' },
        // What @nostr-relay allows by itself is 20; most relays in the wild allow the whole range of DVM kinds.
        'max-kinds': { type: 'string', default: '5000' },
    },
});

const modules = { 'nostr-relay': './nostr_relay.mjs', welshman: './welshman_relay.mjs' };
const { Relay, software } = await import(modules[positionals[0]]);

const relays = new Map();
function relayAt(path) {
    if (!relays.has(path)) relays.set(path, { relay: new Relay({ maxKinds: Number(options['max-kinds']) }) });
    return relays.get(path);
}

const information = JSON.stringify({ name: 'interop', software, supported_nips: [1, 11] });
const http = createServer((request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/nostr+json' });
    response.end(information);
});

const sockets = new WebSocketServer({ server: http });
sockets.on('connection', (socket, request) => {
    const { relay, faults } = relayAt(request.url);
    const client = faults ? faults.clientOf(socket) : socket;
    const connection = relay.connect(client);
    socket.on('message', (data) => {
        const text = data.toString();
        const taken = faults ? faults.taken(client, text) : text;
        if (taken !== undefined) connection.message(taken);
    });
    socket.on('error', (error) => console.error(`client: ${error.message}`));
    socket.on('close', () => connection.close());
});

http.on('error', (error) => {
    console.error(`cannot listen: ${error.message}`);
    process.exit(1);
});
http.listen(Number(options.port), '127.0.0.1', () => {
    process.stdout.write(`ws://127.0.0.1:${http.address().port}\n`);
});

async function fill({ path, file, seed }) {
    const party = relayAt(path);
    party.faults = new Faults(seed);
    const lines = (await readFile(file, 'utf8')).split('\n');
    for (const line of lines.filter((line) => line !== '')) party.relay.add(JSON.parse(line));
    process.stdout.write(`${JSON.stringify(party.relay.heldIds())}\n`);
}

const orders = createInterface({ input: process.stdin });
orders.on('line', (line) => fill(JSON.parse(line)));
orders.on('close', () => {
    for (const socket of sockets.clients) socket.close(goingAway);
    sockets.close();
    http.close(() => process.exit(0));
    http.closeAllConnections?.();
});
