// SPDX-License-Identifier: GPL-3.0-or-later
#include "nostr/filter.h"
#include "samples.h"
#include "support/test_main.h"

#include <algorithm>
#include <nlohmann/json.hpp>

using namespace dvmdash::nostr;
using namespace dvmdash::test;

namespace
{

/// NIP-01's rule for filters, said over the JSON of both sides and in another way than the product's.
bool slowMatch(const nlohmann::json &filter, const nlohmann::json &event)
{
    for (const auto &[name, wanted] : filter.items()) {
        bool holds = false;
        if (name == "limit") {
            holds = true;
        } else if (name == "since") {
            holds = !(event["created_at"] < wanted);
        } else if (name == "until") {
            holds = !(wanted < event["created_at"]);
        } else if (name[0] == '#') {
            for (const auto &tag : event["tags"]) {
                for (const auto &value : wanted)
                    holds = holds || (tag.size() >= 2 && tag[0] == name.substr(1) && tag[1] == value);
            }
        } else {
            const std::string field = name == "ids" ? "id" : name == "authors" ? "pubkey" : "kind";
            for (const auto &value : wanted)
                holds = holds || value == event[field];
        }
        if (!holds)
            return false;
    }
    return true;
}

template<typename Value>
Value smallBytes(Random &random)
{
    Value value;
    value.data[below(random, 2) * 31] = static_cast<unsigned char>(below(random, 3));
    return value;
}

std::string smallHex(Random &random)
{
    return smallBytes<EventId>(random).hex();
}

std::string tagName(Random &random)
{
    static const std::vector<std::string> names = {"e", "p", "t", "T", "d", "tt", "", "E"};
    return names[below(random, names.size())];
}

std::string tagText(Random &random, const std::string &name)
{
    static const std::vector<std::string> values = {"", "x", "X", "xx", "y"};
    return name == "e" || name == "p" ? smallHex(random) : values[below(random, values.size())];
}

Event smallEvent(Random &random)
{
    Event event;
    event.id = smallBytes<EventId>(random);
    event.pubkey = smallBytes<PublicKey>(random);
    event.kind = static_cast<int>(5000 + below(random, 3));
    event.created_at = static_cast<std::int64_t>(below(random, 6));
    for (std::size_t tags = below(random, 5); tags > 0; --tags) {
        Tag tag;
        if (chance(random, 0.9)) {
            const std::string name = tagName(random);
            tag.push_back(name);
            for (std::size_t values = below(random, 3); values > 0; --values)
                tag.push_back(tagText(random, name));
        }
        event.tags.push_back(std::move(tag));
    }
    return event;
}

Filter smallFilter(Random &random)
{
    Filter filter;
    const auto count = [&random] { return below(random, 4); };
    if (chance(random, 0.3)) {
        filter.ids.emplace();
        for (std::size_t n = count(); n > 0; --n)
            filter.ids->push_back(smallBytes<EventId>(random));
    }
    if (chance(random, 0.3)) {
        filter.authors.emplace();
        for (std::size_t n = count(); n > 0; --n)
            filter.authors->push_back(smallBytes<PublicKey>(random));
    }
    if (chance(random, 0.4)) {
        filter.kinds.emplace();
        for (std::size_t n = count(); n > 0; --n)
            filter.kinds->push_back(static_cast<int>(5000 + below(random, 3)));
    }
    for (const char letter : {'e', 'p', 't', 'T', 'd'}) {
        if (!chance(random, 0.12))
            continue;
        auto &values = filter.tags[letter];
        for (std::size_t n = count(); n > 0; --n)
            values.push_back(tagText(random, std::string(1, letter)));
    }
    if (chance(random, 0.3))
        filter.since = static_cast<std::int64_t>(below(random, 6));
    if (chance(random, 0.3))
        filter.until = static_cast<std::int64_t>(below(random, 6));
    if (chance(random, 0.2))
        filter.limit = static_cast<std::int64_t>(below(random, 3));
    return filter;
}

} // namespace

class FilterTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void matchesLikeTheSlowMatcher()
    {
        Random random(1);
        int hits = 0;
        constexpr int rounds = 20'000;
        for (int round = 0; round < rounds; ++round) {
            const Event event = smallEvent(random);
            const Filter filter = smallFilter(random);
            const auto filterJson = toJson(filter);
            const bool want = slowMatch(filterJson, nlohmann::json::parse(toJson(event)));
            QVERIFY2(matches(filter, event) == want, (filterJson.dump() + " " + toJson(event)).c_str());
            hits += want ? 1 : 0;
        }
        // Both answers were tried, and often.
        QVERIFY(hits > rounds / 20);
        QVERIFY(hits < rounds * 19 / 20);
    }

    void anyOfSeveral()
    {
        Random random(2);
        for (int round = 0; round < 500; ++round) {
            const Event event = smallEvent(random);
            std::vector<Filter> filters;
            bool want = false;
            for (std::size_t n = below(random, 4); n > 0; --n) {
                filters.push_back(smallFilter(random));
                want = want || matches(filters.back(), event);
            }
            QCOMPARE(matchesAny(filters, event), want);
        }
        QVERIFY(!matchesAny({}, Event()));
        QVERIFY(matchesAny({Filter()}, Event()));
    }

    void emptyListsMatchNothing()
    {
        const Event event = sampleRequest();
        Filter filter;
        QVERIFY(matches(filter, event));
        filter.kinds.emplace();
        QVERIFY(!matches(filter, event));
        filter = {};
        filter.ids.emplace();
        QVERIFY(!matches(filter, event));
        filter = {};
        filter.authors.emplace();
        QVERIFY(!matches(filter, event));
        filter = {};
        filter.tags['p'];
        QVERIFY(!matches(filter, event));
    }

    void bothEndsOfTimeAreInclusive()
    {
        Event event;
        event.created_at = 100;
        Filter filter;
        filter.since = 100;
        filter.until = 100;
        QVERIFY(matches(filter, event));
        event.created_at = 99;
        QVERIFY(!matches(filter, event));
        event.created_at = 101;
        QVERIFY(!matches(filter, event));
    }

    void jsonRoundTrip()
    {
        Random random(3);
        for (int round = 0; round < 2000; ++round) {
            const Filter filter = smallFilter(random);
            const auto text = toJson(filter).dump();
            std::string error;
            const auto back = filterFromJson(nlohmann::json::parse(text), &error);
            QVERIFY2(back, (text + ": " + error).c_str());
            QVERIFY(*back == filter);
            QVERIFY(filterFromJson(toJson(filter)) == filter); // without a text in between
        }
        QCOMPARE(toJson(Filter()).dump(), std::string("{}"));
    }

    void refused_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("about");
        const std::string hex = repeated("ab", 32);
        const auto row = [](const std::string &json, const char *about) {
            QTest::newRow(json.substr(0, 40).c_str()) << toBytes(doubleQuoted(json)) << QByteArray(about);
        };
        row("[]", "object");
        row("null", "object");
        row("'x'", "object");
        row("{'search':'x'}", "search");
        row("{'Kinds':[1]}", "Kinds");
        row("{'':[]}", "member");
        row("{'#':['x']}", "#");
        row("{'#tt':['x']}", "#tt");
        row("{'#1':['x']}", "#1");
        row("{'&t':['x']}", "&t");
        row("{'ids':'" + hex + "'}", "ids");
        row("{'ids':['abcd']}", "ids");
        row("{'ids':[1]}", "ids");
        row("{'ids':['" + repeated("AB", 32) + "']}", "ids");
        row("{'authors':['" + hex.substr(1) + "']}", "authors");
        row("{'authors':['" + hex + "a']}", "authors");
        row("{'authors':null}", "authors");
        row("{'kinds':1}", "kinds");
        row("{'kinds':['1']}", "kinds");
        row("{'kinds':[1.0]}", "kinds");
        row("{'kinds':[-1]}", "kinds");
        row("{'kinds':[65536]}", "kinds");
        row("{'kinds':[null]}", "kinds");
        row("{'since':'1'}", "since");
        row("{'since':-1}", "since");
        row("{'since':1.5}", "since");
        row("{'until':9223372036854775808}", "until");
        row("{'until':null}", "until");
        row("{'limit':-1}", "limit");
        row("{'limit':[1]}", "limit");
        row("{'#t':'x'}", "#t");
        row("{'#t':[1]}", "#t");
        row("{'#e':['abcd']}", "#e");
        row("{'#p':['" + repeated("AB", 32) + "']}", "#p");
    }
    void refused()
    {
        QFETCH(QByteArray, json);
        QFETCH(QByteArray, about);
        const auto value = nlohmann::json::parse(toView(json));
        std::string error;
        QVERIFY(!filterFromJson(value, &error));
        QVERIFY2(error.find(toView(about)) != error.npos, error.c_str());
        QVERIFY(!filterFromJson(value));
    }

    void accepted()
    {
        const auto filter = filterFromJson(
            nlohmann::json::parse(doubleQuoted("{'kinds':[0,65535],'#d':[''],'#Z':['\\u0000'],'since':0,'"
                                               "until':9223372036854775807,'limit':0}")));
        QVERIFY(filter);
        QVERIFY((filter->kinds == std::vector<int>{0, 65535}));
        QCOMPARE(filter->tags.at('d'), std::vector<std::string>{""});
        QCOMPARE(filter->tags.at('Z'), std::vector<std::string>{std::string(1, '\0')});
        QVERIFY(!filter->ids && !filter->authors);
        QVERIFY(filter->since == 0 && filter->limit == 0);
        QVERIFY(filter->until == std::numeric_limits<std::int64_t>::max());
    }
};

DVMDASH_TEST(FilterTest)
#include "filter_test.moc"
