// SPDX-License-Identifier: GPL-3.0-or-later
#include "nostr/bech32.h"
#include "nostr/nip19.h"
#include "samples.h"
#include "support/test_main.h"

using namespace dvmdash::nostr;
using namespace dvmdash::test;

namespace
{

const std::string fiatjaf = "3bf0c63fcb93463407af97a5e5ee64fa883d107ef9e558472c4eb9aaaefa459d";
const std::string fiatjafNpub = "npub180cvv07tjdrrgpa0j7j7tmnyl2yr6yr7l8j4s3evf6u64th6gkwsyjh6w6";

std::string field(unsigned char type, std::string_view value)
{
    std::string text;
    text.push_back(static_cast<char>(type));
    text.push_back(static_cast<char>(value.size()));
    return text + std::string(value);
}

std::string written(std::string_view prefix, std::string_view bytes)
{
    return encodeBech32(prefix, groupsFromBytes(bytes));
}

template<typename Value>
Value randomBytes(Random &random)
{
    Value value;
    for (unsigned char &byte : value.data)
        byte = static_cast<unsigned char>(random());
    return value;
}

std::vector<std::string> randomRelays(Random &random)
{
    std::vector<std::string> relays;
    for (std::size_t count = below(random, 4); count > 0; --count)
        relays.push_back("wss://" + std::string(below(random, 249), 'r'));
    return relays;
}

} // namespace

