// SPDX-License-Identifier: GPL-3.0-or-later
#include "ingest/pipeline.h"
#include "nostr/message.h"
#include "support/signed_events.h"
#include "support/test_main.h"

#include <QScopeGuard>

#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>

using namespace dvmdash;
using test::signedEvent;

namespace
{

relay::IncomingFrame lineOf(const nostr::Event &event, relay::RelayNumber relay = 1)
{
    return {relay, nullptr, nostr::toJson(event), 1000, false};
}

ingest::PipelineSettings oneWorkerForFiles()
{
    ingest::PipelineSettings settings;
    settings.workers = 1;
    settings.skip_verified = false;
    return settings;
}

/// Keeps which thread delivered what; a delivery waits at the gate of its thread, if that is shut.
class GatedSink : public ingest::BatchSink
{
public:
    struct Kept : ingest::PreparedEvent {
        nostr::EventId id;
    };

    std::unique_ptr<ingest::PreparedEvent> prepare(ingest::VerifiedEvent event) const override
    {
        auto kept = std::make_unique<Kept>();
        kept->id = event.event.id;
        return kept;
    }
    void deliver(ingest::Batch batch) override
    {
        const auto self = std::this_thread::get_id();
        std::unique_lock lock(m_mutex);
        m_waiting.insert(self);
        m_opened.wait(lock, [&] { return m_allOpen || m_open.contains(self); });
        m_waiting.erase(self);
        for (const auto &item : batch)
            m_delivered[self].insert(
                static_cast<const Kept &>(*std::get<std::unique_ptr<ingest::PreparedEvent>>(item)).id);
    }

    void openFor(std::thread::id thread)
    {
        const std::lock_guard lock(m_mutex);
        m_open.insert(thread);
        m_opened.notify_all();
    }
    void openForAll()
    {
        const std::lock_guard lock(m_mutex);
        m_allOpen = true;
        m_opened.notify_all();
    }
    std::set<std::thread::id> waiting() const
    {
        const std::lock_guard lock(m_mutex);
        return m_waiting;
    }
    std::set<nostr::EventId> deliveredBy(std::thread::id thread) const
    {
        const std::lock_guard lock(m_mutex);
        const auto at = m_delivered.find(thread);
        return at == m_delivered.end() ? std::set<nostr::EventId>() : at->second;
    }
    std::size_t delivered() const
    {
        const std::lock_guard lock(m_mutex);
        std::size_t count = 0;
        for (const auto &[thread, ids] : m_delivered)
            count += ids.size();
        return count;
    }

private:
    mutable std::mutex m_mutex;
    std::condition_variable m_opened;
    bool m_allOpen = false;
    std::set<std::thread::id> m_open;
    std::set<std::thread::id> m_waiting;
    std::map<std::thread::id, std::set<nostr::EventId>> m_delivered;
};

/// Recognises some ids, and notes what it is asked.
class KnowingSink : public GatedSink
{
public:
    std::unique_ptr<ingest::CopyFinder> copyFinder() override
    {
        const std::lock_guard lock(mutex);
        ++finders;
        return std::make_unique<Finder>(*this);
    }

    std::mutex mutex;
    int finders = 0;
    std::set<nostr::EventId> known; ///< from this relay
    relay::RelayNumber relay = 1;
    std::string log; ///< a letter for each: asked, rested

private:
    class Finder : public ingest::CopyFinder
    {
    public:
        explicit Finder(KnowingSink &sink)
            : m_sink(sink)
        {
        }
        bool isNoted(const nostr::EventId &id, relay::RelayNumber relay, std::int64_t received_ms) override
        {
            const std::lock_guard lock(m_sink.mutex);
            m_sink.log += 'a';
            return received_ms == 1000 && relay == m_sink.relay && m_sink.known.contains(id);
        }
        void rest() override
        {
            const std::lock_guard lock(m_sink.mutex);
            m_sink.log += 'r';
        }

    private:
        KnowingSink &m_sink;
    };
};

} // namespace

