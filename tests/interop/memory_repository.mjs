// SPDX-License-Identifier: GPL-3.0-or-later
// The events of the third-party relay, in memory.
import { EventRepository, EventType, EventUtils } from '@nostr-relay/common';

/** NIP-01: the newest first; of the same second, the lowest id first. */
function newestFirst(a, b) {
    return b.created_at - a.created_at || (a.id < b.id ? -1 : 1);
}

function hasTagOf(event, name, values) {
    return event.tags.some((tag) => tag[0] === name && values.includes(tag[1]));
}

function matches(event, filter) {
    return (
        (filter.ids?.includes(event.id) ?? true) &&
        (filter.authors?.includes(event.pubkey) ?? true) &&
        (filter.kinds?.includes(event.kind) ?? true) &&
        event.created_at >= (filter.since ?? 0) &&
        event.created_at <= (filter.until ?? Infinity) &&
        Object.entries(filter).every(([key, values]) => key[0] !== '#' || hasTagOf(event, key.slice(1), values))
    );
}

/** What an event takes the place of: itself alone, or whatever stood at its address. */
function placeOf(event) {
    if (EventUtils.getType(event.kind) === EventType.REGULAR) return event.id;
    return `${event.kind}:${event.pubkey}:${EventUtils.extractDTagValue(event) ?? ''}`;
}

export class MemoryRepository extends EventRepository {
    #events = new Map();

    isSearchSupported() {
        return false;
    }

    upsert(event) {
        const place = placeOf(event);
        const present = this.#events.get(place);
        if (present && newestFirst(present, event) <= 0) return { isDuplicate: true };
        this.#events.set(place, event);
        return { isDuplicate: false };
    }

    find(filter) {
        if (filter.ids?.length === 1 && this.#events.has(filter.ids[0]))
            return [this.#events.get(filter.ids[0])].filter((event) => matches(event, filter));
        const found = [...this.#events.values()].filter((event) => matches(event, filter));
        return found.sort(newestFirst).slice(0, filter.limit ?? found.length);
    }

    async destroy() {
        this.#events.clear();
    }
}
