// SPDX-License-Identifier: GPL-3.0-or-later
#include "dvm/kind_changes.h"
#include "money_events.h"
#include "support/test_main.h"

using namespace dvmdash::dvm;
using namespace dvmdash::dvm::test;

class KindChangesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void nothingChangesNothing();
    void writtenAndRead();
    void ownRanges();
    void ownNamesAndDeadlines();
    void rulesAreAllButNames();
    void wholeRange();
    void namedKinds();
    void doNotGoTogether_data();
    void doNotGoTogether();
    void refused_data();
    void refused();
};

static KindTable standardWith(const KindChanges &changes)
{
    std::string why;
    auto table = changed(KindTable::standard(), changes, &why);
    if (!table)
        qFatal("%s", why.c_str());
    return *table;
}

void KindChangesTest::nothingChangesNothing()
{
    QVERIFY(KindChanges().isEmpty());
    const KindTable table = standardWith({});
    QCOMPARE(table.requests(), KindTable::standard().requests());
    QCOMPARE(table.results(), KindTable::standard().results());
    QCOMPARE(rulesOf(table), rulesOf(KindTable::standard()));
}

void KindChangesTest::writtenAndRead()
{
    KindChanges changes;
    changes.ranges = {{5000, 5999, 1000}, {25000, 25009, 10}};
    changes.excluded = {5600, 25003};
    changes.timeouts = Timeouts{.response = 10, .result = 20, .payment = 30, .paidToResult = 40};
    changes.kinds[25001].name = "Weather \"now\"\n\u00e9";
    changes.kinds[5001].timeouts = Timeouts{.response = 1, .result = 2, .payment = 3, .paidToResult = 4};
    std::string error;
    const auto read = KindChanges::parse(changes.toJson(), &error);
    QVERIFY2(read, error.c_str());
    QCOMPARE(*read, changes);
    QCOMPARE(qs(read->toJson()), qs(changes.toJson()));
    QCOMPARE(*KindChanges::parse(KindChanges().toJson()), KindChanges());
}

void KindChangesTest::ownRanges()
{
    KindChanges changes;
    changes.ranges = {{5000, 5009, 1000}, {25000, 25009, 10}};
    changes.excluded = {25003, 25014};
    const KindTable table = standardWith(changes);
    QVERIFY(table.isRequest(5009) && !table.isRequest(5010) && table.isResult(6000) && !table.isResult(6010));
    QVERIFY(table.isRequest(25002) && !table.isRequest(25003) && table.isRequest(25004));
    QVERIFY(table.isResult(25013) && !table.isResult(25014)); // left out are results, too
    QCOMPARE(table.resultKind(25001), 25011);
    QCOMPARE(table.requestKind(25011), 25001);
    QCOMPARE(table.resultKind(5001), 6001);
    QCOMPARE(table.requests().size(), std::size_t{19});
    QCOMPARE(table.results().size(), std::size_t{19});
    QCOMPARE(qs(table.name(25011)), QStringLiteral("Job 25001"));
    QCOMPARE(qs(table.name(5001)), QStringLiteral("Summarization"));
}

void KindChangesTest::ownNamesAndDeadlines()
{
    KindChanges changes;
    changes.timeouts = Timeouts{.response = 10, .result = 20, .payment = 30, .paidToResult = 40};
    changes.kinds[5001].name = "Short texts";
    changes.kinds[5001].timeouts = Timeouts{.response = 1, .result = 2, .payment = 3, .paidToResult = 4};
    changes.kinds[5432].name = "Weather";
    const KindTable table = standardWith(changes);
    QCOMPARE(qs(table.name(6001)), QStringLiteral("Short texts"));
    QCOMPARE(qs(table.name(5432)), QStringLiteral("Weather"));
    QCOMPARE(table.timeouts(5001).result, 2);
    QCOMPARE(table.timeouts(5002).result, 20);
    QVERIFY(table.find(5432)); // where only named kinds can be asked for, it is asked for first
    for (const KindInfo &info : KindTable::standard().kinds())
        QVERIFY(table.find(5432)->weight > info.weight);
}

void KindChangesTest::rulesAreAllButNames()
{
    KindChanges names;
    names.kinds[5001].name = "Short texts";
    QCOMPARE(rulesOf(standardWith(names)), rulesOf(KindTable::standard()));
    KindChanges deadlines;
    deadlines.kinds[5001].timeouts = Timeouts{.response = 1, .result = 2, .payment = 3, .paidToResult = 4};
    QVERIFY(rulesOf(standardWith(deadlines)) != rulesOf(KindTable::standard()));

    KindChanges all = deadlines;
    all.ranges = {{5000, 5499, 1000}};
    all.excluded = {5003};
    all.timeouts = Timeouts{.response = 10, .result = 20, .payment = 30, .paidToResult = 40};
    const KindTable table = standardWith(all);
    const auto again = changed(KindTable(), rulesOf(table));
    QVERIFY(again);
    QCOMPARE(rulesOf(*again), rulesOf(table));
    QCOMPARE(again->requests(), table.requests());
    QCOMPARE(again->timeouts(5001), table.timeouts(5001));
}

