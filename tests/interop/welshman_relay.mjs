// SPDX-License-Identifier: GPL-3.0-or-later
// A relay of @welshman/net: subscriptions, filters, the order of pages, what is replaced, deleted or expired, and
// the events themselves are its own.
import './setup.mjs';
import { AdapterEvent, LocalAdapter, Repository } from '@welshman/net';

export const software = '@welshman/net';

export class Relay {
    #repository = new Repository();

    /** As if it had been published before. */
    add(event) {
        this.#repository.publish(event);
    }

    heldIds() {
        return this.#repository.query([{}]).map((event) => event.id);
    }

    /** `client` has what ws has: readyState and send(). */
    connect(client) {
        const adapter = new LocalAdapter(this.#repository);
        adapter.on(AdapterEvent.Receive, (message) => client.send(JSON.stringify(message)));
        return { message: (text) => adapter.send(JSON.parse(text)), close: () => adapter.cleanup() };
    }
}