/// What a pipeline does beside its workers: helping, and asking the sink what it has.
class PipelineHelpTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whoHelpsWorksFramesOffOnItsOwnThread()
    {
        GatedSink sink;
        ingest::CounterBoard counters;
        ingest::Pipeline pipeline(sink, counters, oneWorkerForFiles());
        const auto opened = qScopeGuard([&] { sink.openForAll(); });
        QVERIFY2(!pipeline.help(), "nothing waits");
        keepTheWorkerBusy(pipeline, sink);
        std::set<nostr::EventId> expected;
        for (int i = 1; i <= 100; ++i) {
            const auto event = signedEvent(1, 5000, i, {});
            expected.insert(event.id);
            pipeline.accept(lineOf(event));
        }
        pipeline.setHeld(true);
        QVERIFY2(!pipeline.help(), "held frames wait");
        QCOMPARE(pipeline.queued(), std::size_t{100});
        pipeline.setHeld(false);

        const auto self = std::this_thread::get_id();
        sink.openFor(self);
        QVERIFY(pipeline.help());
        QVERIFY2(pipeline.queued() > 0, "only a few at once");
        while (pipeline.help()) {
        }
        QCOMPARE(pipeline.queued(), std::size_t{0});
        QVERIFY(sink.deliveredBy(self) == expected);
        QCOMPARE(sink.delivered(), std::size_t{100});
        sink.openForAll();
        pipeline.finish();
        QCOMPARE(counters.snapshot().all.read, 101);
        QVERIFY2(!pipeline.help(), "finished");
    }

    /// A worker that waits for the sink is no reason to lose what the helper has in its hands.
    void finishWaitsForWhoHelps()
    {
        GatedSink sink;
        ingest::CounterBoard counters;
        ingest::Pipeline pipeline(sink, counters, oneWorkerForFiles());
        const auto opened = qScopeGuard([&] { sink.openForAll(); });
        const auto worker = keepTheWorkerBusy(pipeline, sink);
        for (int i = 1; i <= 10; ++i)
            pipeline.accept(lineOf(signedEvent(1, 5000, i, {})));
        bool helped = false;
        std::thread helper([&] { helped = pipeline.help(); });
        QTRY_COMPARE(sink.waiting().size(), std::size_t{2});
        std::atomic<bool> finished = false;
        std::thread closer([&] {
            pipeline.finish();
            finished = true;
        });
        sink.openFor(worker);
        QTRY_COMPARE(sink.waiting().size(), std::size_t{1});
        QTest::qWait(50);
        const bool tooEarly = finished;
        sink.openForAll();
        closer.join();
        helper.join();
        QVERIFY(!tooEarly);
        QVERIFY(helped);
        QCOMPARE(sink.delivered(), std::size_t{11});
        QVERIFY(!pipeline.help());
    }

    void helpingBesideWorkersLosesNothing()
    {
        GatedSink sink;
        sink.openForAll();
        ingest::CounterBoard counters;
        ingest::PipelineSettings settings = oneWorkerForFiles();
        settings.workers = 2;
        settings.queue.frames = 100;
        ingest::Pipeline pipeline(sink, counters, settings);
        std::atomic<bool> stop = false;
        std::thread helper([&] {
            while (!stop)
                pipeline.help();
        });
        constexpr int count = 1'000;
        for (int i = 0; i < count; ++i)
            pipeline.accept(lineOf(signedEvent(1, 5000, i, {})));
        pipeline.finish();
        const std::size_t delivered = sink.delivered();
        stop = true;
        helper.join();
        QCOMPARE(delivered, static_cast<std::size_t>(count));
        QCOMPARE(counters.snapshot().all.read, count);
    }

    /// The rest of the line is nonsense: nobody looks at it.
    void copiesAreRecognisedBeforeAnythingIsParsed()
    {
        KnowingSink sink;
        sink.openForAll();
        ingest::CounterBoard counters;
        ingest::Pipeline pipeline(sink, counters, oneWorkerForFiles());
        const auto known = signedEvent(1, 5000, 0, {});
        const auto strange = signedEvent(1, 5000, 1, {});
        const std::string nonsense = "{\"id\":\"" + known.id.hex() + "\", no json";
        sink.known = {known.id};
        pipeline.accept({1, nullptr, nonsense, 1000, false});
        pipeline.accept({2, nullptr, nonsense, 1000, false}); // not known from there
        pipeline.accept(lineOf(known));
        pipeline.accept(lineOf(known, 2));
        pipeline.accept(lineOf(strange));
        pipeline.accept({1, nullptr, "no id", 1000, false});
        pipeline.finish();
        const auto snapshot = counters.snapshot();
        QCOMPARE(snapshot.by_relay.at(1).read, 4);
        QCOMPARE(snapshot.by_relay.at(1).duplicate, 2);
        QCOMPARE(snapshot.by_relay.at(1).rejectedTotal(), 1);
        QCOMPARE(snapshot.by_relay.at(2).duplicate, 0);
        QCOMPARE(snapshot.by_relay.at(2).rejectedTotal(), 1);
        QCOMPARE(sink.delivered(), std::size_t{2}); // of relay 2, and the strange one
        QCOMPARE(QString::fromStdString(sink.log).count(QLatin1Char('a')), 5);
    }

    void theFinderRestsAfterEachBatch()
    {
        KnowingSink sink;
        sink.openForAll();
        ingest::CounterBoard counters;
        ingest::Pipeline pipeline(sink, counters, oneWorkerForFiles());
        pipeline.setHeld(true);
        const auto known = signedEvent(1, 5000, 0, {});
        sink.known = {known.id};
        for (int i = 0; i < 100; ++i)
            pipeline.accept(lineOf(known));
        pipeline.setHeld(false);
        pipeline.finish();
        QCOMPARE(QString::fromStdString(sink.log), QString(64, QLatin1Char('a')) + QLatin1Char('r') +
                                                       QString(36, QLatin1Char('a')) + QLatin1Char('r'));
        QCOMPARE(counters.snapshot().all.duplicate, 100);
        QCOMPARE(sink.delivered(), std::size_t{0});
    }

    void eachWorkerAndWhoHelpsHasAFinderOfItsOwn()
    {
        KnowingSink sink;
        ingest::CounterBoard counters;
        ingest::PipelineSettings settings = oneWorkerForFiles();
        settings.workers = 3;
        ingest::Pipeline pipeline(sink, counters, settings);
        pipeline.finish();
        QCOMPARE(sink.finders, 4);
    }

private:
    /// With a frame that the sink does not take yet. Which thread it is.
    static std::thread::id keepTheWorkerBusy(ingest::Pipeline &pipeline, const GatedSink &sink)
    {
        pipeline.accept(lineOf(signedEvent(1, 5000, 0, {})));
        if (!QTest::qWaitFor([&] { return sink.waiting().size() == 1; }))
            qFatal("The worker delivered nothing");
        return *sink.waiting().begin();
    }
};

DVMDASH_TEST(PipelineHelpTest)
#include "pipeline_help_test.moc"
