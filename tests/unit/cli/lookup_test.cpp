// SPDX-License-Identifier: GPL-3.0-or-later
#include "nostr/nip19.h"
#include "program.h"
#include "support/signed_events.h"
#include "support/test_main.h"

#include <QDateTime>

namespace dvmdash::test
{

namespace
{

constexpr unsigned char customer = 1;
constexpr unsigned char dvm = 2;
constexpr unsigned char otherDvm = 3;
constexpr unsigned char named = 4;

QString hex(const nostr::Event &event)
{
    return QString::fromStdString(event.id.hex());
}

bool isIsoUtc(const nlohmann::json &value)
{
    const QString text = QString::fromStdString(value.get<std::string>());
    return text.endsWith(u'Z') && QDateTime::fromString(text, Qt::ISODateWithMs).isValid();
}

} // namespace

/// event, stats and relays over a small file whose numbers can be counted by hand.
class LookupTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void eventAsJson();
    void eventThatIsReferredTo();
    void eventByNip19();
    void eventOfManyFlags();
    void eventForPeople();
    void unknownEvent();
    void statsOfEverything();
    void statsOfAWindow_data();
    void statsOfAWindow();
    void statsOfNothing();
    void statsForPeople();
    void relays();

private:
    ProgramResult look(QStringList arguments) const { return m_folder.withDatabase(std::move(arguments)); }

    ProgramFolder m_folder;
    nostr::Event m_request;
    nostr::Event m_feedback;
    nostr::Event m_result;
    nostr::Event m_odd;
    nostr::Event m_last;
    nostr::EventId m_neverSeen;
};

void LookupTest::initTestCase()
{
    m_neverSeen.data.fill(0x5a);
    m_request = signedEvent(customer, 5100, 0, {{"i", "a cat", "text"}, {"p", keyOf(dvm).hex()}});
    const std::string id = m_request.id.hex();
    m_feedback =
        signedEvent(dvm, 7000, 2, {{"status", "processing"}, {"e", id}, {"p", keyOf(customer).hex()}});
    m_result = signedEvent(dvm, 6100, 5, {{"e", id}, {"p", keyOf(customer).hex()}}, "a picture");
    m_odd = signedEvent(otherDvm, 7000, 6, {{"status", "error", "\u202ebackwards"}, {"e", m_neverSeen.hex()}},
                        "\x1b[2J<b>gone</b>\nsecond line");
    m_last = signedEvent(named, 5100, 100, {{"i", id, "job"}});
    const nostr::Event profile = signedEvent(named, 0, 50, {}, R"({"name":"Nora"})");
    const nostr::Event other = signedEvent(named, 5300, 90, {});
    const QString file =
        m_folder.write(QStringLiteral("small.jsonl"),
                       toLines({m_request, m_feedback, m_result, m_odd, profile, other, m_last}));
    const ProgramResult imported = look({QStringLiteral("import"), file, QStringLiteral("--json")});
    COMPARE_JSON(imported.json().at("accepted"), 7);
}

void LookupTest::eventAsJson()
{
    const ProgramResult result = look({QStringLiteral("event"), hex(m_result), QStringLiteral("--json")});
    QCOMPARE(result.code, 0);
    QCOMPARE(result.lines().size(), 1);
    // The event stands in it exactly as it is exported.
    QVERIFY(result.out.startsWith(QByteArray::fromStdString("{\"event\":" + nostr::toJson(m_result) + ",")));
    const nlohmann::json json = result.json();
    COMPARE_JSON(json.at("role"), "result");
    COMPARE_JSON(json.at("kind_name"), "Image generation");
    COMPARE_JSON(json.at("flags"), nlohmann::json::array());
    QVERIFY(isIsoUtc(json.at("received_at")));
    QCOMPARE(json.at("relays").size(), std::size_t{1});
    COMPARE_JSON(json.at("relays")[0].at("url"), "file:small.jsonl");
    QVERIFY(isIsoUtc(json.at("relays")[0].at("first_seen")));
    QCOMPARE(json.at("refers_to").size(), std::size_t{1});
    COMPARE_JSON(json.at("refers_to")[0].at("id"), m_request.id.hex());
    COMPARE_JSON(json.at("refers_to")[0].at("known"), true);
    COMPARE_JSON(json.at("refers_to")[0].at("kind"), 5100);
    COMPARE_JSON(json.at("referred_by"), nlohmann::json::array());
    const nlohmann::json &job = json.at("job");
    COMPARE_JSON(job.at("request"), m_request.id.hex());
    COMPARE_JSON(job.at("state"), "DELIVERED");
    QCOMPARE(job.at("attempts").size(), std::size_t{1});
    COMPARE_JSON(job.at("attempts")[0].at("dvm"), keyOf(dvm).hex());
    COMPARE_JSON(job.at("attempts")[0].at("targeted"), true);
    COMPARE_JSON(job.at("attempts")[0].at("result"), m_result.id.hex());
    COMPARE_JSON(job.at("attempts")[0].at("response_s"), 5);
}

