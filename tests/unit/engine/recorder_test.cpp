// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/answers.h"
#include "engine/capture.h"
#include "engine/recorder.h"
#include "support/scratch_store.h"
#include "support/signed_events.h"
#include "support/test_main.h"

#include <QDir>
#include <QTemporaryDir>

#include <atomic>
#include <mutex>
#include <set>

using namespace dvmdash;
using namespace dvmdash::engine;
using store::test::ScratchStore;
using test::start;

namespace
{

/// A store whose writer tells a recorder, as the engine has it.
class Rig
{
public:
    Rig()
        : m_scratch(start + 20'000)
    {
        m_scratch.makeListener = countInRollups;
        m_scratch.changeSettings = [](store::WriterSettings &settings) { settings.tell_sightings = true; };
        m_scratch.onCommit = [this](const store::CommitNotice &notice) {
            const std::lock_guard lock(m_mutex);
            if (m_recorder)
                m_recorder->committed(notice);
        };
    }

    ScratchStore &scratch() { return m_scratch; }
    QString path(const char *name) const { return m_folder.filePath(QString::fromLatin1(name)); }

    void record(const RecordingSettings &settings)
    {
        m_scratch.open();
        m_scratch.writer().settle();
        auto recorder = std::make_unique<Recorder>(m_scratch.path(), settings,
                                                   [this](const RecordingStatus &status) { note(status); });
        const std::lock_guard lock(m_mutex);
        m_recorder = std::move(recorder);
    }
    void listening(const char *relay, bool on) { m_recorder->listening(relay, on); }
    RecordingStatus finish()
    {
        m_scratch.writer().settle();
        std::unique_ptr<Recorder> last;
        {
            const std::lock_guard lock(m_mutex);
            last = std::move(m_recorder);
        }
        last.reset();
        return status();
    }
    RecordingStatus status() const
    {
        const std::lock_guard lock(m_statusMutex);
        return m_status;
    }

    std::vector<CaptureLine> lines(const QString &file) const
    {
        QFile capture(file);
        std::vector<CaptureLine> lines;
        if (!capture.open(QIODevice::ReadOnly))
            return lines;
        while (!capture.atEnd())
            if (auto line = readCaptureLine(capture.readLine().toStdString()))
                lines.push_back(std::move(*line));
        return lines;
    }
    template<typename Thing>
    std::vector<CaptureLine> only(const QString &file) const
    {
        auto all = lines(file);
        std::erase_if(all, [](const CaptureLine &line) { return !std::holds_alternative<Thing>(line.what); });
        return all;
    }

private:
    void note(const RecordingStatus &status)
    {
        const std::lock_guard lock(m_statusMutex);
        m_status = status;
    }

    QTemporaryDir m_folder;
    mutable std::mutex m_statusMutex;
    RecordingStatus m_status;
    std::mutex m_mutex;
    std::unique_ptr<Recorder> m_recorder;
    ScratchStore m_scratch;
};

nostr::Event job(int number)
{
    return test::signedEvent(1, 5001, number, {{"i", std::to_string(number), "text"}});
}

} // namespace

class RecorderTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void timesRelaysAndCopiesAreInIt()
    {
        Rig rig;
        RecordingSettings settings;
        settings.path = rig.path("capture.jsonl");
        rig.record(settings);
        rig.listening("ws://relay0", true);
        rig.scratch().give({job(1), job(2)}, 0, true);
        rig.scratch().giveCopy(job(1).id, 1, (start + 1) * 1000 + 400);
        rig.scratch().writer().settle();
        // Later, in a commit of its own, of an event that stands in the capture.
        QTRY_COMPARE(rig.status().events, 2);
        rig.scratch().giveCopy(job(2).id, 2, (start + 2) * 1000 + 900);
        rig.scratch().giveCopy(job(2).id, 2, (start + 2) * 1000 + 900); // known
        rig.scratch().listen(start - 100, start + 50, 0);
        const RecordingStatus status = rig.finish();
        QVERIFY(!status.on);
        QCOMPARE(status.events, 2);
        QCOMPARE(status.bytes, QFileInfo(settings.path).size());

