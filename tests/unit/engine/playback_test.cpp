// SPDX-License-Identifier: GPL-3.0-or-later
#include "dvm/kinds.h"
#include "engine/answers.h"
#include "engine/pace.h"
#include "engine/playback.h"
#include "engine/rebuild.h"
#include "store/store_file.h"
#include "support/made_capture.h"
#include "support/rebuild_words.h"
#include "support/signed_events.h"
#include "support/test_main.h"

#include <QTemporaryDir>

#include <random>

using namespace dvmdash;
using engine::Capture;
using engine::CapturePtr;
using engine::Playback;
using test::start;

namespace
{

/// A file of its own, a writer, and a playback over it.
class Rig
{
public:
    explicit Rig(CapturePtr capture, std::uint64_t linesBetweenCopies = 40,
                 std::int64_t mostBytes = 1'000'000'000)
        : m_clock(capture->fromMs())
        , m_writer(store::StoreFile(path().toStdString()), dvm::KindTable::standard(), m_counters, settings(),
                   {}, {})
    {
        engine::PlaybackSettings playback;
        playback.lines_between_copies = linesBetweenCopies;
        playback.most_copy_bytes = mostBytes;
        m_playback.emplace(std::move(capture), m_writer, m_counters, m_clock, m_folder.path(), playback);
    }

    Playback &playback() { return *m_playback; }
    QString path() const { return m_folder.filePath(QStringLiteral("replay.sqlite")); }
    const ingest::CounterBoard &counters() const { return m_counters; }
    std::int64_t clock() const { return m_clock; }
    int copies() const
    {
        return static_cast<int>(QDir(m_folder.path()).entryList({QStringLiteral("moment-*.sqlite")}).size());
    }

    /// Every row of every table; of the two tables of ids their view, and no counts of commits.
    QStringList dump() const
    {
        store::Database db = store::openForReading(path().toStdString());
        const store::Transaction reading(db, store::Transaction::Kind::Read);
        QStringList lines;
        std::vector<std::string> names;
        {
            store::Statement tables =
                db.prepare("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT IN "
                           "('id_new', 'id_old', 'ref') AND name NOT LIKE 'sqlite_stat%' ORDER BY name");
            while (tables.step())
                names.emplace_back(tables.text(0));
        }
        for (const std::string &name : names) {
            int columns =
                static_cast<int>(db.integer("SELECT count(*) FROM pragma_table_info('" + name + "')"));
            QStringList rows;
            store::Statement all = db.prepare("SELECT * FROM " + name +
                                              (name == "meta" ? " WHERE key <> 'ingest_sequence'" : ""));
            while (all.step()) {
                QString row = QString::fromStdString(name);
                for (int column = 0; column < columns; ++column)
                    row +=
                        u' ' +
                        (all.isNull(column)
                             ? QStringLiteral("-")
                             : QString::fromLatin1(QByteArray(all.blob(column).data(),
                                                              static_cast<qsizetype>(all.blob(column).size()))
                                                       .toHex()));
                rows.append(row);
            }
            rows.sort();
            lines += rows;
        }
        return lines;
    }

private:
    store::WriterSettings settings()
    {
        store::WriterSettings settings;
        settings.commit_interval_ms = 0;
        settings.deadline_interval_ms = 1; // it looks at the clock at any time, as a real one
        settings.exact_moments = true;
        settings.makeListener = engine::countInRollups;
        settings.now_ms = [this] { return m_clock.load(); };
        return settings;
    }

    QTemporaryDir m_folder;
    engine::PlaybackClock m_clock;
    ingest::CounterBoard m_counters;
    store::WriterThread m_writer;
    std::optional<Playback> m_playback;
};

/// The first line that only one of both has, for the message of a test that fails.
QString difference(const QStringList &found, const QStringList &expected)
{
    for (const QString &line : found)
        if (!expected.contains(line))
            return QStringLiteral("only by seeking: ") + line;
    for (const QString &line : expected)
        if (!found.contains(line))
            return QStringLiteral("only at once: ") + line;
    return found == expected ? QString() : QStringLiteral("rows stand more than once");
}

} // namespace

class PlaybackTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void anyWayLeadsToTheSame_data()
    {
        QTest::addColumn<int>("seed");
        for (int seed = 1; seed <= 4; ++seed)
            QTest::addRow("seed %d", seed) << seed;
    }
    void anyWayLeadsToTheSame()
    {
        QFETCH(const int, seed);
        const auto made = test::madeCapture(static_cast<std::uint64_t>(seed), 40);
        const CapturePtr capture = opened(made.text);
        std::mt19937 random(static_cast<unsigned>(seed));
        Rig seeking(capture);
        for (int i = 0; i < 10; ++i) {
            const std::int64_t span = capture->untilMs() - capture->fromMs();
            const std::int64_t moment =
                capture->fromMs() +
                static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(span + 1));
            QVERIFY(seeking.playback().moveTo(moment));
            QCOMPARE(seeking.playback().moment(), moment);
            QCOMPARE(seeking.clock(), moment);
            Rig atOnce(capture, 1'000'000);
            QVERIFY(atOnce.playback().moveTo(moment));
            const QString found = difference(seeking.dump(), atOnce.dump());
            QVERIFY2(found.isEmpty(), qPrintable(found));
            // And what follows from the events is what a rebuild makes of them at that moment.
            const auto report = engine::checkDatabase(seeking.path());
            QCOMPARE(test::complaintsOf(report), QString());
            QCOMPARE(report.differences(), 0);
        }
        QVERIFY(seeking.copies() > 3);
        // In small steps, too.
        Rig stepping(capture, 100);
        for (std::int64_t at = capture->fromMs(); at < capture->untilMs();
             at += 7'000 + static_cast<int>(random() % 30'000))
            QVERIFY(stepping.playback().moveTo(at));
        QVERIFY(stepping.playback().moveTo(capture->untilMs()));
        QVERIFY(seeking.playback().moveTo(capture->untilMs()));
        const QString found = difference(stepping.dump(), seeking.dump());
        QVERIFY2(found.isEmpty(), qPrintable(found));
    }

    void atTheEndAllIsThere()
    {
        const auto made = test::madeCapture(7, 60);
        const CapturePtr capture = opened(made.text);
        QCOMPARE(capture->fromMs(), made.from_ms);
        QCOMPARE(capture->untilMs(), made.until_ms);
        QCOMPARE(capture->malformed(), made.malformed);
        QCOMPARE(capture->events(), made.events + made.refused);
        Rig rig(capture);
        QVERIFY(rig.playback().moveTo(capture->untilMs() + 1));
        store::Reader reader(rig.path().toStdString());
        QCOMPARE(reader.eventCount(), made.events);
        QCOMPARE(rig.counters().snapshot().all.rejectedTotal(), made.refused);
        int listening = 0;
        for (const auto &relay : rig.playback().feed().relays())
            listening += relay.state == relay::LinkState::Live ? 1 : 0;
        QVERIFY(listening > 0);
        // Silence means something only where the capture says that somebody listened.
        QVERIFY(reader.database().integer("SELECT count(*) FROM job WHERE state = " +
                                          std::to_string(static_cast<int>(dvm::State::Ignored))) > 0);
    }

    void theFirstMomentIsEmptyAndTheClockStandsThere()
    {
        const CapturePtr capture = opened(test::madeCapture(2, 20).text);
        Rig rig(capture);
        QVERIFY(rig.playback().moveTo(capture->untilMs()));
        QVERIFY(rig.playback().moveTo(0));
        QCOMPARE(rig.clock(), capture->fromMs());
        store::Reader reader(rig.path().toStdString());
        QCOMPARE(reader.eventCount(), 0);
        QCOMPARE(reader.database().integer("SELECT count(*) FROM rollup"), 0);
    }

    void aWayThatIsStoppedEndsAtAMomentOfItsOwn()
    {
        const CapturePtr capture = opened(test::madeCapture(3, 200).text);
        Rig rig(capture);
        int calls = 0;
        QVERIFY(!rig.playback().moveTo(capture->untilMs(), [&](int) { return ++calls < 7; }));
        const std::int64_t reached = rig.playback().moment();
        QVERIFY(reached > capture->fromMs() && reached < capture->untilMs());
        QCOMPARE(rig.clock(), reached);
        QCOMPARE(engine::checkDatabase(rig.path()).differences(), 0);
        QVERIFY(rig.playback().moveTo(capture->untilMs()));
        Rig atOnce(capture, 1'000'000);
        QVERIFY(atOnce.playback().moveTo(capture->untilMs()));
        const QString found = difference(rig.dump(), atOnce.dump());
        QVERIFY2(found.isEmpty(), qPrintable(found));
    }

    void fewCopiesAreKeptWhereTheyAreLarge()
    {
        const CapturePtr capture = opened(test::madeCapture(4, 60).text);
        Rig rig(capture, 10, 3'000'000);
        QVERIFY(rig.playback().moveTo(capture->untilMs()));
        QVERIFY(rig.copies() < 20);
        QVERIFY(rig.copies() > 1);
        const std::int64_t middle = (capture->fromMs() + capture->untilMs()) / 2;
        QVERIFY(rig.playback().moveTo(middle));
        Rig atOnce(capture, 1'000'000);
        QVERIFY(atOnce.playback().moveTo(middle));
        const QString found = difference(rig.dump(), atOnce.dump());
        QVERIFY2(found.isEmpty(), qPrintable(found));
    }

    /// As an import takes it: silence of up to an hour means something, and receipt times are not known.
    void aFileOfEventsAloneIsARecording()
    {
        const auto request = test::signedEvent(1, 5001, 0, {{"i", "a", "text"}, {"p", test::keyOf(2).hex()}});
        const auto later = test::signedEvent(3, 5002, 1'200, {{"i", "b", "text"}});
        const auto nextDay =
            test::signedEvent(3, 5002, 90'000, {{"i", "c", "text"}, {"p", test::keyOf(2).hex()}});
        QByteArray text;
        for (const auto &event : {request, later, nextDay})
            text += QByteArray::fromStdString(nostr::toJson(event)) + '\n';
        const CapturePtr capture = opened(text);
        QCOMPARE(capture->fromMs(), start * 1000);
        // Further than an hour from what stood before, a date is somebody's word.
        QCOMPARE(capture->untilMs(), (start + 1'200) * 1000);
        Rig rig(capture);
        const auto state = [&] {
            store::Reader reader(rig.path().toStdString());
            return reader.jobDetail(request.id)->row.state;
        };
        QVERIFY(rig.playback().moveTo((start + 10) * 1000));
        QCOMPARE(state(), dvm::State::Waiting);
        QVERIFY(rig.playback().moveTo((start + 1'000) * 1000));
        QCOMPARE(state(), dvm::State::Ignored);
        QVERIFY(rig.playback().moveTo((start + 10) * 1000));
        QCOMPARE(state(), dvm::State::Waiting);
    }

    void theSpeedKeepsTheRelationsOfTimes_data()
    {
        QTest::addColumn<double>("speed");
        for (const double speed : {0.5, 1.0, 10.0, 100.0, 1000.0})
            QTest::addRow("%g", speed) << speed;
    }
    void theSpeedKeepsTheRelationsOfTimes()
    {
        QFETCH(const double, speed);
        engine::Pace pace;
        constexpr std::int64_t begin = start * 1000;
        pace.start(begin, speed, 5'000);
        std::int64_t now = 5'000;
        std::int64_t before = begin;
        std::mt19937 random(1);
        for (int i = 0; i < 1000; ++i) {
            now += static_cast<std::int64_t>(random() % 400);
            const std::int64_t moment = pace.due(now);
            QVERIFY(moment >= before);
            QVERIFY(std::abs(static_cast<double>(moment - begin) - static_cast<double>(now - 5'000) * speed) <
                    2);
            before = moment;
        }
        // A clock that steps back moves nothing, and a long absence is not made up for.
        QCOMPARE(pace.due(now - 100), before);
        const std::int64_t after = pace.due(now + 3'600'000);
        QVERIFY(after - before <=
                static_cast<std::int64_t>(static_cast<double>(engine::Pace::mostBehindMs) * speed) + 1);
        const std::int64_t later = pace.due(now + 3'600'100);
        QVERIFY(std::abs(static_cast<double>(later - after) - 100 * speed) < 2);
    }

private:
    CapturePtr opened(const QByteArray &text)
    {
        const QString path = m_folder->filePath(QStringLiteral("capture-%1.jsonl").arg(m_written++));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("the capture cannot be written");
        file.close();
        const auto capture = Capture::open({path});
        if (!capture)
            qFatal("%s", qPrintable(capture.error));
        return *capture;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    int m_written = 0;
};

DVMDASH_TEST(PlaybackTest)
#include "playback_test.moc"
