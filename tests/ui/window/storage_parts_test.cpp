// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/test_main.h"
#include "ui/models/columns.h"
#include "ui/storage/deletion.h"
#include "ui/storage/differences_model.h"
#include "ui/storage/policy_form.h"
#include "ui/storage/rebuild_words.h"
#include "ui/storage/storage_words.h"
#include "ui/storage/tables_model.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QDateTime>
#include <QSignalSpy>
#include <QSpinBox>

using namespace dvmdash;
using namespace dvmdash::ui;
using engine::RetentionPolicy;
using engine::Storage;

Q_DECLARE_METATYPE(dvmdash::store::RetentionPolicy)

namespace
{

constexpr std::int64_t hour = 3'600;
constexpr std::int64_t day = 24 * hour;
constexpr std::int64_t now = 20'000 * day + 12 * hour; // noon

/// A hundred events on each of the last forty days, ten kilobytes each.
Storage fortyDays()
{
    Storage storage;
    for (int back = 0; back < 40; ++back)
        storage.days.push_back({now / day * day - back * day, 100});
    storage.events = 4'000;
    storage.bytes_per_event = 10'000;
    storage.used_bytes = storage.events * storage.bytes_per_event;
    storage.oldest_event_at = storage.days.back().day;
    storage.newest_event_at = now;
    return storage;
}

Storage filling(std::int64_t perDay)
{
    Storage storage = fortyDays();
    storage.received_last_day = perDay;
    storage.full_at = QDateTime::currentSecsSinceEpoch() + (storage.policy.max_bytes - storage.used_bytes) /
                                                               (perDay * storage.bytes_per_event) * day;
    return storage;
}

engine::RebuildStatus ended(engine::RebuildTask task, std::int64_t missing)
{
    engine::RebuildStatus status;
    status.task = task;
    engine::RebuildReport report;
    report.ok = true;
    report.events = 1'234;
    report.seconds = 2.5;
    report.repaired = missing;
    report.tables = {{"job", 10, 0, 0, 0, {}}, {"rollup", 20, missing, 0, 0, {}}};
    status.report = report;
    return status;
}

} // namespace

class StoragePartsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void formGivesBackWhatItWasGiven_data();
    void formGivesBackWhatItWasGiven();
    void formTellsOnlyOfTheReader();
    void deletionByAge();
    void deletionBySize();
    void deletionOfNothing();
    void minutesGoWithoutEvents();
    void questionReachesFarEnough();
    void forecasts();
    void outcomes();
    void progress();
    void modelsKeepTheirPromises();
};

