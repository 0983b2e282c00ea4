// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/demo_relay.h"
#include "program.h"
#include "relay/relay_list.h"
#include "support/relay_list_words.h"
#include "support/relay_thread.h"
#include "support/signed_events.h"
#include "support/test_main.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>

namespace dvmdash::test
{

namespace
{

const QString a = QStringLiteral("wss://a.example");
const QString b = QStringLiteral("wss://b.example");
const QString c = QStringLiteral("ws://c.example:81/path");

} // namespace

/// The kept list of relays, edited by command.
class RelaysCommandTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void printsTheDefaultList();
    void edits();
    void editsStandInOneOrder();
    void defaultListComesBack();
    void allOrNothing_data();
    void allOrNothing();
    void addingTwiceIsSaid();
    void wrongUsage_data();
    void wrongUsage();
    void brokenListIsSaid();
    void unwritableIsSaid();
    void sharesTheDesktopsList();
    void collectTakesTheKeptList();
    void collectWithoutARelayIsSaid();
    void addLooksFirst();
    void removeTakesOut();
    void checkSaysWhatItFound();
    void importAddsWhatIsNew();
    void namedAreThoseNotOnTheList();
    void discoverAsksTheList();
    void givenSaysWhatOnlyOneHas();
    void wordsGoWithoutOptions();

private:
    QString file() const { return m_folder->path(QStringLiteral("list.json")); }
    ProgramResult relays(const QStringList &arguments) const
    {
        return m_folder->run(QStringList{QStringLiteral("relays"), QStringLiteral("--relays-file"), file()} +
                             arguments);
    }
    void keep(const relay::RelayList &list) const
    {
        QString error;
        QVERIFY2(relay::writeKeptRelays(file(), list, &error), qPrintable(error));
    }
    QStringList kept() const { return wordsOf(relay::readKeptRelays(file()).relays); }

    std::unique_ptr<ProgramFolder> m_folder;
};

void RelaysCommandTest::init()
{
    m_folder = std::make_unique<ProgramFolder>();
}

void RelaysCommandTest::printsTheDefaultList()
{
    const ProgramResult result = relays({QStringLiteral("--list"), QStringLiteral("--json")});
    QCOMPARE(result.code, 0);
    nlohmann::json expected = nlohmann::json::array();
    for (const auto &entry : relay::defaultRelays())
        expected.push_back({{"url", entry.url.toStdString()}, {"enabled", true}});
    COMPARE_JSON(result.json(), expected);
    QVERIFY(!QFile::exists(file())); // looking makes nothing

    keep({{a, true}, {b, false}});
    QCOMPARE(relays({QStringLiteral("--list")}).out,
             QByteArray("on   wss://a.example\noff  wss://b.example\n"));
    keep({});
    COMPARE_JSON(relays({QStringLiteral("--list"), QStringLiteral("--json")}).json(),
                 nlohmann::json::array());
    QVERIFY(relays({QStringLiteral("--list")}).out.contains("--add"));
}

void RelaysCommandTest::edits()
{
    keep({{a, true}});
    ProgramResult result = relays({QStringLiteral("--add"), QStringLiteral("B.example:443/"), c,
                                   QStringLiteral("--add"), b, QStringLiteral("--json")});
    QCOMPARE(result.code, 0);
    QCOMPARE(kept(), (QStringList{a, b, c}));
    COMPARE_JSON(result.json(), nlohmann::json({{{"url", "wss://a.example"}, {"enabled", true}},
                                                {{"url", "wss://b.example"}, {"enabled", true}},
                                                {{"url", "ws://c.example:81/path"}, {"enabled", true}}}));
    QCOMPARE(
        relays({QStringLiteral("--disable"), a, QStringLiteral("WSS://C.example"), QStringLiteral("--json")})
            .code,
        1);
    QCOMPARE(relays({QStringLiteral("--disable"), a, c}).code, 0);
    QCOMPARE(kept(), (QStringList{QStringLiteral("off ") + a, b, QStringLiteral("off ") + c}));
    QCOMPARE(relays({QStringLiteral("--enable"), c, QStringLiteral("--remove"), a}).code, 0);
    QCOMPARE(kept(), (QStringList{b, c}));
    result = relays({QStringLiteral("--remove"), b, c});
    QCOMPARE(result.code, 0);
    QVERIFY(kept().isEmpty()); // empty stays empty: somebody wanted none
}

