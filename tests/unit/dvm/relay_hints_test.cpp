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