        const auto events = rig.only<CapturedEvent>(settings.path);
        QCOMPARE(events.size(), std::size_t(2));
        QCOMPARE(events[0].relay, std::string("ws://relay0"));
        QCOMPARE(events[0].received_ms, (start + 1) * 1000 + 250);
        QVERIFY(std::get<CapturedEvent>(events[0].what).live);
        QCOMPARE(std::get<CapturedEvent>(events[1].what).json, nostr::toJson(job(2)));
        const auto copies = rig.only<CapturedCopy>(settings.path);
        QCOMPARE(copies.size(), std::size_t(2));
        QVERIFY(std::get<CapturedCopy>(copies[0].what).id == job(1).id);
        QCOMPARE(copies[0].relay, std::string("ws://relay1"));
        QCOMPARE(copies[0].received_ms, (start + 1) * 1000 + 400);
        QVERIFY(std::get<CapturedCopy>(copies[1].what).id == job(2).id);
        QCOMPARE(copies[1].relay, std::string("ws://relay2"));
        const auto spans = rig.only<CapturedCoverage>(settings.path);
        QCOMPARE(spans.size(), std::size_t(1));
        QCOMPARE(std::get<CapturedCoverage>(spans[0].what).from, start - 100);
        QCOMPARE(std::get<CapturedCoverage>(spans[0].what).until, start + 50);
        QCOMPARE(rig.only<CapturedListening>(settings.path).size(), std::size_t(1));
    }

    /// What was heard before it began is not in it, so silence there proves nothing.
    void onlyWhatComesFromNowOnIsVouchedFor()
    {
        Rig rig;
        const std::int64_t now = nowMs() / 1000;
        rig.scratch().give({job(1)}, 0, true);
        rig.scratch().listen(start, start + 100, 0);
        rig.scratch().listen(now - 1'000, now + 10, 1);
        RecordingSettings settings;
        settings.path = rig.path("capture.jsonl");
        rig.record(settings);
        rig.scratch().give({job(2)}, 0, true);
        rig.scratch().listen(start, start + 200, 0);
        rig.scratch().listen(now - 1'000, now + 500, 1);
        rig.finish();
        QCOMPARE(rig.only<CapturedEvent>(settings.path).size(), std::size_t(1));
        const auto spans = rig.only<CapturedCoverage>(settings.path);
        QCOMPARE(spans.size(), std::size_t(1));
        QCOMPARE(spans[0].relay, std::string("ws://relay1"));
        QCOMPARE(std::get<CapturedCoverage>(spans[0].what).from, now + 10);
        QCOMPARE(std::get<CapturedCoverage>(spans[0].what).until, now + 500);
    }

    void eachFileSaysWhoListens()
    {
        Rig rig;
        RecordingSettings settings;
        settings.path = rig.path("stream.jsonl");
        settings.max_bytes = 1;
        rig.record(settings);
        rig.listening("ws://relay0", true);
        rig.listening("ws://relay1", true);
        rig.listening("ws://relay1", false);
        for (int i = 1; i <= 5; ++i) {
            rig.scratch().give({job(i)}, 0, true);
            rig.scratch().writer().settle();
            QTRY_COMPARE(rig.status().events, i);
        }
        const RecordingStatus status = rig.finish();
        const QDir folder(rig.path(""));
        const QStringList files =
            folder.entryList({QStringLiteral("stream-*.jsonl")}, QDir::Files, QDir::Name);
        QVERIFY(files.size() >= 5);
        std::set<std::string> recorded;
        for (const QString &file : files)
            for (const auto &line : rig.only<CapturedEvent>(folder.filePath(file)))
                recorded.insert(std::get<CapturedEvent>(line.what).json);
        QCOMPARE(recorded.size(), std::size_t(5));
        const auto listening = rig.only<CapturedListening>(status.file);
        QCOMPARE(listening.size(), std::size_t(1));
        QCOMPARE(listening[0].relay, std::string("ws://relay0"));
        QVERIFY(std::holds_alternative<CaptureBegins>(rig.lines(status.file).front().what));
    }
};

DVMDASH_TEST(RecorderTest)
#include "recorder_test.moc"
