// SPDX-License-Identifier: GPL-3.0-or-later
#include "lookup/document.h"
#include "support/signed_events.h"
#include "support/test_main.h"

using namespace dvmdash;
using namespace dvmdash::lookup;

namespace
{

std::string hex()
{
    return test::keyOf(7).hex();
}

QString lnurl(const std::string &members)
{
    return QString::fromStdString("{\"tag\":\"payRequest\",\"callback\":\"https://pay.dev/c\"," + members +
                                  "}");
}

} // namespace

class LookupDocumentTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void lightning_data()
    {
        QTest::addColumn<QString>("json");
        QTest::addColumn<int>("outcome");
        const auto row = [](const char *name, const QString &json, Outcome outcome) {
            QTest::newRow(name) << json << static_cast<int>(outcome);
        };
        const std::string key = "\"nostrPubkey\":\"" + hex() + "\"";
        std::string upper = hex();
        for (char &c : upper)
            c = static_cast<char>(toupper(c));
        row("key", lnurl("\"allowsNostr\":true," + key), Outcome::Key);
        row("key beside unknown members", lnurl("\"x\":[1,{}],\"allowsNostr\":true," + key), Outcome::Key);
        row("no zaps", lnurl("\"allowsNostr\":false," + key), Outcome::NoKey);
        row("zaps not mentioned", lnurl(key), Outcome::NoKey);
        row("zaps as a text", lnurl("\"allowsNostr\":\"true\"," + key), Outcome::NoKey);
        row("no key", lnurl("\"allowsNostr\":true"), Outcome::NoKey);
        row("key that is none", lnurl("\"allowsNostr\":true,\"nostrPubkey\":\"abc\""), Outcome::NoKey);
        row("key in uppercase", lnurl("\"allowsNostr\":true,\"nostrPubkey\":\"" + upper + "\""),
            Outcome::NoKey);
        row("key that is a number", lnurl("\"allowsNostr\":true,\"nostrPubkey\":7"), Outcome::NoKey);
        row("another tag", QStringLiteral("{\"tag\":\"withdrawRequest\"}"), Outcome::Failed);
        row("no tag", QStringLiteral("{}"), Outcome::Failed);
        row("an error", QStringLiteral("{\"status\":\"ERROR\",\"reason\":\"who?\"}"), Outcome::Failed);
        row("no JSON", QStringLiteral("<html>"), Outcome::Failed);
        row("a list", QStringLiteral("[]"), Outcome::Failed);
        row("empty", QString(), Outcome::Failed);
        row("deep", QString(1000, QLatin1Char('[')), Outcome::Failed);
        row("deep inside", lnurl("\"x\":" + std::string(100, '[') + std::string(100, ']')), Outcome::NoKey);
        row("a NUL and more behind it",
            lnurl("\"allowsNostr\":true," + key) + QChar(u'\0') + QStringLiteral("x"), Outcome::Failed);
    }
    void lightning()
    {
        QFETCH(const QString, json);
        QFETCH(const int, outcome);
        const Reading reading = readLnurlDocument(json.toStdString());
        QCOMPARE(static_cast<int>(reading.outcome), outcome);
        QCOMPARE(reading.key.has_value(), reading.outcome == Outcome::Key);
        QCOMPARE(reading.error.empty(), reading.outcome != Outcome::Failed);
        if (reading.key)
            QVERIFY(*reading.key == test::keyOf(7));
    }

    void serversOwnWords()
    {
        const std::string letters(150, 'x');
        const Reading reading =
            readLnurlDocument("{\"status\":\"ERROR\",\"reason\":\"" + letters +
                              std::string("\xc3\xa4\xc3\xa4\xc3\xa4") + std::string(300, 'y') + "\"}");
        QVERIFY(reading.error.size() < 250);
        QVERIFY(QString::fromStdString(reading.error).contains(QString(150, QLatin1Char('x'))));
        // A cut never halves a character.
        std::string many = "{\"status\":\"ERROR\",\"reason\":\"x";
        for (int i = 0; i < 200; ++i)
            many += "\xc3\xa4";
        const QString shown = QString::fromStdString(readLnurlDocument(many + "\"}").error);
        QVERIFY(!shown.contains(QChar::ReplacementCharacter));
    }

    void names()
    {
        const std::string json = "{\"names\":{\"bob\":\"" + hex() + "\",\"ann\":\"x\",\"_\":7}}";
        const Reading bob = readNip05Document(json, "bob");
        QVERIFY(bob.outcome == Outcome::Key && bob.key == test::keyOf(7));
        for (const char *other : {"ann", "_", "Bob", "carol", ""})
            QVERIFY((readNip05Document(json, other) == Reading{Outcome::NoKey, {}, {}}));
        for (const char *bad : {"", "{}", "[]", "{\"names\":[]}", "{\"names\":null}", "nothing"})
            QVERIFY(readNip05Document(bad, "bob").outcome == Outcome::Failed);
    }

    void theOneThatBelongsToTheSubject()
    {
        const std::string json = "{\"names\":{\"bob\":\"" + hex() + "\"}}";
        QVERIFY(readDocument({What::Nip05, test::keyOf(1), "Bob@names.dev"}, json).outcome == Outcome::Key);
        QVERIFY(readDocument({What::Lnurl, test::keyOf(1), "bob@names.dev"}, json).outcome ==
                Outcome::Failed);
    }
};

DVMDASH_TEST(LookupDocumentTest)
#include "lookup_document_test.moc"
