// SPDX-License-Identifier: GPL-3.0-or-later
#include "nostr/bech32.h"
#include "nostr/bolt11.h"
#include "nostr/bytes.h"
#include "samples.h"
#include "support/test_main.h"

#include <limits>

using namespace dvmdash::nostr;
using namespace dvmdash::test;

namespace
{

const char *const exampleHash = "0001020304050607080900010203040506070809000102030405060708090102";
const char *const listHash = "3925b6f67e2c340036ed12093dd44e0368df1b6ea26c53dbe4811f58fd5db8c1";
const char *const coffeeBeans = "lnbc25m1pvjluezpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdq5vdh"
                                "kven9v5sxyetpdeessp5zyg3zyg3zyg3zyg3zyg"
                                "3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygs9q5sqqqqqqqqqqqqqqqpqsq67gye39hfg3zd8rgc80k"
                                "32tvy9xk2xunwm5lzexnvpx6fd77en8qaq424"
                                "dxgt56cag2dpt359k3ssyhetktkpqh24jqnjyw6uqd08sgptq44qu";

const bolt11::Invoice *invoiceOf(const std::variant<bolt11::Invoice, bolt11::Error> &decoded)
{
    return std::get_if<bolt11::Invoice>(&decoded);
}

QByteArray hexOf(const std::optional<std::array<unsigned char, 32>> &hash)
{
    return hash ? toBytes(EventId{*hash}.hex()) : QByteArray();
}

/// A good checksum over any prefix and groups.
std::string invoiceText(std::string_view prefix, std::vector<std::uint8_t> fields = {})
{
    fields.insert(fields.begin(), 7, 0);
    fields.insert(fields.end(), 104, 0);
    return encodeBech32(prefix, fields);
}

} // namespace

