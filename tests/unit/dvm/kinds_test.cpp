// SPDX-License-Identifier: GPL-3.0-or-later
#include "dvm/kinds.h"
#include "money_events.h"
#include "support/test_main.h"

using namespace dvmdash::dvm;
using namespace dvmdash::dvm::test;

class KindsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void ranges();
    void excluded_data();
    void excluded();
    void collisions_data();
    void collisions();
    void names_data();
    void names();
    void timeouts();
    void weights();
    void compiledInIsTheFile();
    void holdsEveryKindOfTheList();
    void refused_data();
    void refused();
    void smallestTable();
};

void KindsTest::ranges()
{
    const KindTable &kinds = KindTable::standard();
    QVERIFY(!kinds.isRequest(4999) && kinds.isRequest(5000) && kinds.isRequest(5999) &&
            !kinds.isRequest(6000));
    QVERIFY(!kinds.isResult(5999) && kinds.isResult(6000) && kinds.isResult(6999) && !kinds.isResult(7000));
    QCOMPARE(kinds.resultKind(5300), 6300);
    QCOMPARE(kinds.requestKind(6300), 5300);
    QCOMPARE(kinds.ranges(), std::vector{KindRange()});
    QCOMPARE(kinds.requests().front(), 5000);
    QCOMPARE(kinds.requests().back(), 5999);
    QCOMPARE(kinds.results().back(), 6999);
    QCOMPARE(kinds.requests().size(), std::size_t{996}); // but four that are left out
    QCOMPARE(kinds.results().size(), std::size_t{998});
}

void KindsTest::excluded_data()
{
    QTest::addColumn<int>("kind");
    for (const int kind : {5128, 5129, 5666, 5969, 6666, 6969})
        QTest::addRow("%d", kind) << kind;
}

void KindsTest::excluded()
{
    QFETCH(int, kind);
    const KindTable &kinds = KindTable::standard();
    QVERIFY(kinds.isExcluded(kind));
    QVERIFY(!kinds.isRequest(kind) && !kinds.isResult(kind));
    QCOMPARE(qs(kinds.name(kind)), QStringLiteral("Kind %1").arg(kind));
    QCOMPARE(kinds.excluded().size(), std::size_t{6});
}

/// Kept, but labelled.
void KindsTest::collisions_data()
{
    QTest::addColumn<int>("kind");
    for (const int kind : {5600, 6600, 5900, 6900, 5132, 5183, 5391, 5392, 5393, 5394, 6006,
                           6007, 6013, 6015, 6016, 6153, 6275, 6276, 6277, 6503, 6927})
        QTest::addRow("%d", kind) << kind;
}

void KindsTest::collisions()
{
    QFETCH(int, kind);
    const KindTable &kinds = KindTable::standard();
    QVERIFY(!kinds.collision(kind).empty());
    QVERIFY(kinds.isRequest(kind) || kinds.isResult(kind));
    QVERIFY(kinds.collision(5001).empty() && kinds.collision(6001).empty());
}

void KindsTest::names_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("name");
    const auto row = [](int kind, const char *name) {
        QTest::addRow("%d", kind) << kind << QString::fromLatin1(name);
    };
    row(5001, "Summarization");
    row(6001, "Summarization");
    row(5300, "Nostr content discovery");
    row(5432, "Job 5432");
    row(6432, "Job 5432");
    row(7000, "Feedback");
    row(9735, "Zap receipt");
    row(9321, "Nutzap");
    row(31990, "Announcement");
    row(11998, "Heartbeat");
    row(1984, "Kind 1984");
    row(65535, "Kind 65535");
}

void KindsTest::names()
{
    QFETCH(int, kind);
    QTEST(qs(KindTable::standard().name(kind)), "name");
}

