// SPDX-License-Identifier: GPL-3.0-or-later
#include "announcements.h"
#include "support/test_main.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <random>
#include <set>

using namespace dvmdash;
using namespace dvmdash::dvm;
using namespace dvmdash::dvm::test;

namespace
{

const KindTable &kinds()
{
    return KindTable::standard();
}

Profile read(const std::string &content, nostr::Tags tags = {})
{
    return readProfile(announced("a", 0, content, {"5100"}, std::move(tags)), kinds());
}

} // namespace

class ProfileTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void names_data();
    void names();
    void realHandlers();
    void announcement();
    void textsAndAddresses();
    void prices_data();
    void prices();
    void booleans_data();
    void booleans();
    void kindsOfTags();
    void nonsenseNeverThrows();
    void realProfiles();
};

void ProfileTest::names_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("content");
    QTest::addColumn<QString>("tag"); ///< the `name` tag
    QTest::addColumn<QString>("name");
    QTest::newRow("name") << 31990 << R"({"name":"Summer"})"
                          << ""
                          << "Summer";
    QTest::newRow("display_name first") << 31990 << R"({"name":"s","display_name":"Summer"})"
                                        << ""
                                        << "Summer";
    QTest::newRow("empty display_name") << 31990 << R"({"name":"s","display_name":" "})"
                                        << ""
                                        << "s";
    QTest::newRow("trimmed") << 0 << R"({"name":" Summer\n"})"
                             << ""
                             << "Summer";
    QTest::newRow("tag of an announcement") << 31990 << ""
                                            << "Summer"
                                            << "Summer";
    QTest::newRow("tag of a profile does not count") << 0 << ""
                                                     << "Summer"
                                                     << "";
    QTest::newRow("name that is no text") << 0 << R"({"name":5})"
                                          << ""
                                          << "";
    QTest::newRow("a list") << 31990 << R"([["name","x"]])"
                            << ""
                            << "";
    QTest::newRow("no JSON") << 0 << "hello"
                             << ""
                             << "";
    QTest::newRow("cut at a character")
        << 0 << QStringLiteral(R"({"name":"%1"})").arg(QString(60, QChar(0xe4))) << ""
        << QString(50, QChar(0xe4));
    QTest::newRow("cut before a wide one")
        << 0 << QStringLiteral(R"({"name":"x%1"})").arg(QString(60, QChar(0xe4))) << ""
        << QStringLiteral("x") + QString(49, QChar(0xe4));
}

void ProfileTest::names()
{
    QFETCH(int, kind);
    QFETCH(QString, content);
    QFETCH(QString, tag);
    nostr::Tags tags;
    if (!tag.isEmpty())
        tags.push_back({"name", tag.toStdString()});
    const auto name = profileName(signedEvent(1, kind, 0, tags, content.toStdString()));
    QTEST(name ? QString::fromStdString(*name) : QString(), "name");
    QVERIFY(!name || !name->empty());
}

/// Real announcements; Qt's JSON reader says which of them hold a name. Most are empty: their name is in kind
/// 0.
void ProfileTest::realHandlers()
{
    int named = 0;
    int all = 0;
    for (const QByteArray &line : sharedData("handlers-nosig.jsonl").split('\n')) {
        const QJsonObject object = QJsonDocument::fromJson(line).object();
        if (object.isEmpty())
            continue;
        ++all;
        nostr::Event event;
        event.kind = 31990;
        event.content = object.value(QLatin1String("content")).toString().toStdString();
        const auto name = profileName(event);
        const QJsonObject content =
            QJsonDocument::fromJson(QByteArray::fromStdString(event.content)).object();
        const bool expected = !content.value(QLatin1String("name")).toString().trimmed().isEmpty() ||
                              !content.value(QLatin1String("display_name")).toString().trimmed().isEmpty();
        QCOMPARE(name.has_value(), expected);
        QVERIFY(!name || name->size() <= 100);
        named += expected;
    }
    QVERIFY(all == 0 || named > 100);
}

