// SPDX-License-Identifier: GPL-3.0-or-later
#include "announcements.h"
#include "support/test_main.h"

#include <algorithm>
#include <random>

using namespace dvmdash;
using namespace dvmdash::dvm;
using namespace dvmdash::dvm::test;

namespace
{

const KindTable &kinds()
{
    return KindTable::standard();
}

} // namespace

/// One DVM out of all that its key announced.
class HandlersTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void severalHandlersAreOneDvm();
    void tiesGoToTheLowestId();
    void replacedOnesDoNotCount();
    void emptyContentFallsBack_data();
    void emptyContentFallsBack();
    void neverAnnounced();
    void anyOrderIsTheSame();
};

void HandlersTest::severalHandlersAreOneDvm()
{
    const auto profile = signedEvent(1, 0, 50, {}, R"({"name":"Kind zero","lud16":"z@pay.example"})");
    const Profile one =
        readProfile({announced("a", 10, R"({"name":"Old","about":"old","price":1})", {"5300"}),
                     announced("b", 20, R"({"name":"New","price":2})", {"5001", "5100"}),
                     announced("c", 5, R"({"name":"Oldest"})", {"5050"})},
                    &profile, kinds());
    QCOMPARE(one.name, "New");
    QCOMPARE(one.price, "2");
    QCOMPARE(one.announced_at, start + 20);
    QCOMPARE(one.kinds, (std::vector<int>{5001, 5050, 5100, 5300}));
    // Texts come from one place: neither from an older handler nor, where there is content, from kind 0.
    QVERIFY(one.about.empty());
    QVERIFY(one.lud16.empty());
}

void HandlersTest::tiesGoToTheLowestId()
{
    auto first = announced("a", 10, R"({"name":"One"})", {"5300"});
    auto second = announced("a", 10, R"({"name":"Two"})", {"5100"});
    if (second.id < first.id)
        std::swap(first, second);
    const Profile profile = readProfile({second, first}, nullptr, kinds());
    QCOMPARE(profile.name, readProfile(first, kinds()).name);
    QCOMPARE(profile.kinds, announcedKinds(first, kinds()));
}

void HandlersTest::replacedOnesDoNotCount()
{
    // The newest of its `d` counts even when it is no DVM's announcement any more.
    const auto was = announced("a", 10, R"({"name":"Was"})", {"5300"});
    const auto is = announced("a", 20, R"({"name":"Is an app now"})", {"1"});
    QVERIFY(readProfile({was, is}, nullptr, kinds()) == Profile());
    const auto other = announced("b", 5, R"({"name":"Other"})", {"5001"});
    const Profile profile = readProfile({was, is, other}, nullptr, kinds());
    QCOMPARE(profile.name, "Other");
    QCOMPARE(profile.kinds, std::vector<int>{5001});
    QCOMPARE(profile.announced_at, start + 5);
}

void HandlersTest::emptyContentFallsBack_data()
{
    QTest::addColumn<QString>("content");
    QTest::newRow("empty") << QString();
    QTest::newRow("space") << QStringLiteral(" \n");
    QTest::newRow("empty object") << QStringLiteral("{}");
    QTest::newRow("text") << QStringLiteral("I sum up");
    QTest::newRow("list") << QStringLiteral(R"(["name","x"])");
    QTest::newRow("half an object") << QStringLiteral(R"({"name":"x")");
}

void HandlersTest::emptyContentFallsBack()
{
    QFETCH(QString, content);
    const auto profile =
        signedEvent(1, 0, 50, {}, R"({"name":"Kind zero","about":"me","lud16":"z@pay.example"})");
    const auto event = announced("a", 10, content.toStdString(), {"5300"}, {{"about", "by tag"}});
    const Profile filled = readProfile({event}, &profile, kinds());
    QCOMPARE(filled.name, "Kind zero");
    QCOMPARE(filled.lud16, "z@pay.example");
    QCOMPARE(filled.about, "by tag"); // the handler's own word before the profile's
    QCOMPARE(filled.kinds, std::vector<int>{5300});
    QCOMPARE(filled.announced_at, start + 10);
    QCOMPARE(readProfile({event}, nullptr, kinds()).name, "");
}

void HandlersTest::neverAnnounced()
{
    QVERIFY(readProfile({}, nullptr, kinds()) == Profile());
    const auto profile = signedEvent(1, 0, 50, {}, R"({"name":"Person"})");
    const Profile person = readProfile({}, &profile, kinds());
    QCOMPARE(person.name, "Person");
    QCOMPARE(person.announced_at, std::int64_t{0});
    QVERIFY(person.kinds.empty());
}

void HandlersTest::anyOrderIsTheSame()
{
    std::vector<nostr::Event> events;
    for (int i = 0; i < 12; ++i)
        events.push_back(announced(std::to_string(i % 3).c_str(), i % 4,
                                   "{\"name\":\"n" + std::to_string(i) + "\"}", {std::to_string(5000 + i)}));
    const Profile wanted = readProfile(events, nullptr, kinds());
    std::mt19937 random(3);
    for (int round = 0; round < 50; ++round) {
        std::shuffle(events.begin(), events.end(), random);
        QVERIFY(readProfile(events, nullptr, kinds()) == wanted);
    }
}

DVMDASH_TEST(HandlersTest)
#include "handlers_test.moc"
