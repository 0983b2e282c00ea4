// SPDX-License-Identifier: GPL-3.0-or-later
// A relay of @nostr-relay/core: messages, filters of subscriptions, signatures and limits are its own.
import { LogLevel } from '@nostr-relay/common';
import { NostrRelay } from '@nostr-relay/core';
import { Validator } from '@nostr-relay/validator';
import { MemoryRepository } from './memory_repository.mjs';

export const software = '@nostr-relay/core';

export class Relay {
    #repository = new MemoryRepository();
    #relay = new NostrRelay(this.#repository, {
        logLevel: LogLevel.WARN,
        filterResultCacheTtl: 0, // an answer a second old would be without what was published since
    });
    #validator;

    constructor({ maxKinds }) {
        this.#validator = new Validator({
            maxFilterKindsLength: maxKinds,
            maxTagValueLength: 100_000, // 1024 is a relay's policy, and some inputs of jobs are longer
        });
    }

    /** As if it had been published before. */
    add(event) {
        this.#repository.upsert(event);
    }

    heldIds() {
        return this.#repository.find({}).map((event) => event.id);
    }

    /** `client` has what ws has: readyState and send(). */
    connect(client) {
        this.#relay.handleConnection(client, '127.0.0.1');
        return {
            message: async (text) => {
                try {
                    await this.#relay.handleMessage(client, await this.#validator.validateIncomingMessage(text));
                } catch (error) {
                    client.send(JSON.stringify(['NOTICE', error.message]));
                }
            },
            close: () => this.#relay.handleDisconnect(client),
        };
    }
}
