// SPDX-License-Identifier: GPL-3.0-or-later
#include "dvm/material.h"
#include "dvm/role.h"
#include "support/signed_events.h"
#include "support/test_main.h"

using namespace dvmdash;
using namespace dvmdash::dvm;
using test::signedEvent;

class MaterialTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void inputsKeepTheirFields()
    {
        const nostr::EventId earlier = signedEvent(1, 5000, 0, {}).id;
        const auto material =
            readMaterial(signedEvent(1, 5001, 1,
                                     {{"i", "a cat", "text"},
                                      {"i", earlier.hex(), "job", "wss://relay.example", "background"},
                                      {"i", earlier.hex(), "job", "background"},
                                      {"i", earlier.hex(), "event", "", "source"},
                                      {"i", "no id", "job"},
                                      {"i", "nothing else"},
                                      {"i"},
                                      {"param", "size", "512", "512"},
                                      {"param", "fast"},
                                      {"output", "image/png"},
                                      {"bid", "21000"}},
                                     "more words"));
        QCOMPARE(material.inputs.size(), std::size_t(6));
        QVERIFY((material.inputs[0] == JobInput{"a cat", "text", {}, {}, {}}));
        QVERIFY((material.inputs[1] ==
                 JobInput{earlier.hex(), "job", earlier, "wss://relay.example", "background"}));
        QVERIFY((material.inputs[2] == JobInput{earlier.hex(), "job", earlier, {}, "background"}));
        QVERIFY((material.inputs[3] == JobInput{earlier.hex(), "event", earlier, {}, "source"}));
        QVERIFY((material.inputs[4] == JobInput{"no id", "job", {}, {}, {}}));
        QVERIFY((material.inputs[5] == JobInput{"nothing else", {}, {}, {}, {}}));
        QVERIFY((material.parameters == std::vector<JobParameter>{{"size", {"512", "512"}}, {"fast", {}}}));
        QVERIFY(material.outputs == std::vector<std::string>{"image/png"});
        QCOMPARE(material.bid_msat.value(), std::int64_t(21'000));
        QVERIFY(material.content == "more words");
        QVERIFY(!material.encrypted && !material.more);
    }

    void oddBidsAreNoBids_data()
    {
        QTest::addColumn<QByteArray>("bid");
        for (const char *bid : {"", "-1", "1.5", "100_000", "12 sats", "99999999999999999999"})
            QTest::addRow("'%s'", bid) << QByteArray(bid);
    }
    void oddBidsAreNoBids()
    {
        QFETCH(const QByteArray, bid);
        QVERIFY(!readMaterial(signedEvent(1, 5000, 0, {{"bid", bid.toStdString()}})).bid_msat);
    }

    void manyInputsAreCutAndSaid()
    {
        nostr::Tags tags;
        for (int i = 0; i < 5'000; ++i)
            tags.push_back({i % 2 == 0 ? "i" : "param", std::to_string(i)});
        tags.push_back({"output", "text/plain"});
        const auto material = readMaterial(signedEvent(1, 5000, 0, tags));
        QCOMPARE(material.inputs.size() + material.parameters.size(), mostMaterial);
        QVERIFY(material.more);
        QCOMPARE(material.outputs.size(), std::size_t(1));
    }

    void whatIsEncryptedIsSaid()
    {
        QVERIFY(readMaterial(signedEvent(1, 5000, 0, {{"encrypted"}}, "c2VjcmV0")).encrypted);
        QVERIFY(readAnswerMaterial(signedEvent(2, 6000, 1, {{"encrypted"}}, "c2VjcmV0")).encrypted);
    }

    void anAnswerSaysWhatItAsks()
    {
        const auto answer = readAnswerMaterial(
            signedEvent(2, 7000, 1, {{"status", "payment-required", "21 sats, please"}, {"amount", "21000"}},
                        "pay first"));
        QVERIFY(answer.status == Status::PaymentRequired);
        QVERIFY(answer.status_text == "21 sats, please");
        QVERIFY(answer.content == "pay first");
        QCOMPARE(answer.ask.value().amount.msat.value(), std::int64_t(21'000));
        const auto odd = readAnswerMaterial(signedEvent(2, 7000, 1, {{"amount", "100_000", "a@b.example"}}));
        QVERIFY(odd.ask.value().amount.unknownUnit);
        QVERIFY(odd.ask.value().written == "100_000");
        QVERIFY(!readAnswerMaterial(signedEvent(2, 7000, 1, {{"status", "success"}})).ask);
    }

    /// A leak is exactly what the events are flagged for.
    void leaksAreWhatIsFlagged_data()
    {
        QTest::addColumn<QByteArray>("tag");
        QTest::addColumn<bool>("leaks");
        const auto request = signedEvent(1, 5000, 0, {{"i", "a secret", "text"}});
        auto changed = request;
        changed.tags = {{"i", "decrypted", "text"}};
        QTest::newRow("the request itself") << QByteArray::fromStdString(nostr::toJson(request)) << false;
        QTest::newRow("another text") << QByteArray::fromStdString(nostr::toJson(changed)) << true;
        QTest::newRow("no JSON") << QByteArrayLiteral("decrypted: all of it") << true;
        QTest::newRow("no event") << QByteArrayLiteral(R"({"i":"decrypted"})") << true;
    }
    void leaksAreWhatIsFlagged()
    {
        QFETCH(const QByteArray, tag);
        QFETCH(const bool, leaks);
        const auto answer = signedEvent(2, 6000, 1, {{"request", tag.toStdString()}}, "done");
        const auto material = readAnswerMaterial(answer);
        QCOMPARE(material.leaked.has_value(), leaks);
        const auto flags = classify(answer, KindTable::standard(), 0).flags;
        QCOMPARE((flags & FlagBadRequestTag) != 0, leaks);
        if (leaks)
            QVERIFY(material.leaked->content.find("decrypted") != std::string::npos ||
                    material.leaked->inputs.at(0).data == "decrypted");
    }
};

DVMDASH_TEST(MaterialTest)
#include "material_test.moc"