void LookupTest::eventThatIsReferredTo()
{
    const nlohmann::json json =
        look({QStringLiteral("event"), hex(m_request), QStringLiteral("--json")}).json();
    std::map<std::string, std::string> referredBy;
    for (const auto &reference : json.at("referred_by"))
        referredBy[reference.at("id")] = reference.at("relation");
    QCOMPARE(referredBy.size(), std::size_t{3});
    QCOMPARE(referredBy[m_feedback.id.hex()], "event");
    QCOMPARE(referredBy[m_result.id.hex()], "event");
    QVERIFY(referredBy[m_last.id.hex()].starts_with("job"));
}

void LookupTest::eventByNip19()
{
    const QByteArray expected = look({QStringLiteral("event"), hex(m_result), QStringLiteral("--json")}).out;
    for (const std::string &id :
         {nostr::nip19::encode(nostr::nip19::Note{m_result.id}),
          nostr::nip19::encode(nostr::nip19::Nevent{m_result.id, {"wss://r.example"}, {}, {}}),
          "nostr:" + nostr::nip19::encode(nostr::nip19::Note{m_result.id})})
        QCOMPARE(look({QStringLiteral("event"), QString::fromStdString(id), QStringLiteral("--json")}).out,
                 expected);
}

void LookupTest::eventOfManyFlags()
{
    const nlohmann::json json = look({QStringLiteral("event"), hex(m_odd), QStringLiteral("--json")}).json();
    QVERIFY(!json.at("flags").empty());
    COMPARE_JSON(json.at("refers_to")[0].at("known"), false);
    COMPARE_JSON(json.at("job").at("request"), m_neverSeen.hex());
    COMPARE_JSON(json.at("job").at("request_seen"), false);
}

void LookupTest::eventForPeople()
{
    const ProgramResult result = look({QStringLiteral("event"), hex(m_odd)});
    QCOMPARE(result.code, 0);
    QVERIFY(result.out.contains(m_odd.id.hex().c_str()));
    QVERIFY(result.out.contains("never seen"));
    QVERIFY(result.out.contains("second line"));
    // Nothing in it reaches the terminal as a command.
    QVERIFY(!result.out.contains('\x1b'));
    QVERIFY(!result.out.contains("\u202e"));
    QVERIFY(result.out.contains("\\u{001B}[2J"));
    const ProgramResult byNora = look({QStringLiteral("event"), hex(m_last)});
    QVERIFY(byNora.out.contains("Nora"));
}

void LookupTest::unknownEvent()
{
    const ProgramResult referred =
        look({QStringLiteral("event"), QString::fromStdString(m_neverSeen.hex()), QStringLiteral("--json")});
    QCOMPARE(referred.code, 1);
    QVERIFY(referred.out.isEmpty());
    QVERIFY(referred.err.contains("not in this database"));
    QVERIFY(referred.err.contains(m_odd.id.hex().c_str()));
    const ProgramResult unheardOf = look({QStringLiteral("event"), QString(64, u'e')});
    QCOMPARE(unheardOf.code, 1);
    QVERIFY(unheardOf.err.contains("not in this database"));
}

void LookupTest::statsOfEverything()
{
    const nlohmann::json json = look({QStringLiteral("stats"), QStringLiteral("--json")}).json();
    COMPARE_JSON(json.at("requests"), 3);
    COMPARE_JSON(json.at("results"), 1);
    COMPARE_JSON(json.at("feedback"), 2);
    COMPARE_JSON(json.at("unique_users"), 2);
    COMPARE_JSON(json.at("unique_dvms"), 2);
    COMPARE_JSON(json.at("unique_kinds"), 2);
    COMPARE_JSON(json.at("popular_dvm"), keyOf(dvm).hex());
    COMPARE_JSON(json.at("popular_dvm_results"), 1);
    COMPARE_JSON(json.at("popular_kind"), 5100);
    COMPARE_JSON(json.at("popular_kind_requests"), 2);
    COMPARE_JSON(json.at("competitive_kind"), 5100);
    COMPARE_JSON(json.at("competitive_kind_dvms"), 1);
    COMPARE_JSON(json.at("window").at("since"), "2023-11-14T22:13:20Z");
    COMPARE_JSON(json.at("window").at("until"), "2023-11-14T22:15:01Z"); // exclusive
    COMPARE_JSON(json.at("freshness").at("newest_event_at"), "2023-11-14T22:15:00Z");
    QVERIFY(isIsoUtc(json.at("freshness").at("as_of")));
    COMPARE_JSON(json.at("events_total"), 7);
    QVERIFY(json.at("file_bytes") > 0);
    COMPARE_JSON(look({QStringLiteral("stats"), QStringLiteral("--window"), QStringLiteral("all"),
                       QStringLiteral("--json")})
                     .json()
                     .at("requests"),
                 3);
}

