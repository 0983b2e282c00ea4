// SPDX-License-Identifier: GPL-3.0-or-later
// Tables of kinds: a person's file, or what a stranger's bundle or capture carries.
#include "dvm/kind_changes.h"
#include "fuzz.h"

#include <string>

namespace dvmdash::fuzz
{

namespace
{

using namespace dvm;

void examineTable(const KindTable &table)
{
    promise(table.fault().empty(), "a table that is taken has no fault");
    for (const int request : table.requests()) {
        promise(table.isRequest(request) && !table.isExcluded(request), "a request is one");
        promise(!table.isResult(request), "no request is a result");
        const int result = table.resultKind(request);
        promise(table.requestKind(result) == request, "a result leads back to its request");
        promise(table.isResult(result) || table.isExcluded(result),
                "the result of a request is one, or left out");
        promise(table.timeouts(request).response > 0, "a deadline is ahead");
        promise(!table.name(request).empty(), "every kind has a name");
    }
    for (const int result : table.results())
        promise(table.resultKind(table.requestKind(result)) == result, "a request leads to its result");
    for (const int own : {0, 5, 7000, 9735, 31990})
        promise(!table.isRequest(own) && !table.isResult(own), "what has a meaning of its own is no job");
    const auto rules = changed(KindTable(), rulesOf(table));
    promise(rules && rulesOf(*rules) == rulesOf(table), "rules give the table of these rules");
}

} // namespace

void examine(std::string_view input)
{
    std::string why;
    const auto changes = KindChanges::parse(input, &why);
    promise(changes.has_value() == why.empty(), "what is refused is refused with a reason");
    if (!changes)
        return;
    const std::string text = changes->toJson();
    const auto again = KindChanges::parse(text);
    promise(again && *again == *changes, "what is read is written and read as the same");
    promise(again->toJson() == text, "equal changes give equal text");
    const auto table = changed(KindTable::standard(), *changes, &why);
    promise(table.has_value() == why.empty(), "what does not go together says why");
    if (table)
        examineTable(*table);
}

} // namespace dvmdash::fuzz
