// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/rows.h"

namespace dvmdash::store
{

std::string_view relationName(Relation relation)
{
    switch (relation) {
    case Relation::Event:
        return "event";
    case Relation::Quote:
        return "quote";
    case Relation::JobInput:
        return "job-input";
    case Relation::EventInput:
        return "event-input";
    case Relation::NestedRequest:
        return "nested-request";
    }
    return "unknown";
}

} // namespace dvmdash::store
