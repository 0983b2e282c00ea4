// SPDX-License-Identifier: GPL-3.0-or-later
#include "dvm/relay_hints.h"
#include "nostr/nip19.h"
#include "support/signed_events.h"
#include "support/test_main.h"

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