void ProfileTest::announcement()
{
    const Profile profile = readProfile(
        announced("a", 7, R"({"name":"Summer","about":" Sums up. ","picture":"https://p.example/a.png",
            "nip05":"s@dvm.example","lud16":"s@pay.example","amount":"free","encryptionSupported":true,
            "acceptsNutZaps":"False","nip90Params":{"max_results":{"required":false,"values":[]}}})",
                  {"5001", "5000"}),
        kinds());
    QCOMPARE(profile.name, "Summer");
    QCOMPARE(profile.about, "Sums up.");
    QCOMPARE(profile.picture, "https://p.example/a.png");
    QCOMPARE(profile.nip05, "s@dvm.example");
    QCOMPARE(profile.lud16, "s@pay.example");
    QCOMPARE(profile.price, "free");
    QCOMPARE(profile.encryption, std::optional(true));
    QCOMPARE(profile.nutzaps, std::optional(false));
    QCOMPARE(profile.kinds, (std::vector<int>{5000, 5001}));
    QCOMPARE(profile.announced_at, start + 7);
    // A profile says the same of texts, and nothing of kinds.
    const Profile person = readProfile(signedEvent(1, 0, 9, {{"k", "5001"}, {"name", "no"}},
                                                   R"({"name":"Summer","image":"https://i.example/b"})"),
                                       kinds());
    QCOMPARE(person.name, "Summer");
    QCOMPARE(person.picture, "https://i.example/b");
    QVERIFY(person.kinds.empty());
    QCOMPARE(person.announced_at, std::int64_t{0});
}

