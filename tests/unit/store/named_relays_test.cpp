// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/named_relays.h"
#include "support/scratch_store.h"
#include "support/signed_events.h"
#include "support/test_main.h"

#include <algorithm>

using namespace dvmdash;
using store::NamedRelay;
using store::test::ScratchStore;
using test::signedEvent;
using test::start;

namespace
{

NamedRelay of(const store::NamedRelays &named, const std::string &url)
{
    const auto at = std::find_if(named.relays.begin(), named.relays.end(),
                                 [&](const NamedRelay &one) { return one.url == url; });
    return at == named.relays.end() ? NamedRelay() : *at;
}

} // namespace

class NamedRelaysTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void countsWhoNamesARelay()
    {
        ScratchStore store(start + 1'000);
        const auto request =
            signedEvent(1, 5050, 10, {{"relays", "wss://A.example/", "wss://a.example", "wss://b.example"}});
        store.give({request, signedEvent(1, 5050, 20, {{"relays", "wss://a.example"}}),
                    signedEvent(2, 5050, 30, {{"relays", "wss://a.example", "not a relay"}}),
                    signedEvent(3, 6050, 40, {{"e", request.id.hex(), "wss://a.example"}}),
                    signedEvent(3, 31'990, 50, {{"k", "5050"}, {"d", "x"}, {"relays", "wss://c.example"}}),
                    signedEvent(3, 10'002, 60, {{"r", "wss://a.example"}, {"r", "wss://c.example", "read"}}),
                    signedEvent(4, 1, 70, {{"relays", "wss://note.example"}})});
        auto reader = store.read();
        const auto named = store::readNamedRelays(reader, 0, start + 1'000);
        QCOMPARE(named.requests, 3);
        QCOMPARE(named.answers, 1);
        QCOMPARE(named.of_dvms, 2);
        QCOMPARE(named.relays.size(), std::size_t(3));
        QVERIFY(named.relays.front().url == "wss://a.example"); // by most people
        QVERIFY(of(named, "wss://a.example") == (NamedRelay{"wss://a.example", 3, 2, 1, 1, start + 60}));
        QVERIFY(of(named, "wss://b.example") == (NamedRelay{"wss://b.example", 1, 1, 0, 0, start + 10}));
        QVERIFY(of(named, "wss://c.example") == (NamedRelay{"wss://c.example", 0, 0, 0, 1, start + 60}));
    }

    void theWindowAndTheLimitHold()
    {
        ScratchStore store(start + 1'000);
        for (int i = 0; i < 20; ++i)
            store.give({signedEvent(1, 5050, i, {{"relays", "wss://r" + std::to_string(i) + ".example"}})});
        auto reader = store.read();
        const auto window = store::readNamedRelays(reader, start + 5, start + 8);
        QCOMPARE(window.relays.size(), std::size_t(3));
        QVERIFY(!of(window, "wss://r5.example").url.empty() && !of(window, "wss://r7.example").url.empty());
        const auto newest = store::readNamedRelays(reader, 0, start + 1'000, 2);
        QCOMPARE(newest.requests, 2);
        QVERIFY(!of(newest, "wss://r19.example").url.empty() && !of(newest, "wss://r18.example").url.empty());
    }

    /// Whoever names one relay a thousand times is one.
    void nobodyGetsToTheTopAlone()
    {
        ScratchStore store(start + 1'000);
        for (int i = 0; i < 30; ++i)
            store.give({signedEvent(1, 5050, i, {{"relays", "wss://loud.example"}})});
        for (unsigned char who = 2; who <= 3; ++who)
            store.give({signedEvent(who, 5050, 100, {{"relays", "wss://quiet.example"}})});
        auto reader = store.read();
        const auto named = store::readNamedRelays(reader, 0, start + 1'000);
        QVERIFY(named.relays.front().url == "wss://quiet.example");
    }
};

DVMDASH_TEST(NamedRelaysTest)
#include "named_relays_test.moc"
