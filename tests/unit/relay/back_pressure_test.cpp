// SPDX-License-Identifier: GPL-3.0-or-later
#include "recording_sink.h"
#include "support/fake_relay.h"
#include "support/test_main.h"

#include <QElapsedTimer>
#include <QSemaphore>
#include <QThread>

#include <atomic>

using namespace dvmdash;
using relay::LinkState;
using test::FakeRelay;

namespace
{

/// A pool on a network thread, as in the program.
class NetworkThread
{
public:
    NetworkThread(relay::FrameSink &sink, const relay::RelayLimits &limits)
        : m_pool(new relay::RelayPool(sink, limits))
    {
        m_pool->moveToThread(&m_thread);
        QObject::connect(&m_thread, &QThread::finished, m_pool, &QObject::deleteLater);
        m_thread.start();
    }
    ~NetworkThread()
    {
        m_thread.quit();
        m_thread.wait();
    }
    Q_DISABLE_COPY_MOVE(NetworkThread)

    /// Runs it on the network thread and waits.
    template<typename Work>
    void run(Work work)
    {
        QMetaObject::invokeMethod(
            m_pool, [this, work] { work(*m_pool); }, Qt::BlockingQueuedConnection);
    }
    relay::RelayStatus status()
    {
        relay::RelayStatus status;
        run([&status](relay::RelayPool &pool) { status = test::onlyStatus(pool); });
        return status;
    }

private:
    QThread m_thread;
    relay::RelayPool *m_pool;
};

} // namespace

class BackPressureTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    /// A sink that blocks fills the pipe back to the sender; nothing is lost, and the relay, which cannot be
    /// heard meanwhile, is not taken for silent.
    void aBlockedSinkIsFeltByTheRelayAndLosesNothing()
    {
        constexpr int frames = 1200;
        const std::string content(50'000, 'x'); // 60 MB: more than the kernel's buffers hold
        QSemaphore gate;
        std::atomic<bool> blocked = false;
        test::RecordingSink sink;
        sink.onAccept = [&](const relay::IncomingFrame &frame) {
            if (frame.json.find("\"created_at\":0,") != std::string::npos) {
                blocked = true;
                gate.acquire();
            }
            return true;
        };
        auto limits = test::testLimits();
        limits.ping_interval_ms = 50;
        limits.pong_timeout_ms = 500;
        FakeRelay server;
        NetworkThread network(sink, limits);
        const auto release =
            qScopeGuard([&gate] { gate.release(); }); // a failed check must not hang the thread
        const QString url = server.url();
        network.run([&url](relay::RelayPool &pool) {
            pool.setSubscriptions({test::jobsSubscription()});
            pool.setRelays(test::relaysNamed({url}));
        });
        QTRY_COMPARE(server.requests.size(), 1U);
        server.event("jobs", 0, content);
        QTRY_VERIFY(blocked); // only then the flood: a relay busy with sending would answer no ping meanwhile
        for (int i = 1; i < frames; ++i)
            server.event("jobs", i, content);

        // What the kernel takes is soon taken; the rest waits in the sender.
        qint64 waiting = -1;
        QElapsedTimer steady;
        steady.start();
        QTRY_VERIFY2_WITH_TIMEOUT(
            [&] {
                const qint64 bytes = server.client()->bytesToWrite();
                if (bytes != waiting) {
                    waiting = bytes;
                    steady.restart();
                }
                return steady.hasExpired(2 * (limits.ping_interval_ms + limits.pong_timeout_ms));
            }(),
            "the sender's buffer never came to rest", 30'000);
        QVERIFY2(waiting > 10'000'000, qPrintable(QString::number(waiting)));
        QCOMPARE(sink.count(), 0U);

        gate.release();
        QTRY_COMPARE_WITH_TIMEOUT(sink.count(), std::size_t{frames}, 60'000);
        const auto status = network.status(); // at once: while this thread checks, no ping is answered
        const auto got = sink.frames();
        for (int i = 0; i < frames; ++i) {
            const std::string wanted = "\"created_at\":" + std::to_string(i) + ",";
            QVERIFY2(got[static_cast<std::size_t>(i)].json.find(wanted) != std::string::npos, wanted.c_str());
        }
        QCOMPARE(status.connected_count, 1);
        QCOMPARE(status.error_count, 0);
        QCOMPARE(status.state, LinkState::Live);
        QCOMPARE(server.connections, 1);
    }

    /// Others wait while one blocks, and are not given up on either.
    void otherRelaysOutliveABlock()
    {
        QSemaphore gate;
        std::atomic<bool> blocked = false;
        test::RecordingSink sink;
        sink.onAccept = [&](const relay::IncomingFrame &frame) {
            if (frame.json.find("block") != std::string::npos) {
                blocked = true;
                gate.acquire();
            }
            return true;
        };
        auto limits = test::testLimits();
        limits.ping_interval_ms = 50;
        limits.pong_timeout_ms = 500;
        limits.eose_timeout_ms = 100;
        limits.connect_timeout_ms = 2000;
        FakeRelay loud;
        FakeRelay quiet;
        NetworkThread network(sink, limits);
        const auto release = qScopeGuard([&gate] { gate.release(); });
        network.run([urls = QStringList{loud.url(), quiet.url()}](relay::RelayPool &pool) {
            pool.setSubscriptions({test::jobsSubscription()});
            pool.setRelays(test::relaysNamed(urls));
        });
        QTRY_COMPARE(loud.requests.size(), 1U);
        QTRY_COMPARE(quiet.requests.size(), 1U);
        loud.event("jobs", 1, "block");
        QTRY_VERIFY(blocked);
        QElapsedTimer held;
        held.start();
        QTRY_VERIFY(held.hasExpired(2 * (limits.ping_interval_ms + limits.pong_timeout_ms)));
        quiet.event("jobs", 2, "after");
        gate.release();
        QTRY_COMPARE(sink.count(), 2U);
        QCOMPARE(loud.connections, 1);
        QCOMPARE(quiet.connections, 1);
    }
};
DVMDASH_TEST(BackPressureTest)

#include "back_pressure_test.moc"