void KindChangesTest::wholeRange()
{
    const KindTable table = standardWith(wholeRangeOfNip90());
    QCOMPARE(table.requests().size(), std::size_t{1000});
    QCOMPARE(table.results().size(), std::size_t{1000});
    QVERIFY(table.isRequest(5666) && table.isResult(6666));
}

void KindChangesTest::namedKinds()
{
    const KindTable &standard = KindTable::standard();
    const KindTable table = standardWith(namedKindsOnly(standard));
    std::vector<int> named;
    for (const KindInfo &info : standard.kinds())
        if (standard.isRequest(info.request))
            named.push_back(info.request);
    QCOMPARE(table.requests(), named);
    QVERIFY(named.size() > 20 && named.size() < KindTable::standard().requests().size() / 2);
}

void KindChangesTest::doNotGoTogether_data()
{
    QTest::addColumn<QString>("ranges");
    QTest::addColumn<QString>("excluded");
    QTest::addColumn<QString>("error");
    const auto row = [](const char *name, const char *ranges, const char *excluded, const char *error) {
        QTest::newRow(name) << QString::fromLatin1(ranges) << QString::fromLatin1(excluded)
                            << QString::fromLatin1(error);
    };
    row("none", "", "", "no range of requests");
    row("upside down", "6000 5000 1000", "", "6000 to 5000: the first kind is above the last");
    row("feedback", "6900 7100 1000", "", "kind 7000 has a meaning of its own (Feedback): leave it out");
    row("feedback left out", "6900 7100 1000", "7000 7007", "");
    row("feedback as a result", "5900 6100 1000", "", "kind 7000 has a meaning of its own");
    row("zap receipts", "9700 9800 1000", "9734", "kind 9735 has a meaning of its own");
    row("request and result", "5000 6000 1000", "", "kind 6000 would be a request and a result");
    row("request and result, one left out", "5000 5999 1000;6500 6500 10", "6500 6510", "");
    row("twice a request", "5000 5100 1000;5100 5200 1000", "", "kind 5100 stands in two ranges of requests");
    row("twice a result", "5000 5100 1000;5200 5300 800", "", "kind 6000 would be the result of two kinds");
    row("results too high", "65000 65100 1000", "", "65000 to 65100: results would be above kind 65535");
    row("too many", "40000 45000 10000", "", "more than 5,000 kinds of requests");
    row("nothing left", "5000 5001 1000", "5000 5001", "no kind of requests is left");
}

void KindChangesTest::doNotGoTogether()
{
    QFETCH(QString, ranges);
    QFETCH(QString, excluded);
    QFETCH(QString, error);
    KindChanges changes;
    changes.ranges.emplace();
    changes.excluded.emplace();
    for (const QString &range : ranges.split(u';', Qt::SkipEmptyParts)) {
        const QStringList numbers = range.split(u' ');
        changes.ranges->push_back({numbers[0].toInt(), numbers[1].toInt(), numbers[2].toInt()});
    }
    for (const QString &kind : excluded.split(u' ', Qt::SkipEmptyParts))
        changes.excluded->insert(kind.toInt());
    std::string why;
    const auto table = changed(KindTable::standard(), changes, &why);
    QCOMPARE(table.has_value(), error.isEmpty());
    QVERIFY2(qs(why).startsWith(error), why.c_str());
}

void KindChangesTest::refused_data()
{
    QTest::addColumn<QString>("json");
    QTest::addColumn<QString>("error");
    const auto row = [](const char *json, const char *error) {
        QTest::newRow(error) << QString::fromLatin1(json) << QString::fromLatin1(error);
    };
    row("{", "not valid JSON");
    row("[]", "table: an object is expected");
    row("{}", "table.version: missing");
    row(R"({"version":2})", "version: an integer in range is expected");
    row(R"({"version":1,"names":[]})", "table.names: unknown member");
    row(R"({"version":1,"ranges":[{"first":1,"last":2}]})", "ranges[0].result_offset: missing");
    row(R"({"version":1,"ranges":[{"first":1,"last":70000,"result_offset":1}]})",
        "ranges[0].last: an integer");
    row(R"({"version":1,"excluded":["5600"]})", "excluded[0]: an integer in range is expected");
    row(R"({"version":1,"kinds":[{"kind":5001},{"kind":5001}]})", "kinds: kind 5001 stands twice");
    row(R"({"version":1,"kinds":[{"kind":5001,"name":""}]})", "kinds[0].name: a text is expected");
    row(R"({"version":1,"timeouts":{"response":0}})", "timeouts.response: an integer in range is expected");
}

void KindChangesTest::refused()
{
    QFETCH(QString, json);
    QFETCH(QString, error);
    std::string why;
    QVERIFY(!KindChanges::parse(json.toStdString(), &why));
    QVERIFY2(qs(why).startsWith(error), why.c_str());
}

DVMDASH_TEST(KindChangesTest)
#include "kind_changes_test.moc"