void RelaysCommandTest::editsStandInOneOrder()
{
    keep({{a, true}});
    QCOMPARE(relays({QStringLiteral("--disable"), b, QStringLiteral("--add"), b}).code, 0);
    QCOMPARE(kept(), (QStringList{a, QStringLiteral("off ") + b}));
}

void RelaysCommandTest::defaultListComesBack()
{
    keep({{a, false}});
    QCOMPARE(relays({QStringLiteral("--add"), b, QStringLiteral("--default")}).code, 0);
    QCOMPARE(kept(), wordsOf(relay::defaultRelays()) + QStringList{b});
    QCOMPARE(relays({QStringLiteral("--default")}).code, 0);
    QCOMPARE(kept(), wordsOf(relay::defaultRelays()));
}

void RelaysCommandTest::allOrNothing_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("remove") << QStringList{QStringLiteral("--remove"), a, c};
    QTest::newRow("enable") << QStringList{QStringLiteral("--remove"), a, QStringLiteral("--enable"), c};
    QTest::newRow("disable") << QStringList{QStringLiteral("--disable"), c, QStringLiteral("--add"), b};
    QTest::newRow("removed before") << QStringList{QStringLiteral("--remove"), a, QStringLiteral("--disable"),
                                                   a, c};
}

void RelaysCommandTest::allOrNothing()
{
    QFETCH(QStringList, arguments);
    keep({{a, true}});
    const ProgramResult result = relays(arguments);
    QCOMPARE(result.code, 1);
    QVERIFY(result.out.isEmpty());
    QVERIFY2(result.err.contains(c.toUtf8()), result.err.constData());
    QVERIFY2(result.err.contains("--list"), result.err.constData());
    QCOMPARE(kept(), QStringList{a});
}

void RelaysCommandTest::addingTwiceIsSaid()
{
    keep({{a, false}});
    const ProgramResult result = relays({QStringLiteral("--add"), a});
    QCOMPARE(result.code, 0);
    QVERIFY2(result.err.contains("switched off"), result.err.constData());
    QCOMPARE(kept(), QStringList{QStringLiteral("off ") + a});
}

void RelaysCommandTest::wrongUsage_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("told");
    QTest::newRow("add") << QStringList{QStringLiteral("--add"), QStringLiteral("https://a.example")}
                         << QByteArray("--add");
    QTest::newRow("remove") << QStringList{QStringLiteral("--remove"), QStringLiteral("wss://u:p@a.example")}
                            << QByteArray("--remove");
    QTest::newRow("nothing to add") << QStringList{QStringLiteral("--add")} << QByteArray("--add");
    QTest::newRow("both ways") << QStringList{QStringLiteral("--enable"), a, QStringLiteral("--disable"), a}
                               << QByteArray("--disable");
    QTest::newRow("in and out") << QStringList{QStringLiteral("--add"), a, QStringLiteral("--remove"), a}
                                << QByteArray("--remove");
    QTest::newRow("file alone") << QStringList{} << QByteArray("--list");
}

void RelaysCommandTest::wrongUsage()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, told);
    keep({{a, true}});
    const ProgramResult result = relays(arguments);
    QCOMPARE(result.code, 2);
    QVERIFY(result.out.isEmpty());
    QVERIFY2(result.err.contains(told), result.err.constData());
    QCOMPARE(kept(), QStringList{a});
}

void RelaysCommandTest::brokenListIsSaid()
{
    const QByteArray broken = "[\"wss://a.example\",]";
    m_folder->write(QStringLiteral("list.json"), broken);
    for (const QStringList &arguments :
         {QStringList{QStringLiteral("--list")}, QStringList{QStringLiteral("--add"), b}}) {
        const ProgramResult result = relays(arguments);
        QCOMPARE(result.code, 1);
        QVERIFY(result.out.isEmpty());
        QVERIFY2(result.err.contains("list.json"), result.err.constData());
        QVERIFY2(result.err.contains("--default"), result.err.constData());
    }
    const ProgramResult collect =
        m_folder->withDatabase({QStringLiteral("collect"), QStringLiteral("--relays-file"), file(),
                                QStringLiteral("--for"), QStringLiteral("1s")});
    QCOMPARE(collect.code, 1);
    QVERIFY2(collect.err.contains("list.json"), collect.err.constData());
    QVERIFY(!QFile::exists(file() + QStringLiteral(".bad")));

    QCOMPARE(relays({QStringLiteral("--default")}).code, 0);
    QCOMPARE(kept(), wordsOf(relay::defaultRelays()));
    QFile aside(file() + QStringLiteral(".bad"));
    QVERIFY(aside.open(QIODevice::ReadOnly));
    QCOMPARE(aside.readAll(), broken);
}