class Nip19Test : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// The examples in the text of NIP-19.
    void officialKeys()
    {
        const auto check = [](const std::string &npub, const std::string &hex) {
            const auto entity = nip19::decode(npub);
            return entity && std::holds_alternative<nip19::Npub>(*entity) &&
                   std::get<nip19::Npub>(*entity).key.hex() == hex &&
                   nip19::encode(nip19::Npub{*PublicKey::fromHex(hex)}) == npub;
        };
        QVERIFY(check(fiatjafNpub, fiatjaf));
        QVERIFY(check("npub10elfcs4fr0l0r8af98jlmgdh9c8tcxjvz9qkw038js35mp4dma8qzvjptg",
                      "7e7e9c42a91bfef19fa929e5fda1b72e0ebc1a4c1141673e2794234d86addf4e"));

        const std::string nsec = "nsec1vl029mgpspedva04g90vltkh6fvh240zqtv9k0t9af8935ke9laqsnlfe5";
        const auto secret = nip19::decode(nsec);
        QVERIFY(secret && std::holds_alternative<nip19::Nsec>(*secret));
        QCOMPARE(std::get<nip19::Nsec>(*secret).key.hex(),
                 std::string("67dea2ed018072d675f5415ecfaed7d2597555e202d85b3d65ea4e58d2d92ffa"));
        QCOMPARE(nip19::encode(std::get<nip19::Nsec>(*secret)), nsec);
    }

    void officialProfile()
    {
        const std::string text =
            "nprofile1qqsrhuxx8l9ex335q7he0f09aej04zpazpl0ne2cgukyawd24mayt8gpp4mhxue69uhhytnc9e3k7"
            "mgpz4mhxue69uhkg6nzv9ejuumpv34kytnrdaksjlyr9p";
        const auto entity = nip19::decode(text);
        QVERIFY(entity && std::holds_alternative<nip19::Nprofile>(*entity));
        const auto &profile = std::get<nip19::Nprofile>(*entity);
        QCOMPARE(profile.key.hex(), fiatjaf);
        QCOMPARE(profile.relays, (std::vector<std::string>{"wss://r.x.com", "wss://djbas.sadkb.com"}));
        QCOMPARE(nip19::encode(profile), text);
    }

    void uriScheme()
    {
        QVERIFY(nip19::decode("nostr:" + fiatjafNpub));
        QVERIFY(!nip19::decode("web:" + fiatjafNpub));
        QVERIFY(!nip19::decode("nostr:nostr:" + fiatjafNpub));
    }

    void bareRoundTrip()
    {
        Random random(19);
        for (int round = 0; round < 100; ++round) {
            const auto key = randomBytes<PublicKey>(random);
            const auto secret = randomBytes<SecretKey>(random);
            const auto id = randomBytes<EventId>(random);
            QVERIFY(std::get<nip19::Npub>(*nip19::decode(nip19::encode(nip19::Npub{key}))).key == key);
            QVERIFY(std::get<nip19::Nsec>(*nip19::decode(nip19::encode(nip19::Nsec{secret}))).key == secret);
            QVERIFY(std::get<nip19::Note>(*nip19::decode(nip19::encode(nip19::Note{id}))).id == id);
        }
    }

    void longRoundTrip()
    {
        Random random(20);
        for (int round = 0; round < 200; ++round) {
            const nip19::Nprofile profile{randomBytes<PublicKey>(random), randomRelays(random)};
            const auto profileBack = std::get<nip19::Nprofile>(*nip19::decode(nip19::encode(profile)));
            QVERIFY(profileBack.key == profile.key && profileBack.relays == profile.relays);

            nip19::Nevent event{randomBytes<EventId>(random), randomRelays(random), {}, {}};
            if (chance(random, 0.5))
                event.author = randomBytes<PublicKey>(random);
            if (chance(random, 0.5))
                event.kind = static_cast<int>(below(random, 65536));
            const auto eventBack = std::get<nip19::Nevent>(*nip19::decode(nip19::encode(event)));
            QVERIFY(eventBack.id == event.id && eventBack.relays == event.relays);
            QVERIFY(eventBack.author == event.author && eventBack.kind == event.kind);

            const nip19::Naddr address{randomText(random, 60), randomBytes<PublicKey>(random),
                                       static_cast<int>(below(random, 65536)), randomRelays(random)};
            const auto addressBack = std::get<nip19::Naddr>(*nip19::decode(nip19::encode(address)));
            QCOMPARE(addressBack.identifier, address.identifier);
            QVERIFY(addressBack.author == address.author && addressBack.kind == address.kind);
            QVERIFY(addressBack.relays == address.relays);
        }
    }

    void whatDoesNotFit()
    {
        const PublicKey key = *PublicKey::fromHex(fiatjaf);
        const std::string longest(255, 'r');
        const nip19::Nprofile profile{key, {longest, longest + "r", "wss://a"}};
        const auto back = std::get<nip19::Nprofile>(*nip19::decode(nip19::encode(profile)));
        QCOMPARE(back.relays, (std::vector<std::string>{longest, "wss://a"}));
        QVERIFY(nip19::decode(nip19::encode(nip19::Naddr{longest, key, 31990, {}})));
        QVERIFY(nip19::encode(nip19::Naddr{longest + "r", key, 31990, {}}).empty());
        QVERIFY(std::get<nip19::Naddr>(*nip19::decode(nip19::encode(nip19::Naddr{"", key, 1, {}})))
                    .identifier.empty());
    }

    void tolerant_data()
    {
        QTest::addColumn<QByteArray>("text");
        const std::string key = PublicKey::fromHex(fiatjaf)->data.size() == 32
                                    ? std::string(PublicKey::fromHex(fiatjaf)->view())
                                    : std::string();
        const auto row = [](const char *name, std::string_view prefix, const std::string &bytes) {
            QTest::newRow(name) << toBytes(written(prefix, bytes));
        };
        row("unknown type before", "nprofile", field(9, "future") + field(0, key));
        row("unknown type, empty", "nevent", field(0, key) + field(200, ""));
        row("relay before the special one", "nprofile", field(1, "wss://a") + field(0, key));
        row("second special ignored", "nprofile", field(0, key) + field(0, "x"));
        row("upper limit of kinds", "nevent", field(0, key) + field(3, std::string_view("\0\0\xff\xff", 4)));
    }
    void tolerant()
    {
        QFETCH(QByteArray, text);
        const auto entity = nip19::decode(toView(text));
        QVERIFY(entity);
        if (const auto *profile = std::get_if<nip19::Nprofile>(&*entity))
            QCOMPARE(profile->key.hex(), fiatjaf);
        else
            QCOMPARE(std::get<nip19::Nevent>(*entity).id.hex(), fiatjaf);
    }

    void invalid_data()
    {
        QTest::addColumn<QByteArray>("text");
        const std::string key(PublicKey::fromHex(fiatjaf)->view());
        const std::string kind = field(3, std::string_view("\0\0\x13\x88", 4));
        const auto row = [](const char *name, std::string_view prefix, const std::string &bytes) {
            QTest::newRow(name) << toBytes(written(prefix, bytes));
        };
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("hex") << toBytes(fiatjaf);
        QTest::newRow("wrong checksum") << toBytes(fiatjafNpub.substr(0, 62) + "7");
        QTest::newRow("mixed case") << "N" + toBytes(fiatjafNpub.substr(1));
        row("short key", "npub", key.substr(1));
        row("long key", "npub", key + "x");
        row("short id", "note", key.substr(1));
        row("unknown prefix", "nfuture", key);
        row("relay form, not used here", "nrelay", field(0, "wss://a"));
        row("nothing inside", "nprofile", "");
        row("no special one", "nprofile", field(1, "wss://a"));
        row("special too short", "nevent", field(0, key.substr(1)));
        row("cut in the value", "nprofile", (field(0, key) + field(1, "wss://a")).substr(0, 40));
        row("cut before the length", "nprofile", field(0, key) + "\x01");
        row("short author", "nevent", field(0, key) + field(2, key.substr(1)));
        row("short kind", "nevent", field(0, key) + field(3, "abc"));
        row("kind over 65535", "nevent", field(0, key) + field(3, std::string_view("\0\1\0\0", 4)));
        row("address without author", "naddr", field(0, "d") + kind);
        row("address without kind", "naddr", field(0, "d") + field(2, key));
        row("address without identifier", "naddr", field(2, key) + kind);
        QTest::newRow("padding") << toBytes(encodeBech32("npub", [&key] {
            auto groups = groupsFromBytes(key);
            groups.push_back(0);
            return groups;
        }()));
    }
    void invalid()
    {
        QFETCH(QByteArray, text);
        QVERIFY(!nip19::decode(toView(text)));
    }

    void pastedText()
    {
        const EventId id = *EventId::fromHex(fiatjaf);
        const PublicKey key = *PublicKey::fromHex(fiatjaf);
        std::string upper = fiatjaf;
        for (char &c : upper)
            c = c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
        const std::string note = nip19::encode(nip19::Note{id});
        const std::string nevent = nip19::encode(nip19::Nevent{id, {"wss://a"}, {}, 5050});
        const std::string nprofile = nip19::encode(nip19::Nprofile{key, {}});
        for (const std::string &text : {fiatjaf, upper, note, nevent, "nostr:" + nevent, "  " + note + "\n"})
            QVERIFY2(nip19::eventIdFromText(text) == id, text.c_str());
        for (const std::string &text :
             {fiatjaf, upper, fiatjafNpub, nprofile, "nostr:" + nprofile, "\t" + fiatjafNpub})
            QVERIFY2(nip19::publicKeyFromText(text) == key, text.c_str());
        for (const std::string &text : {std::string(), std::string(" "), fiatjaf.substr(1), fiatjaf + "0",
                                        fiatjafNpub, std::string("hello")})
            QVERIFY2(!nip19::eventIdFromText(text), text.c_str());
        for (const std::string &text : {std::string(), note, nevent, fiatjaf.substr(1),
                                        nip19::encode(nip19::Nsec{*SecretKey::fromHex(fiatjaf)})})
            QVERIFY2(!nip19::publicKeyFromText(text), text.c_str());
        const std::string secret(64, '1');
        const auto wanted = SecretKey::fromHex(secret);
        for (const std::string &text : {secret, " " + secret + "\n", nip19::encode(nip19::Nsec{*wanted})})
            QVERIFY(nip19::secretKeyFromText(text) == wanted);
        // Zero and what lies beyond the order of the curve are no keys.
        for (const std::string &text : {std::string(), std::string(64, '0'), std::string(64, 'f'),
                                        fiatjafNpub, secret.substr(1), std::string("nsec1")})
            QVERIFY2(!nip19::secretKeyFromText(text), text.c_str());
    }
};

DVMDASH_TEST(Nip19Test)
#include "nip19_test.moc"