void StoragePartsTest::formGivesBackWhatItWasGiven_data()
{
    QTest::addColumn<RetentionPolicy>("policy");
    QTest::newRow("as made") << RetentionPolicy{};
    QTest::newRow("no limits") << RetentionPolicy{0, 0, 0, 0};
    QTest::newRow("500 MB, 30 days") << RetentionPolicy{500'000'000, 30, 7, 14};
    QTest::newRow("1.5 TB") << RetentionPolicy{1'500'000'000'000, 180, 100'000, 100'000};
    QTest::newRow("odd bytes") << RetentionPolicy{1'234'567'891, 1, 1, 1};
    QTest::newRow("small") << RetentionPolicy{1'000'000, 0, 14, 30};
    QTest::newRow("1.25 GB") << RetentionPolicy{1'250'000'000, 0, 14, 30};
}

void StoragePartsTest::formGivesBackWhatItWasGiven()
{
    QFETCH(const RetentionPolicy, policy);
    PolicyForm form;
    form.setPolicy(RetentionPolicy{77'000'000, 5, 5, 5});
    form.setPolicy(policy);
    const RetentionPolicy given = form.policy();
    QCOMPARE(given.max_bytes, policy.max_bytes);
    QCOMPARE(given.max_days, policy.max_days);
    QCOMPARE(given.minute_days, policy.minute_days);
    QCOMPARE(given.inactive_days, policy.inactive_days);
}

void StoragePartsTest::formTellsOnlyOfTheReader()
{
    PolicyForm form;
    QSignalSpy edits(&form, &PolicyForm::edited);
    form.setPolicy(RetentionPolicy{0, 30, 0, 5});
    QCOMPARE(edits.count(), 0);
    auto *limited = form.findChild<QCheckBox *>(QStringLiteral("storage.keep.events.on"));
    auto *days = form.findChild<QSpinBox *>(QStringLiteral("storage.keep.events"));
    QVERIFY(days->isEnabled());
    limited->click();
    QCOMPARE(edits.count(), 1);
    QVERIFY(!days->isEnabled());
    QCOMPARE(form.policy().max_days, 0);
}

void StoragePartsTest::deletionByAge()
{
    const Storage storage = fortyDays();
    RetentionPolicy next = storage.policy;
    next.max_days = 10;
    QVERIFY(keepsLess(next, storage.policy));
    const Deletion deletion = deletionBy(next, storage, now);
    QCOMPARE(deletion.before, now - 10 * day);
    // Today and nine whole days stay, of the day that is cut the half after noon.
    QCOMPARE(deletion.events, 4'000 - 10 * 100 - 50);
    QVERIFY(!deletion.bySize);
    const QString words = deletionWords(deletion, storage, next);
    QVERIFY2(words.contains(QLatin1String("About 2,950 of 4,000 events")), qPrintable(words));
    QVERIFY(words.contains(hourText(deletion.before)));
    // The last day stays whatever is wished.
    next.max_days = 1;
    QCOMPARE(deletionBy(next, storage, now).before, now - day);
}

void StoragePartsTest::deletionBySize()
{
    const Storage storage = fortyDays();
    RetentionPolicy next = storage.policy;
    next.max_bytes = 1'050 * storage.bytes_per_event;
    const Deletion deletion = deletionBy(next, storage, now);
    QVERIFY(deletion.bySize);
    QCOMPARE(deletion.before, now - 10 * day);
    QCOMPARE(deletion.events, 2'950);
    QVERIFY(deletionWords(deletion, storage, next).startsWith(QLatin1String("At least about 2,950")));
    // Of two limits the one that takes more.
    next.max_days = 5;
    QCOMPARE(deletionBy(next, storage, now).before, now - 5 * day);
    QVERIFY(!deletionBy(next, storage, now).bySize);
    // Nothing of the last day, however small the file shall be.
    next = storage.policy;
    next.max_bytes = 1;
    QCOMPARE(deletionBy(next, storage, now).before, now - day);
}

void StoragePartsTest::deletionOfNothing()
{
    Storage storage = fortyDays();
    for (const RetentionPolicy &next :
         {RetentionPolicy{5'000'000'000, 0, 14, 30}, RetentionPolicy{10'000'000'000, 60, 14, 1},
          RetentionPolicy{0, 0, 0, 30}}) {
        const Deletion deletion = deletionBy(next, storage, now);
        QVERIFY(deletion.isNothing());
        QVERIFY(deletionWords(deletion, storage, next).isEmpty());
    }
    // A limit that holds already deletes without being asked again.
    storage.policy.max_days = 10;
    RetentionPolicy next = storage.policy;
    next.max_days = 20;
    next.inactive_days = 1;
    QVERIFY(!keepsLess(next, storage.policy));
    QVERIFY(deletionBy(next, storage, now).isNothing());
    QVERIFY(deletionBy(RetentionPolicy{0, 1, 1, 1}, Storage{}, now).isNothing());
    // What is older than the horizon are profiles, which stay.
    storage = fortyDays();
    storage.horizon = now - 5 * day;
    storage.days.resize(5);
    QVERIFY(deletionBy(RetentionPolicy{0, 10, 14, 30}, storage, now).isNothing());
}

void StoragePartsTest::minutesGoWithoutEvents()
{
    Storage storage = fortyDays();
    RetentionPolicy next = storage.policy;
    next.minute_days = 2;
    const Deletion deletion = deletionBy(next, storage, now);
    QCOMPARE(deletion.events, 0);
    QCOMPARE(deletion.minutes_before, (now - 2 * day) / day * day);
    QVERIFY(deletionWords(deletion, storage, next).contains(dateText(deletion.minutes_before)));
    storage.minutes_from = now / day * day - day; // they are gone already
    QVERIFY(deletionBy(next, storage, now).isNothing());
}

void StoragePartsTest::questionReachesFarEnough()
{
    const Storage storage = fortyDays();
    RetentionPolicy next;
    next.max_days = 30;
    QCOMPARE(questionFor(next, storage).days, 32);
    QVERIFY(!questionFor(next, storage).tables);
    next.max_bytes = storage.used_bytes - 1;
    QVERIFY(questionFor(next, storage).days > 3'000);
    QCOMPARE(questionFor(RetentionPolicy{}, storage).days, 0);
}

void StoragePartsTest::forecasts()
{
    Storage storage = filling(1'000); // 10 MB a day
    QVERIFY2(forecastWords(storage).contains(dateText(storage.full_at)), qPrintable(forecastWords(storage)));
    QVERIFY(forecastWords(storage).contains(QLatin1String("10 GB are reached on")));
    QVERIFY(forecastWords(storage).contains(QLatin1String("1,000 events")));
    QVERIFY(shortForecast(storage).contains(dateText(storage.full_at)));
    storage.policy.max_days = 30; // takes 300 MB
    QVERIFY2(forecastWords(storage).contains(QLatin1String("take about 300 MB")),
             qPrintable(forecastWords(storage)));
    QVERIFY(filling(1).full_at > 0);
    QVERIFY(forecastWords(filling(1)).contains(QLatin1String("within 100 years")));
    storage = filling(1'000);
    storage.used_bytes = storage.policy.max_bytes;
    QVERIFY(forecastWords(storage).contains(QLatin1String("the oldest events go")));
    storage = fortyDays();
    QVERIFY(forecastWords(storage).contains(QLatin1String("nothing came in")));
    storage.policy.max_bytes = 0;
    QVERIFY(forecastWords(storage).startsWith(QLatin1String("No limit")));
}

void StoragePartsTest::outcomes()
{
    using engine::RebuildTask;
    QVERIFY(outcomeWords({}).isEmpty());
    const auto clean = ended(RebuildTask::Check, 0);
    QVERIFY(outcomeWords(clean).startsWith(QLatin1String("No difference")));
    QVERIFY(outcomeWords(clean).contains(QLatin1String("1,234")));
    QVERIFY(outcomeTone(clean) == Tone::Delivered);
    QCOMPARE(outcomeNote(clean, 1'000'000, 1'012'000), QStringLiteral("check of 12 s ago, took 2.5 s"));
    QVERIFY(outcomeWords(ended(RebuildTask::Check, 1)).startsWith(QLatin1String("1 row in 1 table is not")));
    QVERIFY(outcomeWords(ended(RebuildTask::Check, 1'500))
                .startsWith(QLatin1String("1,500 rows in 1 table are not")));
    QVERIFY(outcomeTone(ended(RebuildTask::Check, 3)) == Tone::Suspect);
    QCOMPARE(outcomeWords(ended(RebuildTask::Repair, 3)), QStringLiteral("3 rows in 1 table were repaired."));
    QVERIFY(outcomeTone(ended(RebuildTask::Repair, 3)) == Tone::Delivered);
    auto failed = ended(RebuildTask::Repair, 0);
    failed.report->ok = false;
    failed.report->error = QStringLiteral("the disk is full");
    QVERIFY(outcomeWords(failed).contains(QLatin1String("the disk is full")));
    QVERIFY(outcomeTone(failed) == Tone::Failed);
    failed.report->stopped = true;
    QVERIFY(outcomeWords(failed).contains(QLatin1String("goes on from here")));
}

void StoragePartsTest::progress()
{
    engine::RebuildStatus status;
    status.running = true;
    status.progress = {QStringLiteral("reading events"), 12'000, 40'000};
    QCOMPARE(progressWords(status), QStringLiteral("Checking: reading events, 12,000 of 40,000 events"));
    QCOMPARE(progressPermille(status.progress), 300);
    QCOMPARE(progressPermille({}), 0);
    QCOMPARE(progressPermille({{}, 50, 40}), 1000);
    status.stopping = true;
    QVERIFY(progressWords(status).startsWith(QLatin1String("Stopping")));
}

void StoragePartsTest::modelsKeepTheirPromises()
{
    TablesModel tables;
    const QAbstractItemModelTester tablesTester(&tables,
                                                QAbstractItemModelTester::FailureReportingMode::QtTest);
    Storage storage;
    for (const int round : {0, 1, 2}) {
        storage.tables = {{"event", 3'000 + round}, {"payload", 1'000}};
        if (round == 1)
            storage.tables = {{"payload", 5'000}, {"event", 3'000}, {"meta", 1}};
        tables.setTables(storage);
        QCOMPARE(tables.rowCount(), round == 1 ? 3 : 2);
    }
    QCOMPARE(tables.index(0, TablesModel::Bytes).data(RawValueRole).toLongLong(), 3'002);
    QCOMPARE(tables.index(0, TablesModel::Share).data(RawValueRole).toLongLong(), 7'501);

    DifferencesModel differences;
    const QAbstractItemModelTester tester(&differences,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    auto report = *ended(engine::RebuildTask::Check, 4).report;
    report.tables[1].examples = {"rollup lacks level 3", "rollup lacks level 4"};
    differences.setReport(report, false);
    QCOMPARE(differences.rowCount(), 2);
    QCOMPARE(differences.index(1, DifferencesModel::State).data().toString(), QStringLiteral("differs"));
    QCOMPARE(differences.index(1, DifferencesModel::Missing).data(RawValueRole).toLongLong(), 4);
    QVERIFY(differences.examples(0).isEmpty());
    QCOMPARE(differences.examples(1), differences.examples(-1));
    QCOMPARE(differences.examples(-1).count(QLatin1Char('\n')), 1);
    differences.setReport(report, true);
    QCOMPARE(differences.index(1, DifferencesModel::State).data().toString(), QStringLiteral("repaired"));
    differences.setReport({}, false);
    QCOMPARE(differences.rowCount(), 0);
}

DVMDASH_TEST(StoragePartsTest)
#include "storage_parts_test.moc"
