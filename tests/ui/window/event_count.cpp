// SPDX-License-Identifier: GPL-3.0-or-later
#include "event_count.h"

namespace dvmdash::test
{

Counted countIn(const std::vector<StoredEvent> &events, const engine::TimeWindow &window)
{
    Counted counted;
    for (const auto &event : events) {
        const bool isSuspect = (event.flags & dvm::FlagSuspect) != 0;
        if (event.created_at < window.since || event.created_at >= window.until || isSuspect)
            continue;
        const auto role = static_cast<dvm::Role>(event.role);
        if (role == dvm::Role::Request) {
            ++counted.requests;
            counted.users.insert(event.author);
            counted.kinds.insert(event.kind);
            ++counted.requestsOfKind[event.kind];
        } else if (role == dvm::Role::Result) {
            ++counted.results;
            counted.dvms.insert(event.author);
            ++counted.resultsOfDvm[event.author];
            counted.dvmsOfKind[event.kind - 1000].insert(event.author);
        } else if (role == dvm::Role::Feedback) {
            ++counted.feedback;
            counted.dvms.insert(event.author);
        }
    }
    return counted;
}

} // namespace dvmdash::test
