// SPDX-License-Identifier: GPL-3.0-or-later
#include "ingest/pipeline.h"
#include "nostr/message.h"
#include "support/signed_events.h"
#include "support/test_main.h"

#include <mutex>
#include <set>

using namespace dvmdash;
using relay::Copy;
using test::signedEvent;

namespace
{

/// Keeps what it is given, in order.
class KeepingSink : public ingest::BatchSink
{
public:
    struct Kept : ingest::PreparedEvent {
        ingest::VerifiedEvent verified;
    };

    std::unique_ptr<ingest::PreparedEvent> prepare(ingest::VerifiedEvent event) const override
    {
        auto kept = std::make_unique<Kept>();
        kept->verified = std::move(event);
        return kept;
    }
    void deliver(ingest::Batch batch) override
    {
        const std::lock_guard lock(m_mutex);
        for (auto &item : batch)
            items.push_back(std::move(item));
    }

    std::vector<ingest::BatchItem> items;

private:
    std::mutex m_mutex;
};

relay::SubscriptionPtr subscription(const std::string &id, std::vector<int> kinds)
{
    nostr::Filter filter;
    filter.kinds = std::move(kinds);
    return std::make_shared<const relay::Subscription>(relay::Subscription{id, {filter}});
}

relay::IncomingFrame wireFrame(const nostr::Event &event, const relay::SubscriptionPtr &asked, int relay = 1)
{
    return {relay, asked, nostr::eventFrame(asked->id, event), 1000, true};
}

std::int64_t rejected(const ingest::Counters &counters, nostr::Reject reason)
{
    return counters.all.rejected[static_cast<std::size_t>(reason)];
}

} // namespace

class PipelineTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void givesVerifiedEventsOn()
    {
        KeepingSink sink;
        ingest::CounterBoard counters;
        ingest::Pipeline pipeline(sink, counters);
        const auto asked = subscription("jobs", {5000, 7000});
        std::set<std::string> sent;
        for (int i = 0; i < 300; ++i) {
            const auto event = signedEvent(1, 5000, i, {{"i", std::to_string(i)}});
            sent.insert(event.id.hex());
            QVERIFY(pipeline.accept(wireFrame(event, asked)));
        }
        pipeline.finish();
        std::set<std::string> got;
        for (const auto &item : sink.items) {
            const auto &kept = static_cast<const KeepingSink::Kept &>(
                *std::get<std::unique_ptr<ingest::PreparedEvent>>(item));
            QVERIFY(kept.verified.live);
            QCOMPARE(kept.verified.received_ms, 1000);
            got.insert(kept.verified.event.id.hex());
        }
        QVERIFY(got == sent);
        QCOMPARE(counters.snapshot().all.read, 300);
        QVERIFY(!pipeline.accept(wireFrame(signedEvent(1, 5000, 1, {}), asked)));
    }

    void refusals_data()
    {
        QTest::addColumn<int>("reason");
        const auto row = [](nostr::Reject reason) {
            QTest::newRow(std::string(nostr::rejectName(reason)).c_str()) << static_cast<int>(reason);
        };
        row(nostr::Reject::UnknownSubscription);
        row(nostr::Reject::FilterMismatch);
        row(nostr::Reject::FrameTooLarge);
        row(nostr::Reject::BinaryFrame);
        row(nostr::Reject::WrongId);
        row(nostr::Reject::BadSignature);
        row(nostr::Reject::MalformedJson);
    }
    void refusals()
    {
        QFETCH(int, reason);
        const auto expected = static_cast<nostr::Reject>(reason);
        KeepingSink sink;
        ingest::CounterBoard counters;
        ingest::PipelineSettings settings;
        settings.max_frame_bytes = 4000;
        ingest::Pipeline pipeline(sink, counters, settings);
        const auto asked = subscription("jobs", {5000});
        auto event = signedEvent(1, 5000, 0, {});
        auto frame = wireFrame(event, asked);
        if (expected == nostr::Reject::BinaryFrame) {
            pipeline.refuse(1, nostr::Reject::BinaryFrame);
        } else {
            if (expected == nostr::Reject::UnknownSubscription)
                frame.json = nostr::eventFrame("other", event);
            else if (expected == nostr::Reject::FilterMismatch)
                frame.json = nostr::eventFrame("jobs", signedEvent(1, 5001, 0, {}));
            else if (expected == nostr::Reject::FrameTooLarge)
                frame.json = nostr::eventFrame("jobs", signedEvent(1, 5000, 0, {}, std::string(4000, 'x')));
            else if (expected == nostr::Reject::WrongId)
                event.content = "changed";
            else if (expected == nostr::Reject::BadSignature)
                event.sig.data[40] ^= 1;
            if (expected == nostr::Reject::WrongId || expected == nostr::Reject::BadSignature)
                frame = wireFrame(event, asked);
            if (expected == nostr::Reject::MalformedJson)
                frame.json.pop_back();
            QVERIFY(pipeline.accept(frame));
        }
        pipeline.finish();
        QVERIFY(sink.items.empty());
        const auto snapshot = counters.snapshot();
        QCOMPARE(rejected(snapshot, expected), 1);
        QCOMPARE(snapshot.all.rejectedTotal(), 1);
        QCOMPARE(snapshot.all.read, 1);
        QCOMPARE(snapshot.by_relay.at(1).rejectedTotal(), 1);
    }

    void anIdIsTrustedOnlyAfterItsSignatureHeld()
    {
        KeepingSink sink;
        ingest::CounterBoard counters;
        ingest::PipelineSettings settings;
        settings.workers = 1;
        ingest::Pipeline pipeline(sink, counters, settings);
        const auto asked = subscription("jobs", {5000});
        const auto genuine = signedEvent(1, 5000, 0, {});
        auto forged = genuine;
        forged.content = "the same id, another text";
        pipeline.accept(wireFrame(forged, asked, 1));
        pipeline.accept(wireFrame(genuine, asked, 2));
        pipeline.finish();
        QCOMPARE(sink.items.size(), std::size_t(1));
        const auto &kept = static_cast<const KeepingSink::Kept &>(
            *std::get<std::unique_ptr<ingest::PreparedEvent>>(sink.items.front()));
        QVERIFY(kept.verified.event == genuine);
        QCOMPARE(rejected(counters.snapshot(), nostr::Reject::WrongId), 1);
    }

    void aCopyFromAnotherRelayIsASightingAfterItsEvent()
    {
        KeepingSink sink;
        ingest::CounterBoard counters;
        ingest::Pipeline pipeline(sink, counters);
        const auto asked = subscription("jobs", {5000});
        const auto event = signedEvent(1, 5000, 0, {});
        pipeline.accept(wireFrame(event, asked, 1));
        QTRY_VERIFY(pipeline.queued() == 0 && counters.snapshot().all.read == 1);
        // Keep offering copies until one is recognised by its id: the set is filled just after delivery.
        QTRY_VERIFY([&] {
            pipeline.accept(wireFrame(event, asked, 2));
            return counters.snapshot().all.read > 3;
        }());
        pipeline.finish();
        QVERIFY(std::holds_alternative<std::unique_ptr<ingest::PreparedEvent>>(sink.items.front()));
        QVERIFY(std::holds_alternative<ingest::RepeatedEvent>(sink.items.back()));
        const auto &repeated = std::get<ingest::RepeatedEvent>(sink.items.back());
        QVERIFY(repeated.id == event.id);
        QCOMPARE(repeated.relay, 2);
    }

    void aCopyIsTakenWithoutItsFrame()
    {
        KeepingSink sink;
        ingest::CounterBoard counters;
        ingest::Pipeline pipeline(sink, counters);
        const auto asked = subscription("jobs", {5000});
        const auto event = signedEvent(1, 5000, 0, {});
        const std::string frame = wireFrame(event, asked).json;
        QVERIFY(pipeline.acceptCopy(2, frame, 1000) == Copy::No);
        pipeline.accept(wireFrame(event, asked, 1));
        // The first one from there; not QTRY_VERIFY, which asks once more at its end.
        QVERIFY(QTest::qWaitFor([&] { return pipeline.acceptCopy(2, frame, 1000) == Copy::First; }));
        QVERIFY(pipeline.acceptCopy(2, frame, 1001) == Copy::Again);
        QVERIFY(pipeline.acceptCopy(1, frame, 1002) == Copy::Again);
        pipeline.setHeld(true);
        QVERIFY(pipeline.acceptCopy(1, frame, 1003) == Copy::No);
        pipeline.setHeld(false);
        pipeline.finish();
        QVERIFY(pipeline.acceptCopy(3, frame, 1004) == Copy::No);
        QCOMPARE(sink.items.size(), std::size_t(2));
        const auto &repeated = std::get<ingest::RepeatedEvent>(sink.items.back());
        QVERIFY(repeated.id == event.id);
        QCOMPARE(repeated.relay, 2);
        QCOMPARE(repeated.received_ms, 1000);
        const auto snapshot = counters.snapshot();
        QCOMPARE(snapshot.all.read, 4);
        QCOMPARE(snapshot.by_relay.at(2).duplicate, 1);
        QCOMPARE(snapshot.by_relay.at(1).duplicate, 1);
    }

    void aForgedIdIsNoCopy()
    {
        KeepingSink sink;
        ingest::CounterBoard counters;
        ingest::Pipeline pipeline(sink, counters);
        const auto asked = subscription("jobs", {5000});
        auto forged = signedEvent(1, 5000, 0, {});
        forged.sig.data[3] ^= 1;
        pipeline.accept(wireFrame(forged, asked, 1));
        QTRY_COMPARE(counters.snapshot().all.read, 1);
        QVERIFY(pipeline.acceptCopy(2, wireFrame(forged, asked).json, 1000) == Copy::No);
        pipeline.finish();
    }

    void filesGetAVerdictForEachLine()
    {
        KeepingSink sink;
        ingest::CounterBoard counters;
        ingest::PipelineSettings settings;
        settings.workers = 1;
        settings.skip_verified = false;
        ingest::Pipeline pipeline(sink, counters, settings);
        const auto genuine = signedEvent(1, 5000, 0, {});
        auto forged = genuine;
        forged.sig.data[0] ^= 1;
        for (int i = 0; i < 3; ++i)
            pipeline.accept({1, nullptr, nostr::toJson(genuine), 0, false});
        pipeline.accept({1, nullptr, nostr::toJson(forged), 0, false});
        pipeline.finish();
        QCOMPARE(sink.items.size(), std::size_t(3));
        QCOMPARE(rejected(counters.snapshot(), nostr::Reject::BadSignature), 1);
    }
};

DVMDASH_TEST(PipelineTest)
#include "pipeline_test.moc"