class Bolt11Test : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// The examples of BOLT 11.
    void official_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("network");
        QTest::addColumn<qint64>("msat");
        QTest::addColumn<QByteArray>("description");
        QTest::addColumn<QByteArray>("descriptionHash");
        QTest::addColumn<qint64>("expiry");
        const auto row = [](const char *name, const char *text, const char *network, qint64 msat,
                            const char *description, const char *hash, qint64 expiry) {
            QTest::newRow(name) << QByteArray(text) << QByteArray(network) << msat << QByteArray(description)
                                << QByteArray(hash) << expiry;
        };
        row("donation",
            "lnbc1pvjluezpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdpl2pkx2ctnv5sxxmmwwd5kgetjyp"
            "eh2ursdae8g6"
            "twvus8g6rfwvs8qun0dfjkxaq8rkx3yf5tcsyz3d73gafnh3cax9rn449d9p5uxz9ezhhypd0elx87sjle52x86fux2ypatg"
            "ddc6k63n7er"
            "qz25le42c4u4ecky03ylcqca784w",
            "bc", -1, "Please consider supporting this project", "", 3600);
        row("coffee",
            "lnbc2500u1pvjluezpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdq5xysxxatsyp3k7enxv4jsx"
            "qzpuaztrnwng"
            "zn3kdzw5hydlzf03qdgm2hdq27cqv3agm2awhz5se903vruatfhq77w3ls4evs3ch9zw97j25emudupq63nyw24cg27h2rsp"
            "fj9srp",
            "bc", 250'000'000, "1 cup coffee", "", 60);
        row("nonsense",
            "lnbc2500u1pvjluezpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdpquwpc4curk03c9wlrswe78"
            "q4eyqc7d8d0x"
            "qzpuyk0sg5g70me25alkluzd2x62aysf2pyy8edtjeevuv4p2d5p76r4zkmneet7uvyakky2zr4cusd45tftc9c5fh0nnqpn"
            "l2jfll544esq"
            "chsrny",
            "bc", 250'000'000, "\xe3\x83\x8a\xe3\x83\xb3\xe3\x82\xbb\xe3\x83\xb3\xe3\x82\xb9 1\xe6\x9d\xaf",
            "", 60);
        row("list, hashed",
            "lnbc20m1pvjluezpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqhp58yjmdan79s6qqdhdzgynm4z"
            "wqd5d7xmw5fk"
            "98klysy043l2ahrqscc6gd6ql3jrc5yzme8v4ntcewwz5cnw92tz0pc8qcuufvq7khhr8wpald05e92xw006sq94mg8v2ndf"
            "4sefvf9sygks"
            "hp5zfem29trqq2yxxz7",
            "bc", 2'000'000'000, "", listHash, 3600);
        row("testnet, fallback",
            "lntb20m1pvjluezhp58yjmdan79s6qqdhdzgynm4zwqd5d7xmw5fk98klysy043l2ahrqspp5qqqsyqcyq5rqwzqfqqqsyqc"
            "yq5rqwzqfqqq"
            "syqcyq5rqwzqfqypqfpp3x9et2e20v6pu37c5d9vax37wxq72un98kmzzhznpurw9sgl2v0nklu2g4d0keph5t7tj9tcqd8r"
            "exnd07ux4uv2"
            "cjvcqwaxgj7v4uwn5wmypjd5n69z2xm3xgksg28nwht7f6zspwp3f9t",
            "tb", 2'000'000'000, "", listHash, 3600);
        row("routing",
            "lnbc20m1pvjluezpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqhp58yjmdan79s6qqdhdzgynm4z"
            "wqd5d7xmw5fk"
            "98klysy043l2ahrqsfpp3qjmp7lwpagxun9pygexvgpjdc4jdj85fr9yq20q82gphp2nflc7jtzrcazrra7wwgzxqc8u7754"
            "cdlpfrmccae9"
            "2qgzqvzq2ps8pqqqqqqpqqqqq9qqqvpeuqafqxu92d8lr6fvg0r5gv0heeeqgcrqlnm6jhphu9y00rrhy4grqszsvpcgpy9q"
            "qqqqqgqqqqq7"
            "qqzqj9n4evl6mr5aj9f58zp6fyjzup6ywn3x6sk8akg5v4tgn2q8g4fhx05wf6juaxu9760yp46454gpg5mtzgerlzezqcqv"
            "jnhjh8z3g2qq"
            "dhhwkj",
            "bc", 2'000'000'000, "", listHash, 3600);
        row("P2SH fallback",
            "lnbc20m1pvjluezhp58yjmdan79s6qqdhdzgynm4zwqd5d7xmw5fk98klysy043l2ahrqspp5qqqsyqcyq5rqwzqfqqqsyqc"
            "yq5rqwzqfqqq"
            "syqcyq5rqwzqfqypqfppj3a24vwu6r8ejrss3axul8rxldph2q7z9kmrgvr7xlaqm47apw3d48zm203kzcq357a4ls9al2ea"
            "73r8jcceyjty"
            "a6fu5wzzpe50zrge6ulk4nvjcpxlekvmxl6qcs9j3tz0469gq5g658y",
            "bc", 2'000'000'000, "", listHash, 3600);
        row("P2WPKH fallback",
            "lnbc20m1pvjluezhp58yjmdan79s6qqdhdzgynm4zwqd5d7xmw5fk98klysy043l2ahrqspp5qqqsyqcyq5rqwzqfqqqsyqc"
            "yq5rqwzqfqqq"
            "syqcyq5rqwzqfqypqfppqw508d6qejxtdg4y5r3zarvary0c5xw7kepvrhrm9s57hejg0p662ur5j5cr03890fa7k2pypgtt"
            "mh4897d3raaq"
            "85a293e9jpuqwl0rnfuwzam7yr8e690nd2ypcq9hlkdwdvycqa0qza8",
            "bc", 2'000'000'000, "", listHash, 3600);
        row("P2WSH fallback",
            "lnbc20m1pvjluezhp58yjmdan79s6qqdhdzgynm4zwqd5d7xmw5fk98klysy043l2ahrqspp5qqqsyqcyq5rqwzqfqqqsyqc"
            "yq5rqwzqfqqq"
            "syqcyq5rqwzqfqypqfp4qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3q28j0v3rwgy9pvjnd48ee2pl"
            "8xrpxysd5g44"
            "td63g6xcjcu003j3qe8878hluqlvl3km8rm92f5stamd3jw763n3hck0ct7p8wwj463cql26ava",
            "bc", 2'000'000'000, "", listHash, 3600);
        row("coffee beans", coffeeBeans, "bc", 2'500'000'000, "coffee beans", "", 3600);
        // Our reader looks at neither features nor signature: these two are invalid only for a payer.
        row("unknown feature",
            "lnbc25m1pvjluezpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdq5vdhkven9v5sxyetpdeessp5"
            "zyg3zyg3zyg3"
            "zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygs9q4psqqqqqqqqqqqqqqqpqsqq40wa3khl49yue3zsgm26jrepqr2eghq"
            "lx86rttutve3"
            "ugd05em86nsefzh4pfurpd9ek9w2vp95zxqnfe2u7ckudyahsa52q66tgzcp6t2dyk",
            "bc", 2'500'000'000, "coffee beans", "", 3600);
        row("signature not recoverable",
            "lnbc2500u1pvjluezpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdq5xysxxatsyp3k7enxv4jsx"
            "qzpuaxtrnwng"
            "zn3kdzw5hydlzf03qdgm2hdq27cqv3agm2awhz5se903vruatfhq77w3ls4evs3ch9zw97j25emudupq63nyw24cg27h2rsp"
            "k28uwq",
            "bc", 250'000'000, "1 cup coffee", "", 60);
    }
    void official()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, network);
        QFETCH(qint64, msat);
        QFETCH(QByteArray, description);
        QFETCH(QByteArray, descriptionHash);
        QFETCH(qint64, expiry);
        const auto decoded = bolt11::decode(toView(text));
        const auto *invoice = invoiceOf(decoded);
        QVERIFY(invoice);
        QCOMPARE(toBytes(invoice->network), network);
        QCOMPARE(invoice->isMoney(), network == "bc");
        QCOMPARE(static_cast<qint64>(invoice->msat.value_or(-1)), msat);
        QCOMPARE(static_cast<qint64>(bolt11::amountMsat(toView(text)).value_or(-1)), msat);
        QCOMPARE(invoice->timestamp, std::int64_t{1496314658});
        QCOMPARE(static_cast<qint64>(invoice->expiry), expiry);
        QCOMPARE(hexOf(invoice->paymentHash), QByteArray(exampleHash));
        QCOMPARE(hexOf(invoice->descriptionHash), descriptionHash);
        QCOMPARE(toBytes(invoice->description.value_or("")), description);
        QCOMPARE(invoice->description.has_value(), !description.isEmpty());
        // Upper case and the scheme change nothing.
        for (const QByteArray &other :
             QByteArrayList{text.toUpper(), "lightning:" + text, "LIGHTNING:" + text.toUpper()}) {
            const auto again = bolt11::decode(toView(other));
            QVERIFY(invoiceOf(again));
            QCOMPARE(invoiceOf(again)->msat, invoice->msat);
            QVERIFY(invoiceOf(again)->paymentHash == invoice->paymentHash);
        }
    }

    void officialPico()
    {
        const auto decoded = bolt11::decode(
            "lnbc9678785340p1pwmna7lpp5gc3xfm08u9qy06djf8dfflhugl6p7lgza6dsjxq454gxhj9t7a0sd8dgfkx7cmtwd68yet"
            "pd5s9xar0wfjn"
            "5gpc8qhrsdfq24f5ggrxdaezqsnvda3kkum5wfjkzmfqf3jkgem9wgsyuctwdus9xgrcyqcjcgpzgfskx6eqf9hzqnteypzx"
            "z7fzypfhg6trdd"
            "jhygrcyqezcgpzfysywmm5ypxxjemgw3hxjmn8yptk7untd9hxwg3q2d6xjcmtv4ezq7pqxgsxzmnyyqcjqmt0wfjjq6t5v4"
            "khxxqyjw5qcqp2"
            "rzjq0gxwkzc8w6323m55m4jyxcjwmy7stt9hwkwe2qxmy8zpsgg7jcuwz87fcqqeuqqqyqqqqlgqqqqn3qq9qn07ytgrxxza"
            "d9hc4xt3mawjjt"
            "8znfv8xzscs7007v9gh9j569lencxa8xeujzkxs0uamak9aln6ez02uunw6rd2ht2sqe4hz8thcdagpleym0j");
        const auto *invoice = invoiceOf(decoded);
        QVERIFY(invoice);
        QVERIFY(invoice->msat == 967878534);
        QCOMPARE(invoice->timestamp, std::int64_t{1572468703});
        QCOMPARE(invoice->expiry, std::int64_t{604800});
        QCOMPARE(hexOf(invoice->paymentHash),
                 QByteArray("462264ede7e14047e9b249da94fefc47f41f7d02ee9b091815a5506bc8abf75f"));
        QVERIFY(invoice->description->starts_with("Blockstream Store: 88.85 USD"));
        QVERIFY(invoice->description->ends_with("x 2 and 1 more items"));
    }

    /// BOLT 11's example of fields that must be ignored: hashes of 51 and 53 groups and an unknown field,
    /// laid around the good ones.
    void officialIgnoredFields()
    {
        auto parts = *decodeBech32(coffeeBeans);
        const std::vector<std::uint8_t> signature(parts.values.end() - 104, parts.values.end());
        const std::vector<std::uint8_t> fields(parts.values.begin() + 7, parts.values.end() - 104);
        parts.values.resize(7);
        const auto ignored = [&parts](std::uint8_t type, std::size_t length) {
            parts.values.insert(parts.values.end(), {type, static_cast<std::uint8_t>(length / 32),
                                                     static_cast<std::uint8_t>(length % 32)});
            parts.values.resize(parts.values.size() + length);
        };
        ignored(1, 51);
        ignored(1, 53);
        ignored(23, 51);
        ignored(23, 53);
        ignored(10, 3);
        ignored(1, 0);
        parts.values.insert(parts.values.end(), fields.begin(), fields.end());
        ignored(1, 52); // a second payment hash: the first counts
        ignored(13, 8);
        ignored(23, 54);
        parts.values.insert(parts.values.end(), signature.begin(), signature.end());
        const auto decoded = bolt11::decode(encodeBech32(parts.prefix, parts.values));
        QVERIFY(invoiceOf(decoded));
        QCOMPARE(hexOf(invoiceOf(decoded)->paymentHash), QByteArray(exampleHash));
        QVERIFY(invoiceOf(decoded)->description == "coffee beans");
        QVERIFY(!invoiceOf(decoded)->descriptionHash);
    }

    void invalid_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("error");
        const auto row = [](const char *name, std::string_view text, bolt11::Error error) {
            QTest::newRow(name) << toBytes(text) << static_cast<int>(error);
        };
        using enum bolt11::Error;
        // The invalid examples of BOLT 11
        const std::string nonsense = "pvjluezpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdpquwpc4c"
                                     "urk03c9wlrswe78q4eyqc7d8d0xqzpuyk0sg5g70"
                                     "me25alkluzd2x62aysf2pyy8edtjeevuv4p2d5p76r4zkmneet7uvyakky2zr4cusd45tft"
                                     "c9c5fh0nnqpnl2jfll544esqchsrn";
        row("checksum", "lnbc2500u1" + nonsense + "t", BadChecksum);
        row("no separator", nonsense + "y", NotBech32);
        row("mixed case", "LNBC2500u1" + nonsense + "y", MixedCase);
        row("too short",
            "lnbc1pvjluezpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdpl2pkx2ctnv5sxxmmwwd5kgetjyp"
            "eh2ursdae8g6na6"
            "hlh",
            Truncated);
        row("invalid multiplier",
            "lnbc2500x1pvjluezpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdq5xysxxatsyp3k7enxv4jsx"
            "qzpujr6jxr9gq9p"
            "v6g46y7d20jfkegkg4gljz2ea2a3m9lmvvr95tq2s0kvu70u3axgelz3kyvtp2ywwt0y8hkx2869zq5dll9nelr83zzqqpgl"
            "2zg",
            BadAmount);
        row("below a millisatoshi",
            "lnbc2500000001p1pvjluezpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdq5xysxxatsyp3k7en"
            "xv4jsxqzpu7hqtk"
            "93pkf7sw55rdv4k9z2vj050rxdr6za9ekfs3nlt5lr89jqpdmxsmlj9urqumg0h9wzpqecw7th56tdms40p2ny9q4ddvjsed"
            "zcplva53s",
            BadAmount);
        row("empty", "", NotBech32);
        row("scheme alone", "lightning:", NotBech32);
        row("not ln", invoiceText("xxbc"), NotAnInvoice);
        row("unknown network", invoiceText("lnxy100u"), NotAnInvoice);
        row("an address", "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", NotAnInvoice);
        row("field longer than what is left", invoiceText("lnbc", {1, 1, 21}), Truncated);
        row("field without a length", invoiceText("lnbc", {1, 1}), Truncated);
        row("no room for a signature", encodeBech32("lnbc", std::vector<std::uint8_t>(110)), Truncated);
    }
    void invalid()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, error);
        const auto decoded = bolt11::decode(toView(text));
        const auto *found = std::get_if<bolt11::Error>(&decoded);
        QVERIFY(found);
        QCOMPARE(static_cast<int>(*found), error);
        QVERIFY(!bolt11::errorText(*found).empty());
    }

    void amounts_data()
    {
        QTest::addColumn<QByteArray>("prefix");
        QTest::addColumn<QByteArray>("want");
        const auto row = [](const char *prefix, const char *want) {
            QTest::newRow(prefix) << QByteArray(prefix) << QByteArray(want);
        };
        row("lnbc", "open");
        row("lnbc1", "100000000000");
        row("lnbc21", "2100000000000");
        row("lnbc1m", "100000000");
        row("lnbc1u", "100000");
        row("lnbc1n", "100");
        row("lnbc10p", "1");
        row("lnbc100p", "10");
        row("lnbc1230p", "123");
        row("lnbc2500u", "250000000");
        row("lntb10u", "1000000");
        row("lntbs10u", "1000000");
        row("lnbcrt10u", "1000000");
        row("lnsb10u", "1000000");
        // The largest of each unit that fits in 63 bits of millisatoshi, and the next
        row("lnbc92233720", "9223372000000000000");
        row("lnbc92233721", "overflow");
        row("lnbc92233720368m", "9223372036800000000");
        row("lnbc92233720369m", "overflow");
        row("lnbc92233720368547u", "9223372036854700000");
        row("lnbc92233720368548u", "overflow");
        row("lnbc92233720368547758n", "9223372036854775800");
        row("lnbc92233720368547759n", "overflow");
        row("lnbc92233720368547758070p", "9223372036854775807");
        row("lnbc92233720368547758080p", "overflow");
        row("lnbc99999999999999999999999999999999", "overflow");
        row("lnbc99999999999999999999999999999990p", "overflow");
        for (const char *bad :
             {"lnbc0",  "lnbc01",  "lnbc0u",   "lnbc01u", "lnbc1p",     "lnbc11p",  "lnbc0p",  "lnbc00p",
              "lnbcp",  "lnbcm",   "lnbcu",    "lnbcn",   "lnbc1x",     "lnbc1k",   "lnbc1mm", "lnbc1u1",
              "lnbc-1", "lnbc+1u", "lnbc1.5m", "lnbc1 m", "lnbc1_000u", "lnbc1e3u", "lnbcrtm"})
            row(bad, "bad");
    }
    void amounts()
    {
        QFETCH(QByteArray, prefix);
        QFETCH(QByteArray, want);
        const std::string text = prefix.contains(' ') ? std::string() : invoiceText(toView(prefix));
        const auto decoded = bolt11::decode(text);
        QByteArray found;
        if (const auto *invoice = invoiceOf(decoded))
            found =
                invoice->msat ? QByteArray::number(static_cast<qint64>(*invoice->msat)) : QByteArray("open");
        else
            found = std::get<bolt11::Error>(decoded) == bolt11::Error::Overflow ? "overflow" : "bad";
        QCOMPARE(found, want);
        const auto amount = bolt11::amountMsat(text);
        QCOMPARE(amount.has_value(), invoiceOf(decoded) && invoiceOf(decoded)->msat);
        if (amount)
            QCOMPARE(QByteArray::number(static_cast<qint64>(*amount)), want);
    }

    void roundTrip()
    {
        Random random(11);
        for (int round = 0; round < 500; ++round) {
            bolt11::Invoice invoice;
            invoice.network = std::array{"bc", "tb", "tbs", "bcrt", "sb"}[below(random, 5)];
            if (chance(random, 0.9))
                invoice.msat = 1 + static_cast<std::int64_t>(random() >> (1 + below(random, 62)));
            invoice.timestamp = static_cast<std::int64_t>(below(random, std::size_t{1} << 35));
            if (chance(random, 0.7))
                invoice.expiry = static_cast<std::int64_t>(random() >> (2 + below(random, 60)));
            std::array<unsigned char, 32> hash{};
            hash.fill(static_cast<unsigned char>(round));
            if (chance(random, 0.9))
                invoice.paymentHash = hash;
            if (chance(random, 0.5))
                invoice.descriptionHash = hash;
            else
                invoice.description = randomText(random, 80);
            const std::string text = bolt11::encodeUnsigned(invoice);
            const auto decoded = bolt11::decode(text);
            QVERIFY2(invoiceOf(decoded), text.c_str());
            const auto &back = *invoiceOf(decoded);
            QCOMPARE(back.network, invoice.network);
            QCOMPARE(back.msat, invoice.msat);
            QCOMPARE(back.timestamp, invoice.timestamp);
            QCOMPARE(back.expiry, invoice.expiry);
            QVERIFY(back.paymentHash == invoice.paymentHash &&
                    back.descriptionHash == invoice.descriptionHash);
            QVERIFY(back.description == invoice.description);
        }
    }

    void shortestAmountIsWritten_data()
    {
        QTest::addColumn<qint64>("msat");
        QTest::addColumn<QByteArray>("begin");
        QTest::newRow("coin") << qint64{200'000'000'000} << QByteArray("lnbc21");
        QTest::newRow("milli") << qint64{2'000'000'000} << QByteArray("lnbc20m1");
        QTest::newRow("micro") << qint64{250'000'000} << QByteArray("lnbc2500u1");
        QTest::newRow("nano") << qint64{1'234'500} << QByteArray("lnbc12345n1");
        QTest::newRow("pico") << qint64{1'234'567} << QByteArray("lnbc12345670p1");
        QTest::newRow("none") << qint64{0} << QByteArray("lnbc1");
    }
    void shortestAmountIsWritten()
    {
        QFETCH(qint64, msat);
        QFETCH(QByteArray, begin);
        bolt11::Invoice invoice;
        invoice.network = "bc";
        invoice.msat = msat;
        QVERIFY(bolt11::encodeUnsigned(invoice).starts_with(toView(begin)));
    }

    void absurdExpiryIsCapped()
    {
        std::vector<std::uint8_t> field = {6, 0, 30};
        field.resize(field.size() + 30, 31);
        const auto decoded = bolt11::decode(invoiceText("lnbc", field));
        QVERIFY(invoiceOf(decoded));
        const auto &invoice = *invoiceOf(decoded);
        QVERIFY(invoice.expiry > 0);
        QCOMPARE(invoice.expiry, std::numeric_limits<std::int64_t>::max() - invoice.timestamp);
    }
};

DVMDASH_TEST(Bolt11Test)
#include "bolt11_test.moc"
