// SPDX-License-Identifier: GPL-3.0-or-later
#include "dvm/relay_hints.h"
#include "nostr/nip19.h"
#include "support/signed_events.h"
#include "support/test_main.h"

#include <algorithm>
#include <cctype>

using namespace dvmdash;
using namespace dvmdash::dvm;
using test::signedEvent;

class RelayHintsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theRelayBesideTheIdComesFirst()
    {
        const auto id = signedEvent(1, 5000, 0, {}).id;
        const auto nevent = nostr::nip19::encode(nostr::nip19::Nevent{id, {"wss://inside.example"}, {}, {}});
        const auto request =
            signedEvent(1, 5001, 1,
                        {{"relays", "wss://mine.example", "https://no.example", "wss://b.example"},
                         {"i", nevent, "job", "wss://beside.example"},
                         {"i", id.hex(), "job", "a marker"},
                         {"i", std::string(64, 'a'), "job", "wss://other.example"}});
        const std::vector<std::string> expected{"wss://beside.example", "wss://inside.example",
                                                "wss://mine.example", "wss://b.example"};
        QVERIFY(relayHints(request, id) == expected);
    }

    /// Whoever asks nobody for hints where this says no must lose none.
    void whereNoneCanBe()
    {
        const auto id = signedEvent(1, 5000, 0, {}).id;
        const auto nevent = nostr::nip19::encode(nostr::nip19::Nevent{id, {"wss://inside.example"}, {}, {}});
        std::string loud = nevent;
        std::transform(loud.begin(), loud.end(), loud.begin(), [](char c) { return std::toupper(c); });
        for (const nostr::Tag &tag : std::vector<nostr::Tag>{{"e", id.hex(), "ws://r.example"},
                                                             {"i", id.hex(), "job", "wss://r.example"},
                                                             {"relays", "no relay", "wss://r.example"},
                                                             {"e", nevent},
                                                             {"i", "nostr:" + nevent, "job"},
                                                             {"i", loud}}) {
            const auto event = signedEvent(1, 5001, 1, {{"e", id.hex()}, tag});
            QVERIFY(!relayHints(event, id).empty());
            QVERIFY2(mayHintAtRelays(event), tag.at(1).c_str());
        }
        for (const nostr::Tag &tag : std::vector<nostr::Tag>{{"e", id.hex(), "", "wss://r.example"},
                                                             {"i", id.hex(), "wss://r.example"},
                                                             {"e", "wss://r.example"},
                                                             {"relays"},
                                                             {"relays", "r.example"},
                                                             {"r", "wss://r.example"},
                                                             {}}) {
            const auto event = signedEvent(1, 5001, 1, {{"e", id.hex()}, tag});
            QVERIFY(relayHints(event, id).empty());
            QVERIFY(!mayHintAtRelays(event));
        }
    }

    void answersHintWithTheirTag()
    {
        const auto id = signedEvent(1, 5000, 0, {}).id;
        const auto answer = signedEvent(2, 6000, 1, {{"e", id.hex(), "wss://r.example", "job"}});
        QVERIFY(relayHints(answer, id) == std::vector<std::string>{"wss://r.example"});
        QVERIFY(relayHints(answer, signedEvent(1, 5000, 1, {}).id).empty());
    }

    void everyRelayThatIsNamed()
    {
        const auto event =
            signedEvent(1, 5001, 1,
                        {{"relays", "wss://a.example", "https://no.example", "wss://b.example"},
                         {"e", std::string(64, 'a'), "wss://c.example"},
                         {"p", std::string(64, 'b'), "ws://d.example"},
                         {"a", "31990:x:y", "wss://e.example"},
                         {"i", "text", "text", "wss://f.example"},
                         {"relay", "wss://g.example"},
                         {"r", "wss://web.example"},
                         {"e", std::string(64, 'a'), "wss://a.example"},
                         {"relays"},
                         {}});
        const std::vector<std::string> expected{"wss://a.example", "wss://b.example", "wss://c.example",
                                                "ws://d.example",  "wss://e.example", "wss://f.example",
                                                "wss://g.example"};
        QVERIFY(relaysNamed(event) == expected);
        const auto list =
            signedEvent(1, 10'002, 1, {{"r", "wss://a.example"}, {"r", "wss://b.example", "read"}});
        QVERIFY(relaysNamed(list) == (std::vector<std::string>{"wss://a.example", "wss://b.example"}));
        nostr::Tag many{"relays"};
        for (int i = 0; i < 100; ++i)
            many.push_back("wss://r" + std::to_string(i) + ".example");
        QCOMPARE(relaysNamed(signedEvent(1, 5001, 1, {many})).size(), mostRelaysNamed);
    }

    void eachOnceAndNotTooMany()
    {
        const auto id = signedEvent(1, 5000, 0, {}).id;
        nostr::Tag relays{"relays"};
        for (int i = 0; i < 50; ++i)
            relays.push_back("wss://r" + std::to_string(i / 2) + ".example");
        const auto hints =
            relayHints(signedEvent(1, 5001, 1, {{"i", id.hex(), "job", "wss://r1.example"}, relays}), id);
        QCOMPARE(hints.size(), mostRelayHints);
        QVERIFY(hints[0] == "wss://r1.example" && hints[1] == "wss://r0.example" &&
                hints[2] == "wss://r2.example");
    }
};

DVMDASH_TEST(RelayHintsTest)
#include "relay_hints_test.moc"