void RelaysCommandTest::unwritableIsSaid()
{
    const QString below = m_folder->write(QStringLiteral("text"), "text") + QStringLiteral("/list.json");
    const ProgramResult result = m_folder->run(
        {QStringLiteral("relays"), QStringLiteral("--add"), a, QStringLiteral("--relays-file"), below});
    QCOMPARE(result.code, 1);
    QVERIFY(result.out.isEmpty());
    QVERIFY2(result.err.contains("text/list.json"), result.err.constData());
}

void RelaysCommandTest::sharesTheDesktopsList()
{
    QCOMPARE(m_folder->run({QStringLiteral("relays"), QStringLiteral("--add"), a}).code, 0);
    const ProgramResult list =
        m_folder->run({QStringLiteral("relays"), QStringLiteral("--list"), QStringLiteral("--json")});
    QCOMPARE(list.json().size(), static_cast<std::size_t>(relay::defaultRelays().size() + 1));
#if defined(Q_OS_LINUX)
    QVERIFY(QFileInfo::exists(m_folder->path(QStringLiteral("data/DVMDash/dvmdash/relays.json"))));
#endif
}

void RelaysCommandTest::collectTakesTheKeptList()
{
    demo::DemoRelay relay;
    QVERIFY(relay.listen());
    keep({{QStringLiteral("ws://127.0.0.1:1"), false}, {relay.url().toString(), true}});
    const ProgramResult result =
        m_folder->withDatabase({QStringLiteral("collect"), QStringLiteral("--relays-file"), file(),
                                QStringLiteral("--for"), QStringLiteral("1s"), QStringLiteral("--json")});
    QCOMPARE(result.code, 0);
    const nlohmann::json summary = result.json();
    QCOMPARE(summary.at("relays").size(), std::size_t{1});
    COMPARE_JSON(summary.at("relays")[0].at("url"), relay.url().toString().toStdString());

    const ProgramResult both =
        m_folder->withDatabase({QStringLiteral("collect"), QStringLiteral("--relays-file"), file(),
                                QStringLiteral("--relay"), relay.url().toString()});
    QCOMPARE(both.code, 2);
}

void RelaysCommandTest::collectWithoutARelayIsSaid()
{
    for (const relay::RelayList &list : {relay::RelayList{}, relay::RelayList{{a, false}}}) {
        keep(list);
        const ProgramResult result =
            m_folder->withDatabase({QStringLiteral("collect"), QStringLiteral("--relays-file"), file()});
        QCOMPARE(result.code, 1);
        QVERIFY2(result.err.contains("--enable"), result.err.constData());
        QVERIFY(!QFile::exists(m_folder->database()));
    }
}

void RelaysCommandTest::addLooksFirst()
{
    RelayThread relay;
    keep({});
    ProgramResult result = relays({QStringLiteral("add"), relay.url(), QStringLiteral("--json")});
    QVERIFY2(result.code == 0, result.err.constData());
    QCOMPARE(kept(), QStringList{relay.url()});
    QCOMPARE(relay.clientsEver(), 1);

    // Of several all or none.
    keep({});
    const QString closed = QStringLiteral("ws://127.0.0.1:1");
    result = relays({QStringLiteral("add"), relay.url(), closed});
    QCOMPARE(result.code, 1);
    QVERIFY2(result.err.contains(closed.toUtf8()) && result.err.contains("--anyway"), result.err.constData());
    QVERIFY(kept().isEmpty());
    QCOMPARE(relays({QStringLiteral("add"), QStringLiteral("--anyway"), closed}).code, 0);
    QCOMPARE(kept(), QStringList{closed});
}