void ProfileTest::textsAndAddresses()
{
    const std::string wide(3'000, 'x');
    const Profile profile =
        read("{\"about\":\"" + wide + wide + "\",\"lud16\":\"" + wide + "\",\"nip05\":5,\"picture\":\"" +
             wide + "\",\"image\":\"https://i.example\",\"price\":\"" + wide + "\"}");
    QCOMPARE(profile.about.size(), std::size_t{4'000});
    QCOMPARE(profile.price.size(), std::size_t{200});
    // A part of an address is another address.
    QVERIFY(profile.lud16.empty());
    QVERIFY(profile.picture.empty());
    QVERIFY(profile.nip05.empty());
    const Profile tagged = read("", {{"name", "Tagged"},
                                     {"about", "by tags"},
                                     {"picture", "https://t.example"},
                                     {"lud16", "t@pay.example"}});
    QCOMPARE(tagged.name, "Tagged");
    QCOMPARE(tagged.about, "by tags");
    QCOMPARE(tagged.picture, "https://t.example");
    QCOMPARE(tagged.lud16, "t@pay.example");
    // Cut between characters.
    const QString umlauts(3'000, QChar(0xe4));
    const Profile cut = read("{\"about\":\"x" + umlauts.toStdString() + "\"}");
    QCOMPARE(QString::fromStdString(cut.about), QStringLiteral("x") + umlauts.left(1'999));
}

void ProfileTest::prices_data()
{
    QTest::addColumn<QString>("content");
    QTest::addColumn<QString>("tags"); ///< one tag, its items with spaces between
    QTest::addColumn<QString>("price");
    const auto row = [](const char *content, const char *tags, const char *price) {
        QTest::addRow("%s %s", content, tags)
            << QString::fromUtf8(content) << QString::fromUtf8(tags) << QString::fromUtf8(price);
    };
    row(R"({})", "", "");
    row(R"({"amount":"free"})", "", "free");
    row(R"({"amount":5000})", "", "5000");
    row(R"({"amount":0})", "", "0");
    row(R"({"price":10,"unit":"sats"})", "", "10 sats");
    row(R"({"cost":"12 sats","currency":5})", "", "12 sats");
    row(R"({"amount":100,"perUnit":2.5})", "", "100, per unit 2.5");
    row(R"({"perUnit":"1 sat per image"})", "", "per unit 1 sat per image");
    row(R"({"amount":"","price":null,"cost":3})", "", "3");
    row(R"({"pricing":{"amount":10,"unit":"sats","free":false}})", "", "amount 10, unit sats");
    row(R"({"pricing":["10 sats","1 cent",{}]})", "", "10 sats, 1 cent");
    row(R"({"pricing":[1,2,3,4,5,6,7,8,9,10]})", "", "1, 2, 3, 4, 5, 6, 7, 8");
    row(R"({"price":true})", "", "");
    row(R"({"price":"5 sats"})", "price 9 sats", "5 sats");
    row("", "price 9 sats", "9 sats");
    row("no JSON", "amount 1000", "1000");
    row("", "price", "");
    row("", "pricing per-token 3 msat", "per-token 3 msat");
}

void ProfileTest::prices()
{
    QFETCH(QString, content);
    QFETCH(QString, tags);
    nostr::Tags list;
    if (!tags.isEmpty()) {
        nostr::Tag tag;
        for (const QString &item : tags.split(u' '))
            tag.push_back(item.toStdString());
        list.push_back(tag);
    }
    QTEST(QString::fromStdString(read(content.toStdString(), list).price), "price");
}

void ProfileTest::booleans_data()
{
    QTest::addColumn<QString>("content");
    QTest::addColumn<int>("encryption"); ///< -1: it does not say
    QTest::addColumn<int>("nutzaps");
    const auto row = [](const char *content, int encryption, int nutzaps) {
        QTest::newRow(content) << QString::fromUtf8(content) << encryption << nutzaps;
    };
    row(R"({})", -1, -1);
    row(R"({"encryptionSupported":true,"acceptsNutZaps":false})", 1, 0);
    row(R"({"supportsEncryption":"True","acceptsNutZaps":" no "})", 1, 0);
    row(R"({"supportsEncryption":1,"nutzaps":0})", 1, 0);
    row(R"({"supportsEncryption":2,"nutzaps":"maybe"})", -1, -1);
    row(R"({"encryptionSupported":null,"supportsEncryption":false,"cashuAccepted":"true"})", 0, 1);
    row(R"({"acceptsNutZaps":false,"cashuAccepted":true})", -1, 0);
    row(R"({"encryption":["nip44"]})", -1, -1);
}

void ProfileTest::booleans()
{
    QFETCH(QString, content);
    const Profile profile = read(content.toStdString());
    const auto number = [](std::optional<bool> value) { return value ? int{*value} : -1; };
    QTEST(number(profile.encryption), "encryption");
    QTEST(number(profile.nutzaps), "nutzaps");
}

void ProfileTest::kindsOfTags()
{
    const auto event = announced(
        "a", 0, "",
        {"5300", "1", "5001", "5300", "6001", "5128", "05002", "5003x", "", "-5004", "99999999999", "31990"});
    QCOMPARE(announcedKinds(event, kinds()), (std::vector<int>{5001, 5002, 5300}));
    nostr::Event odd = event;
    odd.tags = {{"k"}, {}, {"K", "5001"}};
    QVERIFY(announcedKinds(odd, kinds()).empty());
}

void ProfileTest::nonsenseNeverThrows()
{
    const std::string good =
        R"({"name":"a","price":{"amount":[1,{"b":2}],"unit":"x"},"perUnit":1e3,"encryption":"yes"})";
    std::mt19937 random(9);
    for (int round = 0; round < 3'000; ++round) {
        std::string content = good;
        for (int i = 0; i < 4; ++i)
            content[random() % content.size()] = static_cast<char>(random() % 256);
        const Profile profile = read(content);
        QVERIFY(profile.price.size() <= 200 && profile.name.size() <= 100);
    }
    QVERIFY(read(std::string(100'000, '[')).name.empty());
    QVERIFY(read(R"({"price":1e999,"name":"x"})").price.empty());
    QVERIFY(read(std::string(R"({"pricing":)") + std::string(50'000, '{')).price.empty());
}

/// Real announcements against Qt's JSON reader.
void ProfileTest::realProfiles()
{
    int free = 0;
    int encrypted = 0;
    int read = 0;
    for (const char *file : {"handlers-nosig.jsonl", "real-events.jsonl"}) {
        for (const QByteArray &line : sharedData(file).split('\n')) {
            const QJsonObject object = QJsonDocument::fromJson(line).object();
            if (object.value(QLatin1String("kind")).toInt() != announcementKind)
                continue;
            nostr::Event event;
            event.kind = announcementKind;
            event.created_at = object.value(QLatin1String("created_at")).toInteger();
            event.content = object.value(QLatin1String("content")).toString().toStdString();
            std::set<int> wanted;
            for (const auto &tag : object.value(QLatin1String("tags")).toArray()) {
                nostr::Tag items;
                for (const auto &item : tag.toArray())
                    items.push_back(item.toString().toStdString());
                event.tags.push_back(items);
                const int kind = tag.toArray().at(1).toString().toInt();
                if (tag.toArray().at(0).toString() == QLatin1String("k") && kinds().isRequest(kind))
                    wanted.insert(kind);
            }
            const Profile profile = readProfile(event, kinds());
            ++read;
            QCOMPARE(profile.kinds, std::vector<int>(wanted.begin(), wanted.end()));
            QCOMPARE(profile.announced_at, event.created_at);
            const QJsonObject content =
                QJsonDocument::fromJson(QByteArray::fromStdString(event.content)).object();
            const auto text = [&](const char *member) {
                return content.value(QLatin1String(member)).toString().trimmed();
            };
            if (text("lud16").size() <= 100)
                QCOMPARE(QString::fromStdString(profile.lud16), text("lud16"));
            QCOMPARE(QString::fromStdString(profile.about).left(500), text("about").left(500));
            if (!text("amount").isEmpty())
                QCOMPARE(QString::fromStdString(profile.price), text("amount"));
            free += profile.price == "free" ? 1 : 0;
            if (const auto said = content.value(QLatin1String("encryptionSupported")); said.isBool())
                QCOMPARE(profile.encryption, std::optional(said.toBool()));
            encrypted += profile.encryption.value_or(false) ? 1 : 0;
        }
    }
    QVERIFY(read == 0 || (read > 300 && free > 20 && encrypted > 20));
}

DVMDASH_TEST(ProfileTest)
#include "profile_test.moc"
