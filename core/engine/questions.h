// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/job.h"
#include "dvm/role.h"
#include "metrics/overview.h"
#include "nostr/event.h"
#include "relay/relay_status.h"
#include "store/rows.h"

#include <QMetaType>
#include <QString>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// The questions that a view may ask of the engine, and their answers: values, safe to copy between threads.
namespace dvmdash::engine
{

using metrics::Overview;
using metrics::OverviewQuestion;
using metrics::TimeWindow;
using store::EventDetail;
using store::EventRow;
using store::JobDetail;
using store::JobRow;

/// The newest stored events, newest first (by our receipt).
struct RecentEventsQuestion {
    int limit = 1000;
};
struct RecentEvents {
    std::vector<EventRow> rows;
};

/// Jobs whose request was made in the window, newest first, or failed ones first.
struct JobsQuestion {
    TimeWindow window;
    std::vector<dvm::State> states; ///< empty: all
    QString text; ///< id, npub, DVM key, kind number or words of the kind's name; empty: all
    bool failed_first = false;
    int limit = 2000;
};
struct Jobs {
    std::vector<JobRow> rows;
    std::int64_t matching = 0; ///< how many there are without the limit
    std::int64_t failed = 0;   ///< of all jobs in the window, whatever the filter
    metrics::Freshness freshness;
};

/// One event with everything that is known around it. An unknown id gives a detail with `known` false and
/// whatever refers to it.
struct EventQuestion {
    nostr::EventId id;
};

/// One job with its attempts. Accepts the id of the request or of any answer.
struct JobQuestion {
    nostr::EventId id;
};

/// Display names of authors: newest announcement (31990) or profile (kind 0), when one is stored.
struct NamesQuestion {
    std::vector<nostr::PublicKey> keys;
};
struct Names {
    std::vector<std::pair<nostr::PublicKey, QString>>
        names; ///< only those that have one; as written by their owners, not made safe to show
};

/// An answer, or why there is none, in plain words.
template<typename T>
struct Result {
    std::optional<T> value;
    QString error;
    explicit operator bool() const { return value.has_value(); }
    const T &operator*() const { return *value; }
    const T *operator->() const { return &*value; }
};

} // namespace dvmdash::engine