void RelaysCommandTest::removeTakesOut()
{
    keep({{a, true}, {b, true}, {c, false}});
    QCOMPARE(relays({QStringLiteral("remove"), a, c}).code, 0);
    QCOMPARE(kept(), QStringList{b});
    const ProgramResult result = relays({QStringLiteral("remove"), a});
    QCOMPARE(result.code, 1);
    QVERIFY2(result.err.contains(a.toUtf8()), result.err.constData());
}

void RelaysCommandTest::checkSaysWhatItFound()
{
    RelayThread relay;
    const ProgramResult good = relays({QStringLiteral("check"), relay.url()});
    QVERIFY2(good.code == 0 && good.out.startsWith("good"), good.out.constData());
    const ProgramResult both = relays(
        {QStringLiteral("check"), relay.url(), QStringLiteral("ws://127.0.0.1:1"), QStringLiteral("--json")});
    QCOMPARE(both.code, 1);
    const nlohmann::json list = both.json();
    QCOMPARE(list.size(), std::size_t(2));
    COMPARE_JSON(list[0].at("outcome"), "good");
    COMPARE_JSON(list[0].at("url"), relay.url().toStdString());
    QVERIFY(list[0].at("connect_ms").is_number());
    COMPARE_JSON(list[1].at("outcome"), "unreachable");
    COMPARE_JSON(list[1].at("connect_ms"), nullptr);
    QVERIFY(!QFile::exists(file())); // looking changes nothing
}

