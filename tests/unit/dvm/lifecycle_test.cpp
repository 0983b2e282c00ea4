// SPDX-License-Identifier: GPL-3.0-or-later
#include "dvm/lifecycle.h"
#include "support/signed_events.h"
#include "support/test_main.h"

#include <algorithm>
#include <random>

using namespace dvmdash;
using namespace dvmdash::dvm;
using test::signedEvent;

namespace
{

constexpr std::int64_t now = test::start + 1'000;

std::string address(int kind, unsigned char author, const std::string &name)
{
    return std::to_string(kind) + ":" + test::keyOf(author).hex() + ":" + name;
}

Lifecycle of(const nostr::Event &event, const std::vector<nostr::Event> &others)
{
    return lifecycleOf(event, others, now);
}

} // namespace

/// Deletions, expiration and versions, rule by rule.
class LifecycleTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void itsAuthorDeletesAnEvent()
    {
        const auto event = signedEvent(1, 5100, 100, {});
        const auto deletion = signedEvent(1, 5, 200, {{"e", event.id.hex()}, {"k", "5100"}}, "by mistake");
        const Lifecycle lifecycle = of(event, {deletion});
        QVERIFY(lifecycle.deleted);
        QVERIFY(lifecycle.deleted->event == deletion.id);
        QCOMPARE(lifecycle.deleted->created_at, deletion.created_at);
        QCOMPARE(lifecycle.deleted->reason, std::string("by mistake"));
        QVERIFY(!lifecycle.expired && !lifecycle.expires_at && !lifecycle.replaced_by);
    }

    void nobodyElseDoes()
    {
        const auto event = signedEvent(1, 5100, 100, {});
        const auto announcement = signedEvent(1, 31990, 100, {{"d", "x"}});
        QVERIFY(!of(event, {signedEvent(2, 5, 200, {{"e", event.id.hex()}})}).deleted);
        QVERIFY(!of(announcement, {signedEvent(2, 5, 200, {{"a", address(31990, 1, "x")}})}).deleted);
        // Nor does another kind, or a deletion that names something else.
        QVERIFY(!of(event, {signedEvent(1, 7000, 200, {{"e", event.id.hex()}})}).deleted);
        QVERIFY(!of(event, {signedEvent(1, 5, 200, {{"e", announcement.id.hex()}})}).deleted);
        QVERIFY(!of(event, {signedEvent(1, 5, 200, {{"q", event.id.hex()}})}).deleted);
    }

    /// Clocks differ: of an id it does not matter when it was deleted.
    void anIdIsDeletedWhenever()
    {
        const auto event = signedEvent(1, 5100, 100, {});
        QVERIFY(of(event, {signedEvent(1, 5, -50, {{"e", event.id.hex()}})}).deleted);
    }

    void kTagsAreHints()
    {
        const auto event = signedEvent(1, 5100, 100, {});
        QVERIFY(of(event, {signedEvent(1, 5, 200, {{"e", event.id.hex()}, {"k", "1"}})}).deleted);
        QVERIFY(!of(event, {signedEvent(1, 5, 200, {{"k", "5100"}})}).deleted);
    }

    void aDeletionIsNotDeleted()
    {
        const auto deletion = signedEvent(1, 5, 200, {{"e", std::string(64, 'a')}});
        QVERIFY(!of(deletion, {signedEvent(1, 5, 300, {{"e", deletion.id.hex()}})}).deleted);
    }

    void anAddressIsDeletedUpToThen()
    {
        const auto before = signedEvent(1, 31990, 100, {{"d", "x"}});
        const auto same = signedEvent(1, 31990, 200, {{"d", "x"}});
        const auto after = signedEvent(1, 31990, 201, {{"d", "x"}});
        const auto other = signedEvent(1, 31990, 100, {{"d", "y"}});
        const auto deletion = signedEvent(1, 5, 200, {{"a", address(31990, 1, "x")}});
        QVERIFY(of(before, {deletion}).deleted);
        QVERIFY(of(same, {deletion}).deleted);
        QVERIFY(!of(after, {deletion}).deleted);
        QVERIFY(!of(other, {deletion}).deleted);
    }

    void namesMayHoldColonsOrNothing()
    {
        const auto colons = signedEvent(1, 31990, 100, {{"d", "a:b:"}});
        QVERIFY(of(colons, {signedEvent(1, 5, 200, {{"a", address(31990, 1, "a:b:")}})}).deleted);
        QVERIFY(!of(colons, {signedEvent(1, 5, 200, {{"a", address(31990, 1, "a:b")}})}).deleted);
        const auto unnamed = signedEvent(1, 31990, 100, {});
        QVERIFY(of(unnamed, {signedEvent(1, 5, 200, {{"a", address(31990, 1, "")}})}).deleted);
        // A replaceable event has no name, whatever its d says.
        const auto relays = signedEvent(1, 10002, 100, {{"d", "x"}});
        QVERIFY(of(relays, {signedEvent(1, 5, 200, {{"a", address(10002, 1, "")}})}).deleted);
        QVERIFY(of(relays, {signedEvent(1, 5, 200, {{"a", "10002:" + test::keyOf(1).hex()}})}).deleted);
    }

    void whatIsNoAddressDeletesNothing_data()
    {
        QTest::addColumn<QString>("text");
        for (const char *text : {"", ":", "::", "31990", "31990:", "31990::x", "x:y:z", "-1:a:x"})
            QTest::newRow(*text ? text : "empty") << QString::fromLatin1(text);
    }
    void whatIsNoAddressDeletesNothing()
    {
        QFETCH(const QString, text);
        const auto event = signedEvent(1, 31990, 100, {{"d", "x"}});
        QVERIFY(!of(event, {signedEvent(1, 5, 200, {{"a", text.toStdString()}, {"a"}, {"e"}, {}})}).deleted);
        // An address of what does not replace itself means nothing.
        const auto request = signedEvent(1, 5100, 100, {{"d", "x"}});
        QVERIFY(!of(request, {signedEvent(1, 5, 200, {{"a", address(5100, 1, "x")}})}).deleted);
    }

    void theFirstDeletionIsTold()
    {
        const auto event = signedEvent(1, 5100, 100, {});
        const auto first = signedEvent(1, 5, 200, {{"e", event.id.hex()}});
        const auto later = signedEvent(1, 5, 300, {{"e", event.id.hex()}});
        QVERIFY(of(event, {later, first}).deleted->event == first.id);
        QVERIFY(of(event, {first, later}).deleted->event == first.id);
    }

    void expirationIsJudgedByTheClock()
    {
        const auto with = [](const char *value) {
            return signedEvent(1, 5100, 100, {{"expiration", value}});
        };
        const auto event = with(std::to_string(now).c_str());
        QVERIFY(!lifecycleOf(event, {}, now - 1).expired);
        QVERIFY(lifecycleOf(event, {}, now).expired);
        QVERIFY(lifecycleOf(event, {}, now + 1).expired);
        QCOMPARE(*lifecycleOf(event, {}, now - 1).expires_at, now);
        for (const char *none : {"", "soon", "12x", "1e9", " 5", "99999999999999999999"})
            QVERIFY2(!lifecycleOf(with(none), {}, now).expires_at, none);
        QVERIFY(!lifecycleOf(signedEvent(1, 5100, 100, {{"expiration"}}), {}, now).expires_at);
    }

    void theNewestVersionStands()
    {
        for (const int kind : {0, 3, 10002, 10019, 19999}) {
            const auto older = signedEvent(1, kind, 100, {});
            const auto newer = signedEvent(1, kind, 101, {});
            QVERIFY(of(older, {newer}).replaced_by == newer.id);
            QVERIFY(!of(newer, {older}).replaced_by);
            QVERIFY(!of(older, {signedEvent(2, kind, 101, {})}).replaced_by);
        }
        // The newest of several is named.
        const auto first = signedEvent(1, 0, 1, {});
        const auto second = signedEvent(1, 0, 2, {});
        const auto third = signedEvent(1, 0, 3, {});
        QVERIFY(of(first, {second, third}).replaced_by == third.id);
        QVERIFY(of(first, {third, second}).replaced_by == third.id);
    }

    void ofOneSecondTheLowestIdStands()
    {
        auto one = signedEvent(1, 0, 100, {}, "one");
        auto other = signedEvent(1, 0, 100, {}, "other");
        if (other.id < one.id)
            std::swap(one, other);
        QVERIFY(!of(one, {other, one}).replaced_by);
        QVERIFY(of(other, {one, other}).replaced_by == one.id);
    }

    void addressableEventsReplaceThoseOfTheirName()
    {
        const auto x = signedEvent(1, 31990, 100, {{"d", "x"}});
        const auto newX = signedEvent(1, 31990, 200, {{"d", "x"}});
        const auto y = signedEvent(1, 31990, 300, {{"d", "y"}});
        QVERIFY(of(x, {newX, y}).replaced_by == newX.id);
        QVERIFY(!of(newX, {x, y}).replaced_by);
        QVERIFY(!of(x, {signedEvent(1, 31989, 200, {{"d", "x"}})}).replaced_by);
    }

    void whatStandsForItselfIsNotReplaced()
    {
        for (const int kind : {1, 5, 5100, 6100, 7000, 9735, 11998, 20001, 40000})
            QVERIFY(!of(signedEvent(1, kind, 100, {}), {signedEvent(1, kind, 200, {})}).replaced_by);
    }

    void theOrderOfWhatIsKnownDoesNotMatter()
    {
        std::mt19937 random(3);
        std::vector<nostr::Event> all;
        for (int i = 0; i < 40; ++i)
            all.push_back(signedEvent(static_cast<unsigned char>(1 + random() % 2), random() % 2 ? 0 : 31990,
                                      random() % 20, {{"d", random() % 2 ? "x" : "y"}}, std::to_string(i)));
        for (int i = 0; i < 15; ++i)
            all.push_back(
                signedEvent(static_cast<unsigned char>(1 + random() % 2), 5, random() % 20,
                            {{"e", all[random() % 40].id.hex()},
                             {"a", address(31990, static_cast<unsigned char>(1 + random() % 2), "x")}}));
        int deleted = 0;
        int replaced = 0;
        for (const auto &event : all) {
            const Lifecycle expected = of(event, all);
            deleted += expected.deleted ? 1 : 0;
            replaced += expected.replaced_by ? 1 : 0;
            for (int round = 0; round < 3; ++round) {
                auto shuffled = all;
                std::shuffle(shuffled.begin(), shuffled.end(), random);
                QVERIFY(of(event, shuffled) == expected);
            }
        }
        QVERIFY(deleted > 5 && replaced > 5);
    }
};

DVMDASH_TEST(LifecycleTest)
#include "lifecycle_test.moc"
