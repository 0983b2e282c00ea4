// SPDX-License-Identifier: GPL-3.0-or-later
#include "parties.h"
#include "store/interval_set.h"
#include "store/reader.h"
#include "support/past_relay.h"
#include "support/test_main.h"

#include <random>
#include <set>

namespace dvmdash::test
{

namespace
{

std::set<nostr::EventId> storedJobs(const QString &database, store::IntervalSet &covered)
{
    std::set<nostr::EventId> ids;
    store::Reader reader(database.toStdString());
    reader.selectEvents({}, [&](const nostr::Event &event) {
        if (isOfJob(event))
            ids.insert(event.id);
        return true;
    });
    for (const auto &one : reader.coverage())
        for (const auto &[from, until] : one.covered.intervals())
            covered.add(from, until);
    return ids;
}

} // namespace

/// Of relays that we did not write, what `backfill` brings: all jobs, and nothing is claimed before it is
/// there.
class InteropBackfillTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void thePastOfAThirdPartyRelay_data();
    void thePastOfAThirdPartyRelay();

private:
    static QStringList arguments(const ProgramFolder &folder, const QString &relay)
    {
        return {QStringLiteral("backfill"),
                QStringLiteral("--db"),
                folder.database(),
                QStringLiteral("--relay"),
                relay,
                QStringLiteral("--since"),
                QStringLiteral("1d"),
                QStringLiteral("--json")};
    }
};

void InteropBackfillTest::thePastOfAThirdPartyRelay_data()
{
    using Software = ThirdPartyRelay::Software;
    QTest::addColumn<Software>("software");
    QTest::addColumn<QStringList>("relay");
    QTest::addColumn<bool>("takesAllKinds");
    QTest::newRow("@nostr-relay/core") << Software::NostrRelay << QStringList() << true;
    QTest::newRow("@nostr-relay/core takes twenty kinds")
        << Software::NostrRelay << QStringList{QStringLiteral("--max-kinds"), QStringLiteral("20")} << false;
    QTest::newRow("@welshman/net") << Software::Welshman << QStringList() << true;
}

void InteropBackfillTest::thePastOfAThirdPartyRelay()
{
    QFETCH(const ThirdPartyRelay::Software, software);
    QFETCH(const QStringList, relay);
    QFETCH(const bool, takesAllKinds);
    ThirdPartyRelay party(software, relay);
    const ProgramFolder folder;
    const auto events = demoEvents(60);
    QByteArray lines;
    for (const nostr::Event &event : events)
        lines += QByteArray::fromStdString(nostr::toJson(event)) + '\n';
    const QString file = folder.write(QStringLiteral("past.jsonl"), lines);
    NodeScript publish(QStringLiteral("publish.mjs"), {party.url(), QStringLiteral("--file"), file});
    QCOMPARE(publish.result().code, 0);

    std::mt19937 random(3);
    for (int run = 0; run < 4; ++run) {
        QProcess program;
        folder.prepare(program, arguments(folder, party.url()));
        program.start();
        if (run < 3) { // killed on the way
            QTest::qWait(100 + static_cast<int>(random() % 400));
            program.kill();
        }
        const ProgramResult result = finished(program);
        if (run < 3)
            continue;
        QCOMPARE(result.code, 0);
        COMPARE_JSON(result.json().at("relays").at(0).at("state"), "done");
        COMPARE_JSON(result.json().at("rejected"), nlohmann::json::object());
    }
    store::IntervalSet covered;
    const auto held = storedJobs(folder.database(), covered);
    std::size_t jobs = 0;
    for (const nostr::Event &event : events) {
        if (!isOfJob(event))
            continue;
        ++jobs;
        const bool isCovered = covered.covers(event.created_at, event.created_at + 1);
        QVERIFY(!isCovered || held.contains(event.id));
        QCOMPARE(isCovered, takesAllKinds);
    }
    QVERIFY(jobs > 100);
    if (takesAllKinds)
        QCOMPARE(held.size(), jobs);
    else
        QVERIFY(held.size() > jobs / 2 && held.size() <= jobs); // kinds without a name are not asked for
}

DVMDASH_TEST(InteropBackfillTest)

} // namespace dvmdash::test

#include "backfill_test.moc"