void KindsTest::timeouts()
{
    KindTable kinds = KindTable::standard();
    const Timeouts general{.response = 30, .result = 120, .payment = 86'400, .paidToResult = 120};
    for (int kind = 5000; kind <= 5999; ++kind)
        QCOMPARE(kinds.timeouts(kind), general);
    const Timeouts slow{.response = 60, .result = 900, .payment = 3600, .paidToResult = 900};
    kinds.setTimeouts(5200, slow);
    QCOMPARE(kinds.timeouts(5200), slow);
    QCOMPARE(kinds.timeouts(5201), general);
    QCOMPARE(KindTable::standard().timeouts(5200), general);
}

/// Content discovery was seen more than all others together; in the simulated network it must not drown them.
void KindsTest::weights()
{
    double sum = 0;
    double most = 0;
    int mostKind = 0;
    for (const KindInfo &info : KindTable::standard().kinds()) {
        QVERIFY(info.weight > 0);
        sum += info.weight;
        if (info.weight > most) {
            most = info.weight;
            mostKind = info.request;
        }
    }
    QCOMPARE(mostKind, 5300);
    QVERIFY(most < sum / 2);
}

void KindsTest::compiledInIsTheFile()
{
    const QByteArray json = sourceFile("resources/kinds.json");
    QVERIFY(!json.isEmpty());
    std::string error;
    const auto table = KindTable::parse({json.constData(), static_cast<std::size_t>(json.size())}, &error);
    QVERIFY2(table, error.c_str());
    const auto &expected = KindTable::standard().kinds();
    QCOMPARE(table->kinds().size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        QCOMPARE(table->kinds()[i].request, expected[i].request);
        QCOMPARE(table->kinds()[i].name, expected[i].name);
        QCOMPARE(table->kinds()[i].weight, expected[i].weight);
    }
    QCOMPARE(table->excluded(), KindTable::standard().excluded());
}

void KindsTest::holdsEveryKindOfTheList()
{
    const QByteArray list = sharedData("kinds.tsv");
    int rows = 0;
    for (const QByteArray &line : list.split('\n')) {
        if (line.startsWith("# excluded"))
            break;
        const int kind = line.split('\t').first().toInt();
        if (kind == 0)
            continue;
        ++rows;
        QVERIFY2(KindTable::standard().find(kind), qPrintable(QString::number(kind)));
    }
    QVERIFY(list.isEmpty() || rows == static_cast<int>(KindTable::standard().kinds().size()));
}

void KindsTest::refused_data()
{
    QTest::addColumn<QString>("from"); ///< a part of the smallest table
    QTest::addColumn<QString>("to");   ///< what stands there instead
    QTest::addColumn<QString>("error");
    const auto row = [](const char *name, const char *from, const char *to, const char *error) {
        QTest::newRow(name) << QString::fromLatin1(from) << QString::fromLatin1(to)
                            << QString::fromLatin1(error);
    };
    row("no JSON", "{\"version\"", "{version", "not valid JSON");
    row("another version", "\"version\":1", "\"version\":2", "version: ");
    row("unknown member", "\"version\":1", "\"version\":1,\"extra\":0", "table.extra: unknown member");
    row("missing member", "\"excluded\":[5128],", "", "table.excluded: missing");
    row("range of one", "[5000,5999]", "[5000]", "request_range: ");
    row("range upside down", "[5000,5999]", "[5999,5000]", "kinds[0].kind: ");
    row("range beyond kinds", "[5000,5999]", "[5000,70000]", "request_range[1]: ");
    row("range with feedback", "[5000,5999]", "[6900,7100]", "kinds[0].kind: ");
    row("range wider than the offset", "[5000,5999]", "[5000,7100]",
        "request_range: kind 6000 would be a request and a result");
    row("range as text", "[5000,5999]", "[\"5000\",5999]", "request_range[0]: ");
    row("overlapping results", "\"result_offset\":1000", "\"result_offset\":999",
        "request_range: kind 5999 would be a request and a result");
    row("negative offset", "\"result_offset\":1000", "\"result_offset\":-1", "result_offset: ");
    row("feedback among results", "\"result_offset\":1000", "\"result_offset\":1500",
        "request_range: kind 7000 has a meaning of its own (Feedback)");
    row("huge offset", "\"result_offset\":1000", "\"result_offset\":18446744073709551615", "result_offset: ");
    row("excluded text", "[5128]", "[\"5128\"]", "excluded[0]: ");
    row("excluded is no list", "[5128]", "5128", "excluded: ");
    row("timeout of zero", "\"response\":30", "\"response\":0", "timeouts.response: ");
    row("timeout with a fraction", "\"response\":30", "\"response\":0.5", "timeouts.response: ");
    row("timeout unknown", "\"response\":30", "\"respond\":30", "timeouts.respond: ");
    row("kind outside", "\"kind\":5001", "\"kind\":4001", "kinds[0].kind: ");
    row("kind twice", "\"kind\":5002", "\"kind\":5001", "kinds: kind 5001 stands twice");
    row("no name", "\"name\":\"One\",", "", "kinds[0].name: missing");
    row("empty name", "\"name\":\"One\"", "\"name\":\"\"", "kinds[0].name: ");
    row("odd status", "\"observed\"", "\"famous\"", "kinds[0].status: ");
    row("negative weight", "\"weight\":1.5", "\"weight\":-1", "kinds[0].weight: ");
    row("weight as text", "\"weight\":1.5", "\"weight\":\"1\"", "kinds[0].weight: ");
    row("collision without use", "\"use\":\"other\"", "\"used\":\"other\"", "collisions[0].used: ");
    row("collision of a text", "\"kinds\":[6006]", "\"kinds\":[\"x\"]", "collisions[0].kinds[0]: ");
    row("a row that is no object", "{\"kinds\":[6006],\"use\":\"other\"}", "7", "collisions[0]: ");
}

static const char *const smallest =
    R"({"version":1,"request_range":[5000,5999],"result_offset":1000,"excluded":[5128],"timeouts":{"response":30},)"
    R"("kinds":[{"kind":5001,"name":"One","status":"observed","weight":1.5},)"
    R"({"kind":5002,"name":"Two","status":"code","weight":0,"collision":"git","timeouts":{"result":7}}],)"
    R"("collisions":[{"kinds":[6006],"use":"other"}]})";

void KindsTest::refused()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QString, error);
    QString json = QString::fromLatin1(smallest);
    QCOMPARE(json.count(from), 1);
    json.replace(from, to);
    std::string reason;
    QVERIFY(!KindTable::parse(json.toStdString(), &reason));
    QVERIFY2(qs(reason).startsWith(error), reason.c_str());
    QVERIFY(!KindTable::parse(json.toStdString()));
}

void KindsTest::smallestTable()
{
    std::string error;
    const auto table = KindTable::parse(smallest, &error);
    QVERIFY2(table, error.c_str());
    QCOMPARE(qs(table->name(6001)), QStringLiteral("One"));
    QCOMPARE(table->timeouts(5001).result, 120);
    QCOMPARE(table->timeouts(5002).result, 7);
    QCOMPARE(table->timeouts(5002).response, 30);
    QCOMPARE(qs(table->collision(6002)), QStringLiteral("git"));
    QCOMPARE(qs(table->collision(6006)), QStringLiteral("other"));
    QVERIFY(table->isExcluded(5128) && !table->isExcluded(5129));
}

DVMDASH_TEST(KindsTest)
#include "kinds_test.moc"
