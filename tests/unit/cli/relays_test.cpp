// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/demo_relay.h"
#include "program.h"
#include "relay/relay_list.h"
#include "support/relay_list_words.h"
#include "support/test_main.h"

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

DVMDASH_TEST(RelaysCommandTest)

} // namespace dvmdash::test

#include "relays_test.moc"
