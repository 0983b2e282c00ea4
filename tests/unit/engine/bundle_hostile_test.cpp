// SPDX-License-Identifier: GPL-3.0-or-later
// Bundles as nobody honest writes them: refused in words, or read without what is wrong in them.
#include "engine/answers.h"
#include "engine/bundle.h"
#include "engine/opened_bundle.h"
#include "support/scratch_store.h"
#include "support/signed_events.h"
#include "support/test_main.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>

#include <functional>
#include <random>

using namespace dvmdash;
using engine::BundleQuestion;
using engine::Redaction;
using nlohmann::json;
using store::test::ScratchStore;
using test::signedEvent;

namespace
{

using Change = std::function<void(json &)>;

} // namespace
Q_DECLARE_METATYPE(Change)

class BundleHostileTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        m_request = signedEvent(1, 5000, 0, {{"i", "the input", "text"}, {"p", test::keyOf(2).hex()}});
        m_error =
            signedEvent(2, 7000, 5, {{"e", m_request.id.hex()}, {"status", "error", "sorry"}}, "broken");
        ScratchStore scratch(test::start + 1'000);
        scratch.give({m_request, m_error}, 0, true);
        scratch.listen(test::start - 100, test::start + 1'000);
        store::Reader reader = scratch.read();
        const auto make = [&](Redaction redaction) {
            return engine::answer(reader,
                                  BundleQuestion{m_request.id, {test::start + 1'000, false}, redaction})
                .text;
        };
        m_whole = make(Redaction::None);
        m_redacted = make(Redaction::Texts);
    }

    void whatCannotBeReadIsRefusedInWords_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QString>("words");
        const auto with = [this](const Change &change) {
            json document = json::parse(m_whole.toStdString());
            change(document);
            return QByteArray::fromStdString(document.dump());
        };
        QTest::newRow("empty") << QByteArray() << QStringLiteral("not whole JSON");
        QTest::newRow("cut off") << m_whole.left(m_whole.size() / 2) << QStringLiteral("not whole JSON");
        QTest::newRow("no text") << QByteArray("\xff\xfe\x00\x01", 4) << QStringLiteral("not whole JSON");
        QTest::newRow("deep") << QByteArray(1'000'000, '[') << QStringLiteral("nested deeper");
        QTest::newRow("deep within") << with([](json &document) {
            json deep = 1;
            for (int i = 0; i < 60; ++i)
                deep = json::array({deep});
            document["more"] = deep;
        }) << QStringLiteral("nested deeper");
        QTest::newRow("too large") << QByteArray(engine::mostBundleBytes + 1, ' ')
                                   << QStringLiteral("larger than the 64 MiB");
        QTest::newRow("many values") << QByteArray("[") + QByteArray("0,").repeated(7'000'000) + "0]"
                                     << QStringLiteral("more values");
        QTest::newRow("many objects")
            << QByteArray("[") + QByteArray("{},").repeated(2'500'000) + "{}]" << QStringLiteral("no bundle");
        QTest::newRow("many arrays") << QByteArray("[") + QByteArray("[],").repeated(2'500'000) + "[]]"
                                     << QStringLiteral("no bundle");
        QTest::newRow("an array") << QByteArray("[1]") << QStringLiteral("no bundle");
        QTest::newRow("an event") << QByteArray::fromStdString(nostr::toJson(m_request))
                                  << QStringLiteral("no bundle");
        QTest::newRow("another format")
            << with([](json &document) { document["format"] = "other"; }) << QStringLiteral("no bundle");
        QTest::newRow("format of another type")
            << with([](json &document) { document["format"] = 7; }) << QStringLiteral("no bundle");
        QTest::newRow("newer") << with([](json &document) { document["version"] = 2; })
                               << QStringLiteral("Update the program");
        QTest::newRow("version a text") << with([](json &document) { document["version"] = "1"; })
                                        << QStringLiteral("Update the program");
        QTest::newRow("no events") << with([](json &document) { document.erase("events"); })
                                   << QStringLiteral("no list of events");
        QTest::newRow("events an object") << with([](json &document) { document["events"] = json::object(); })
                                          << QStringLiteral("no list of events");
        QTest::newRow("very many events")
            << with([](json &document) { document["events"] = json(60'000, json::object()); })
            << QStringLiteral("more than the 50000 events");
        QTest::newRow("no id") << with([](json &document) { document["id"] = "12"; })
                               << QStringLiteral("damaged where it says");
        QTest::newRow("judged at no time")
            << with([](json &document) { document.erase("judged"); }) << QStringLiteral("as of when");
        QTest::newRow("judged at an absurd time")
            << with([](json &document) { document["judged"]["now"] = 18'446'744'073'709'551'615u; })
            << QStringLiteral("as of when");
        QTest::newRow("odd spans") << with([](json &document) {
            document["judged"]["heard"] = {{1, "2"}};
        }) << QStringLiteral("damaged where it says");
        QTest::newRow("without its job") << with([](json &document) { document["events"] = json::array(); })
                                         << QStringLiteral("does not hold the job");
        QTest::newRow("a wrong job") << with([](json &document) { document["id"] = std::string(64, 'a'); })
                                     << QStringLiteral("does not hold the job");
    }
    void whatCannotBeReadIsRefusedInWords()
    {
        QFETCH(const QByteArray, file);
        QFETCH(const QString, words);
        QElapsedTimer timer;
        timer.start();
        const auto opened = engine::openBundle(write(file));
        QVERIFY(!opened);
        QVERIFY2(opened.error.contains(words), qPrintable(opened.error));
        QVERIFY(timer.elapsed() < 20'000);
    }

    void aNameThatIsNoFileIsSaid()
    {
        const auto opened = engine::openBundle(m_folder.filePath(QStringLiteral("nothing.json")));
        QVERIFY(!opened);
        QVERIFY(opened.error.startsWith(QStringLiteral("Cannot read ")));
    }

    void manyMembersTakeNoLongerThanTheyAre()
    {
        QByteArray file("{");
        for (int i = 0; i < 400'000; ++i)
            file += "\"" + QByteArray::number(i) + "\":0,";
        file += "\"format\":\"other\"}";
        QElapsedTimer timer;
        timer.start();
        QVERIFY(!engine::readBundle(file));
        QVERIFY(timer.elapsed() < 20'000);
    }

    void badEventsAreLeftOutAndCounted_data()
    {
        QTest::addColumn<Change>("change");
        QTest::addColumn<int>("refused");
        const auto row = [](const char *name, int refused, const Change &change) {
            QTest::newRow(name) << change << refused;
        };
        row("nothing", 0, [](json &) {});
        row("another content", 1, [](json &events) { events[1]["event"]["content"] = "fine"; });
        row("another author", 1, [](json &events) { events[1]["event"]["pubkey"] = test::keyOf(3).hex(); });
        row("another signature", 1, [](json &events) { events[1]["event"]["sig"] = std::string(128, '1'); });
        row("no event", 1, [](json &events) { events[1].erase("event"); });
        row("a number", 1, [](json &events) { events[1] = 12; });
        row("an event of another type", 1, [](json &events) { events[1]["event"] = {1, 2}; });
        row("tags of another type", 1, [](json &events) { events[1]["event"]["tags"] = "x"; });
        row("received at no time", 1, [](json &events) { events[1]["received_ms"] = "now"; });
        row("received before time", 1, [](json &events) { events[1]["received_ms"] = -1; });
        row("received for ever", 1, [](json &events) { events[1]["received_ms"] = 9e300; });
        row("nested in nothing", 1, [](json &events) { events[1]["nested_in"] = 5; });
        row("seen by an object", 1, [](json &events) { events[1]["seen"] = json::object(); });
        row("odd sightings", 0, [](json &events) { events[1]["seen"] = {1, "x", {{"relay", 3}}}; });
        row("redacted by a number", 1, [](json &events) { events[1]["redacted"] = 3; });
    }
    void badEventsAreLeftOutAndCounted()
    {
        QFETCH(const Change, change);
        QFETCH(const int, refused);
        json document = json::parse(m_whole.toStdString());
        change(document["events"]);
        const auto opened = engine::openBundle(write(QByteArray::fromStdString(document.dump())));
        QVERIFY2(opened, qPrintable(opened.error));
        QCOMPARE((*opened)->refused, refused);
        QCOMPARE((*opened)->reasons.size(), refused);
        QCOMPARE((*opened)->verified, 2 - refused);
        // Without the error the DVM was silent: what stands in the file does not follow.
        QCOMPARE((*opened)->agrees(), refused == 0);
    }

    void copiesCountOnce()
    {
        json document = json::parse(m_whole.toStdString());
        json &events = document["events"];
        const json redacted = json::parse(m_redacted.toStdString())["events"];
        events.push_back(events[0]);
        events.insert(events.begin(), redacted[1]);
        const auto opened = engine::openBundle(write(QByteArray::fromStdString(document.dump())));
        QVERIFY2(opened, qPrintable(opened.error));
        QCOMPARE((*opened)->duplicates, 2);
        QCOMPARE((*opened)->verified, 2);
        QCOMPARE((*opened)->redacted, 0); // the whole one stands
        QVERIFY((*opened)->agrees());
    }

    void oddFactsOfAStandInAreLeftOut()
    {
        const std::vector<json> facts{5,
                                      {{"flags", 3}},
                                      {{"payment_until", "soon"}},
                                      {{"payment", {{"from", "x"}}}},
                                      {{"flags", {{{"a", 1}}}}, {"payment_until", -3}}};
        for (const json &odd : facts) {
            json document = json::parse(m_redacted.toStdString());
            document["events"][1]["facts"] = odd;
            const auto opened = engine::openBundle(write(QByteArray::fromStdString(document.dump())));
            QVERIFY2(opened, qPrintable(opened.error));
            QCOMPARE((*opened)->refused, odd.is_object() ? 1 : 0);
        }
        json document = json::parse(m_redacted.toStdString());
        document["events"][1].erase("facts");
        QVERIFY(engine::openBundle(write(QByteArray::fromStdString(document.dump()))));
    }

    void damageAnywhereCrashesNothing()
    {
        std::mt19937 random(7);
        const auto upTo = [&](qsizetype count) {
            return static_cast<qsizetype>(random() % static_cast<unsigned>(count));
        };
        const QByteArray marks("{}[],:\"0123456789eE+-.\\nulltrue\xff ");
        int readable = 0;
        for (const QByteArray &file : {m_whole, m_redacted}) {
            for (int i = 0; i < 1'500; ++i) {
                QByteArray damaged = file;
                for (qsizetype hits = 1 + upTo(3); hits > 0; --hits) {
                    const qsizetype at = upTo(damaged.size());
                    if (random() % 3 == 0)
                        damaged.remove(at, 1 + upTo(40));
                    else
                        damaged[at] = marks[upTo(marks.size())];
                }
                const auto reading = engine::readBundle(damaged);
                readable += reading ? 1 : 0;
                QVERIFY(reading || !reading.error.isEmpty());
            }
        }
        QVERIFY(readable > 100); // else it would show little
    }

    void aVerdictThatDoesNotFollowIsShown()
    {
        const auto differencesWith = [this](const Change &change) {
            json document = json::parse(m_whole.toStdString());
            change(document);
            const auto opened = engine::openBundle(write(QByteArray::fromStdString(document.dump())));
            return opened ? (*opened)->differences.join(u'\n') : opened.error;
        };
        QVERIFY(differencesWith([](json &) {}).isEmpty());
        QVERIFY(differencesWith([](json &document) {
                    document["verdict"]["root_causes"][0]["dvm"] = test::keyOf(9).hex();
                }).contains(QString::fromStdString(test::keyOf(9).hex().substr(0, 8))));
        QVERIFY(differencesWith([](json &document) {
                    document["verdict"]["root_causes"] = json::array();
                }).contains(QStringLiteral("only found here: error at DVM")));
        QVERIFY(differencesWith([](json &document) {
                    document["chain"]["nodes"][0]["state"] = "delivered";
                }).contains(QStringLiteral("is delivered")));
        QVERIFY(differencesWith([](json &document) {
                    document.erase("verdict");
                }).contains(QStringLiteral("no verdict")));
        QVERIFY(differencesWith([](json &document) {
                    document["verdict"] = {1, "x"};
                }).contains(QStringLiteral("no verdict")));
        QVERIFY(!differencesWith([](json &document) {
                     document["verdict"]["root_causes"] = {1, {{"dvm", 3}}, nullptr};
                 }).isEmpty());
        // Much that differs is cut.
        QVERIFY(differencesWith([](json &document) {
                    for (int i = 0; i < 5'000; ++i)
                        document["verdict"]["notes"].push_back({{"note", std::to_string(i)}});
                }).endsWith(QStringLiteral("more")));
    }

private:
    QString write(const QByteArray &text)
    {
        const QString path = m_folder.filePath(QStringLiteral("test.dvmchain.json"));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("cannot write the bundle");
        return path;
    }

    QTemporaryDir m_folder;
    nostr::Event m_request;
    nostr::Event m_error;
    QByteArray m_whole;
    QByteArray m_redacted;
};

DVMDASH_TEST(BundleHostileTest)
#include "bundle_hostile_test.moc"