void LookupTest::statsOfAWindow_data()
{
    QTest::addColumn<qint64>("since");
    QTest::addColumn<qint64>("until");
    QTest::addColumn<int>("requests");
    QTest::addColumn<int>("results");
    QTest::addColumn<int>("feedback");
    const auto row = [](const char *name, qint64 since, qint64 until, int requests, int results,
                        int feedback) {
        QTest::newRow(name) << start + since << start + until << requests << results << feedback;
    };
    row("all", 0, 101, 3, 1, 2);
    row("since is inclusive", 5, 7, 0, 1, 1);
    row("until is exclusive", 0, 5, 1, 0, 1);
    row("the last second", 100, 101, 1, 0, 0);
    row("nothing", 10, 50, 0, 0, 0);
}

void LookupTest::statsOfAWindow()
{
    QFETCH(qint64, since);
    QFETCH(qint64, until);
    QFETCH(int, requests);
    QFETCH(int, results);
    QFETCH(int, feedback);
    const QString iso = QDateTime::fromSecsSinceEpoch(until, Qt::UTC).toString(Qt::ISODate);
    const nlohmann::json json =
        look({QStringLiteral("stats"), QStringLiteral("--json"), QStringLiteral("--since"),
              QString::number(since), QStringLiteral("--until"), iso})
            .json();
    COMPARE_JSON(json.at("requests"), requests);
    COMPARE_JSON(json.at("results"), results);
    COMPARE_JSON(json.at("feedback"), feedback);
    QCOMPARE(json.at("popular_kind").is_null(), requests == 0);
    QCOMPARE(json.at("popular_dvm").is_null(), results == 0);
}

void LookupTest::statsOfNothing()
{
    const ProgramFolder empty;
    QCOMPARE(empty.withDatabase({QStringLiteral("import"), QStringLiteral("-")}).code, 0);
    const nlohmann::json json =
        empty.withDatabase({QStringLiteral("stats"), QStringLiteral("--json")}).json();
    COMPARE_JSON(json.at("requests"), 0);
    COMPARE_JSON(json.at("events_total"), 0);
    QVERIFY(json.at("popular_dvm").is_null());
    QVERIFY(json.at("freshness").at("newest_event_at").is_null());
    const ProgramResult people = empty.withDatabase({QStringLiteral("stats")});
    QCOMPARE(people.code, 0);
    QVERIFY(people.out.contains("collect or import"));
    const ProgramResult relays = empty.withDatabase({QStringLiteral("relays")});
    QCOMPARE(relays.code, 0);
    QVERIFY(relays.out.contains("collect or import"));
    COMPARE_JSON(empty.withDatabase({QStringLiteral("relays"), QStringLiteral("--json")}).json(),
                 (nlohmann::json{{"relays", nlohmann::json::array()}}));
}

void LookupTest::statsForPeople()
{
    const ProgramResult result = look({QStringLiteral("stats")});
    QCOMPARE(result.code, 0);
    for (const char *word : {"requests", "results", "feedback", "unique users", "unique DVMs", "popular kind",
                             "Image generation", "npub1"})
        QVERIFY2(result.out.contains(word), word);
}

void LookupTest::relays()
{
    const nlohmann::json json = look({QStringLiteral("relays"), QStringLiteral("--json")}).json();
    QCOMPARE(json.at("relays").size(), std::size_t{1});
    const nlohmann::json &file = json.at("relays")[0];
    COMPARE_JSON(file.at("url"), "file:small.jsonl");
    COMPARE_JSON(file.at("events"), 7);
    QVERIFY(isIsoUtc(file.at("first_seen")) && isIsoUtc(file.at("last_seen")));
    QVERIFY(file.at("covered_seconds") >= 100);
    QVERIFY(look({QStringLiteral("relays")}).out.contains("file:small.jsonl"));
}

DVMDASH_TEST(LookupTest)

} // namespace dvmdash::test

#include "lookup_test.moc"