void RelaysCommandTest::importAddsWhatIsNew()
{
    keep({{a, false}});
    const QString lines =
        m_folder->write(QStringLiteral("relays.txt"), "# mine\nb.example\nwss://a.example\n");
    QCOMPARE(relays({QStringLiteral("import"), lines}).code, 0);
    QCOMPARE(kept(), (QStringList{QStringLiteral("off ") + a, b}));
    const QString json = m_folder->write(QStringLiteral("relays.json"),
                                         R"([{"url":"ws://c.example:81/path","enabled":false}])");
    QCOMPARE(relays({QStringLiteral("import"), json}).code, 0);
    QCOMPARE(kept(), (QStringList{QStringLiteral("off ") + a, b, QStringLiteral("off ") + c}));
    // What --list prints as JSON is a list that can be taken in.
    const ProgramResult list = relays({QStringLiteral("--list"), QStringLiteral("--json")});
    keep({});
    QCOMPARE(relays({QStringLiteral("import"), m_folder->write(QStringLiteral("again.json"), list.out)}).code,
             0);
    QCOMPARE(kept(), (QStringList{QStringLiteral("off ") + a, b, QStringLiteral("off ") + c}));

    const ProgramResult broken =
        relays({QStringLiteral("import"),
                m_folder->write(QStringLiteral("bad.txt"), "wss://d.example\nhttp://x\n")});
    QCOMPARE(broken.code, 1);
    QVERIFY2(broken.err.contains("Line 2"), broken.err.constData());
    QCOMPARE(relays({QStringLiteral("import"), m_folder->path(QStringLiteral("nowhere.txt"))}).code, 1);
    QCOMPARE(kept().size(), 3);
}

void RelaysCommandTest::namedAreThoseNotOnTheList()
{
    const QString known = QStringLiteral("wss://known.example.org");
    keep({{known, true}});
    QByteArray events;
    for (unsigned char who = 1; who <= 2; ++who)
        events += QByteArray::fromStdString(nostr::toJson(signedEvent(
                      who, 5050, who,
                      {{"relays", "wss://new.example.org", known.toStdString(), "ws://127.0.0.1:81"}}))) +
                  '\n';
    QCOMPARE(
        m_folder->withDatabase({QStringLiteral("import"), m_folder->write(QStringLiteral("e.jsonl"), events)})
            .code,
        0);
    const ProgramResult result =
        m_folder->withDatabase({QStringLiteral("relays"), QStringLiteral("--relays-file"), file(),
                                QStringLiteral("named"), QStringLiteral("--json")});
    QVERIFY2(result.code == 0, result.err.constData());
    const nlohmann::json json = result.json();
    COMPARE_JSON(json.at("requests_read"), 2);
    COMPARE_JSON(json.at("left_out"), 1);
    QCOMPARE(json.at("relays").size(), std::size_t(1));
    COMPARE_JSON(json.at("relays")[0].at("url"), "wss://new.example.org");
    COMPARE_JSON(json.at("relays")[0].at("customers"), 2);
    const ProgramResult text = m_folder->withDatabase(
        {QStringLiteral("relays"), QStringLiteral("named"), QStringLiteral("--relays-file"), file()});
    QVERIFY2(text.out.contains("wss://new.example.org") && !text.out.contains("known"), text.out.constData());
}

void RelaysCommandTest::discoverAsksTheList()
{
    RelayThread relay;
    const std::int64_t now = QDateTime::currentSecsSinceEpoch() - start;
    relay.publish({signedEvent(1, 30'166, now - 60, {{"d", "wss://told.example.org"}, {"rtt-open", "120"}})});
    keep({{relay.url(), true}, {a, false}});
    const ProgramResult result = relays({QStringLiteral("discover"), QStringLiteral("--json")});
    QVERIFY2(result.code == 0, result.err.constData());
    const nlohmann::json json = result.json();
    COMPARE_JSON(json.at("asked"), 1);
    COMPARE_JSON(json.at("answered"), 1);
    COMPARE_JSON(json.at("relays")[0].at("url"), "wss://told.example.org");
    COMPARE_JSON(json.at("relays")[0].at("rtt_open_ms"), 120);
}

void RelaysCommandTest::givenSaysWhatOnlyOneHas()
{
    RelayThread rich;
    RelayThread poor;
    const std::int64_t now = QDateTime::currentSecsSinceEpoch() - start;
    const auto both = signedEvent(1, 5050, now - 30, {});
    const auto result = signedEvent(2, 6050, now - 20, {{"e", both.id.hex()}});
    rich.publish({both, result});
    poor.publish({both});
    QCOMPARE(m_folder
                 ->withDatabase({QStringLiteral("collect"), QStringLiteral("--relay"), rich.url(),
                                 QStringLiteral("--relay"), poor.url(), QStringLiteral("--since"),
                                 QStringLiteral("1h"), QStringLiteral("--for"), QStringLiteral("2s")})
                 .code,
             0);
    const ProgramResult asked =
        m_folder->withDatabase({QStringLiteral("relays"), QStringLiteral("given"), QStringLiteral("--window"),
                                QStringLiteral("1h"), QStringLiteral("--json")});
    QVERIFY2(asked.code == 0, asked.err.constData());
    const nlohmann::json json = asked.json();
    COMPARE_JSON(json.at("looked_at"), 2);
    QCOMPARE(json.at("relays").size(), std::size_t(2));
    const nlohmann::json first = json.at("relays")[0];
    COMPARE_JSON(first.at("url"), rich.url().toStdString());
    COMPARE_JSON(first.at("events"), 2);
    COMPARE_JSON(first.at("only_here"), 1);
    COMPARE_JSON(first.at("only_here_share"), 0.5);
    COMPARE_JSON(first.at("kinds"), nlohmann::json({{{"kind", 5050}, {"events", 2}}}));
    COMPARE_JSON(first.at("dvms"), nlohmann::json({{{"pubkey", keyOf(2).hex()}, {"events", 1}}}));
    COMPARE_JSON(json.at("relays")[1].at("only_here"), 0);
    const ProgramResult text = m_folder->withDatabase({QStringLiteral("relays"), QStringLiteral("given")});
    QVERIFY2(text.out.contains("50.0 %") && text.out.contains(rich.url().toUtf8()), text.out.constData());
    QVERIFY(m_folder
                ->withDatabase({QStringLiteral("relays"), QStringLiteral("given"), QStringLiteral("--window"),
                                QStringLiteral("soon")})
                .code == 2);
}

void RelaysCommandTest::wordsGoWithoutOptions()
{
    keep({{a, true}});
    for (const QStringList &arguments :
         {QStringList{QStringLiteral("--list"), QStringLiteral("remove"), a},
          QStringList{QStringLiteral("remove"), a, QStringLiteral("--add"), b},
          QStringList{QStringLiteral("add")},
          QStringList{QStringLiteral("check"), QStringLiteral("http://a.example")},
          QStringList{QStringLiteral("shout"), a}}) {
        const ProgramResult result = relays(arguments);
        QVERIFY2(result.code == 2, result.out.constData());
        QVERIFY(!result.err.isEmpty());
    }
    QCOMPARE(kept(), QStringList{a});
}

DVMDASH_TEST(RelaysCommandTest)

} // namespace dvmdash::test

#include "relays_test.moc"
