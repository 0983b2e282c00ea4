// SPDX-License-Identifier: GPL-3.0-or-later
#include "ingest/frame_queue.h"
#include "support/test_main.h"

#include <atomic>
#include <thread>

using namespace dvmdash;

namespace
{

relay::IncomingFrame frame(int relay, const std::string &text)
{
    relay::IncomingFrame made;
    made.relay = relay;
    made.json = text;
    return made;
}

} // namespace

class FrameQueueTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void servesRelaysInTurn()
    {
        ingest::FrameQueue queue;
        for (int i = 0; i < 5; ++i)
            queue.push(frame(1, "flood" + std::to_string(i)));
        queue.push(frame(2, "calm"));
        queue.push(frame(3, "calm too"));
        QString order;
        for (const auto &taken : queue.pop(7))
            order += QString::number(taken.relay);
        QCOMPARE(order, QStringLiteral("1231111"));
    }

    void keepsTheOrderOfEachRelay()
    {
        ingest::FrameQueue queue;
        for (int i = 0; i < 10; ++i)
            queue.push(frame(i % 2, std::to_string(i)));
        std::map<int, QString> orders;
        while (queue.size() > 0)
            for (const auto &taken : queue.pop(3))
                orders[taken.relay] += QString::fromStdString(taken.json);
        QCOMPARE(orders[0], QStringLiteral("02468"));
        QCOMPARE(orders[1], QStringLiteral("13579"));
    }

    void aFullShareBlocksOnlyItsRelay()
    {
        ingest::FrameQueue queue({.frames = 2, .bytes = 1000});
        queue.push(frame(1, "a"));
        queue.push(frame(1, "b"));
        std::atomic<bool> pushed = false;
        std::thread flooder([&] {
            queue.push(frame(1, "c"));
            pushed = true;
        });
        QVERIFY(queue.push(frame(2, "other")));
        QCOMPARE(queue.size(), std::size_t(3));
        QVERIFY(!pushed);
        QCOMPARE(queue.pop(1).size(), std::size_t(1));
        flooder.join();
        QVERIFY(pushed);
        QCOMPARE(queue.size(), std::size_t(3));
    }

    void bytesAreBoundedToo()
    {
        ingest::FrameQueue queue({.frames = 100, .bytes = 10});
        // Larger than the whole share: taken because the share is empty, else it would never be.
        QVERIFY(queue.push(frame(1, std::string(50, 'x'))));
        std::atomic<bool> pushed = false;
        std::thread pusher([&] {
            queue.push(frame(1, "y"));
            pushed = true;
        });
        QVERIFY(!pushed);
        queue.pop(1);
        pusher.join();
        QVERIFY(pushed);
    }

    void closingWakesEverybodyAndDrains()
    {
        ingest::FrameQueue queue({.frames = 1, .bytes = 1000});
        queue.push(frame(1, "kept"));
        std::atomic<int> refused = 0;
        std::thread blocked([&] { refused += queue.push(frame(1, "dropped")) ? 0 : 1; });
        queue.setHeld(true);
        queue.close();
        blocked.join();
        QCOMPARE(refused.load(), 1);
        QCOMPARE(queue.pop(10).size(), std::size_t(1));
        QVERIFY(queue.pop(10).empty());
        QVERIFY(!queue.push(frame(1, "late")));
    }

    void heldFramesWait()
    {
        ingest::FrameQueue queue;
        queue.setHeld(true);
        queue.push(frame(1, "a"));
        std::atomic<bool> popped = false;
        std::thread worker([&] {
            queue.pop(1);
            popped = true;
        });
        QVERIFY(!popped);
        QCOMPARE(queue.size(), std::size_t(1));
        queue.setHeld(false);
        worker.join();
        QCOMPARE(queue.size(), std::size_t(0));
    }

    void nothingIsLostBetweenManyThreads()
    {
        ingest::FrameQueue queue({.frames = 16, .bytes = 1 << 20});
        constexpr int relays = 4;
        constexpr int each = 2000;
        std::atomic<int> got = 0;
        std::vector<std::thread> threads;
        for (int w = 0; w < 3; ++w) {
            threads.emplace_back([&] {
                for (;;) {
                    const auto frames = queue.pop(7);
                    if (frames.empty())
                        return;
                    got += static_cast<int>(frames.size());
                }
            });
        }
        std::vector<std::thread> pushers;
        for (int r = 0; r < relays; ++r) {
            pushers.emplace_back([&queue, r] {
                for (int i = 0; i < each; ++i)
                    queue.push(frame(r, "x"));
            });
        }
        for (auto &pusher : pushers)
            pusher.join();
        queue.close();
        for (auto &thread : threads)
            thread.join();
        QCOMPARE(got.load(), relays * each);
    }
};

DVMDASH_TEST(FrameQueueTest)
#include "frame_queue_test.moc"
