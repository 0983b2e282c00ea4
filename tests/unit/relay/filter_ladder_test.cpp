// SPDX-License-Identifier: GPL-3.0-or-later
#include "recording_sink.h"
#include "relay/full_filter_probe.h"
#include "relay/subscription_fitting.h"
#include "support/fake_relay.h"
#include "support/test_main.h"

#include <algorithm>
#include <map>
#include <set>

using namespace dvmdash;
using relay::FullFilterProbe;
using relay::LinkState;
using relay::Subscription;
using test::FakeRelay;
using test::onlyStatus;

namespace
{

nostr::Filter kinds(std::vector<int> numbers)
{
    nostr::Filter filter;
    filter.kinds = std::move(numbers);
    return filter;
}

std::vector<int> manyKinds()
{
    std::vector<int> all;
    for (int kind = 5000; kind < 5100; ++kind)
        all.push_back(kind);
    all.push_back(7000);
    return all;
}

/// The steps of the rules: all kinds, ten at a time, those of known DVMs.
Subscription jobs()
{
    nostr::Filter from = kinds({7000, 5000});
    from.authors = {nostr::PublicKey{}};
    nostr::Filter to = kinds({5000});
    to.tags['p'] = {nostr::PublicKey{}.hex()};
    return {"jobs", {kinds(manyKinds())}, {{kinds({5000, 7000}), kinds({5001, 5002})}, {from, to}}};
}

/// A pool with one relay that refuses what its script finds too much.
struct Rig {
    test::RecordingSink sink;
    FakeRelay server;
    relay::RelayPool pool;
    std::vector<relay::CoverageSpan> spans;

    /// Empty: it takes these filters.
    using Refusal = std::function<std::string(const std::vector<nostr::Filter> &filters)>;

    explicit Rig(bool readsInformation = false)
        : pool(sink, limits(readsInformation))
    {
        QObject::connect(&pool, &relay::RelayPool::coverageGrew, &pool,
                         [this](const relay::CoverageSpan &span) { spans.push_back(span); });
    }
    static relay::RelayLimits limits(bool readsInformation)
    {
        relay::RelayLimits limits = test::testLimits();
        limits.fetch_information = readsInformation;
        return limits;
    }
    void start(const std::vector<Subscription> &subscriptions = {jobs()})
    {
        pool.setSubscriptions(subscriptions);
        pool.setRelays(test::relaysNamed({server.url()}));
    }
    LinkState state() const { return onlyStatus(pool).state; }
    int form() const { return onlyStatus(pool).form; }
    QString detail() const { return onlyStatus(pool).detail; }
    std::set<std::string> asked() const
    {
        std::set<std::string> ids;
        for (const auto &request : server.requests)
            ids.insert(request.subscription);
        return ids;
    }
};

std::size_t mostKinds(const std::vector<nostr::Filter> &filters)
{
    std::size_t most = 0;
    for (const auto &filter : filters)
        most = std::max(most, filter.kinds ? filter.kinds->size() : 0);
    return most;
}

} // namespace

/// A relay is asked for as much as it takes (rules: jobs and chains, section 7).
class FilterLadderTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void eachStyleOfRefusal_data()
    {
        QTest::addColumn<QString>("words");
        QTest::addColumn<bool>("byNotice");
        QTest::addColumn<bool>("saysEoseToo");
        const auto row = [](const char *name, const char *words, bool byNotice = false, bool eose = false) {
            QTest::newRow(name) << QString::fromLatin1(words) << byNotice << eose;
        };
        row("invalid", "invalid: too many kinds");
        row("error", "error: filter has too many items");
        row("behind ERROR", "ERROR: bad req: total filter items too large");
        row("blocked", "blocked: too many things to filter for");
        row("no prefix", "at most 10 kinds");
        row("no words", "");
        row("a notice", "ERROR: bad req: filter too long", true);
        row("a notice and EOSE", "error: too many kinds", true, true);
        row("CLOSED and EOSE", "error: too many kinds", false, true);
    }
    void eachStyleOfRefusal()
    {
        QFETCH(QString, words);
        QFETCH(bool, byNotice);
        QFETCH(bool, saysEoseToo);
        const std::string text = words.toStdString();
        // A relay that takes ten kinds, and one that wants to be told whose.
        for (const int step : {1, 2}) {
            Rig rig;
            rig.server.onRequest = [&](const nostr::ReqMessage &request) {
                const bool takes =
                    step == 1 ? mostKinds(request.filters) <= 10
                              : std::all_of(request.filters.begin(), request.filters.end(),
                                            [](const auto &one) { return one.authors || !one.tags.empty(); });
                if (!takes && byNotice)
                    rig.server.send(nostr::noticeFrame(text));
                else if (!takes)
                    rig.server.send(nostr::closedFrame(request.subscription, text));
                if (takes || saysEoseToo)
                    rig.server.eose(request.subscription);
            };
            rig.start();
            QTRY_COMPARE(rig.state(), LinkState::Live);
            QCOMPARE(rig.form(), step);
            QVERIFY(rig.detail().contains(QStringLiteral("silence proves nothing")));
            QVERIFY2(rig.detail().contains(step == 1 ? QStringLiteral("known kinds alone")
                                                     : QStringLiteral("known DVMs alone")),
                     qPrintable(rig.detail()));
            QCOMPARE(rig.server.requests.back().filters, jobs().form(static_cast<std::size_t>(step)));
            QVERIFY(rig.spans.empty());
        }
    }

    void whoIsRefusedIsNotAskedForLess_data()
    {
        QTest::addColumn<QString>("words");
        for (const char *words : {"auth-required: who are you", "restricted: members only", "pow: 20 bits",
                                  "rate-limited: slow down"})
            QTest::newRow(words) << QString::fromLatin1(words);
    }
    void whoIsRefusedIsNotAskedForLess()
    {
        QFETCH(QString, words);
        Rig rig;
        int refusals = 0;
        rig.server.onRequest = [&](const nostr::ReqMessage &request) {
            if (++refusals <= 2)
                rig.server.send(nostr::closedFrame(request.subscription, words.toStdString()));
            else
                rig.server.eose(request.subscription);
        };
        rig.start();
        if (words.startsWith(QLatin1String("rate"))) {
            QTRY_COMPARE(rig.state(), LinkState::Live); // asked again after a while, for the same
            QCOMPARE(refusals > 2, true);
        } else {
            QTRY_COMPARE(rig.state(), LinkState::Refused);
            QCOMPARE(rig.server.requests.size(), std::size_t{1});
        }
        QCOMPARE(rig.form(), 0);
    }

    /// It says that it has nothing, and has.
    void anEoseThatIsNoAnswer()
    {
        Rig rig;
        rig.server.onRequest = [&](const nostr::ReqMessage &request) {
            if (mostKinds(request.filters) <= 10)
                rig.server.send(nostr::eventFrame(
                    request.subscription, R"({"id":")" + std::string(64, 'a') +
                                              R"(","kind":5000,"created_at":1000,"content":"","tags":[]})"));
            rig.server.eose(request.subscription);
        };
        rig.start();
        QTRY_COMPARE(rig.form(), 1);
        QTRY_COMPARE(rig.state(), LinkState::Live);
        QVERIFY(rig.detail().contains(QStringLiteral("nothing")));
        QTest::qWait(50);
        QVERIFY(rig.spans.empty()); // not for a moment
        QCOMPARE(rig.asked(), (std::set<std::string>{"jobs", "probe/few", "probe/full"}));
        // What the check brought was not asked for to be kept.
        for (const auto &frame : rig.sink.frames())
            QCOMPARE(frame.subscription->id, std::string("jobs"));
    }

    void anEoseThatIsOne()
    {
        for (const bool hasSome : {false, true}) {
            Rig rig;
            rig.server.onRequest = [&](const nostr::ReqMessage &request) {
                if (hasSome && request.subscription != "jobs")
                    rig.server.send(
                        nostr::eventFrame(request.subscription,
                                          R"({"id":")" + std::string(64, 'a') +
                                              R"(","kind":5000,"created_at":1000,"content":"","tags":[]})"));
                rig.server.eose(request.subscription);
            };
            rig.start();
            QTRY_VERIFY(!rig.spans.empty() || onlyStatus(rig.pool).state == LinkState::Live);
            QTRY_COMPARE(rig.asked().count("probe/full"), hasSome ? 1U : 0U);
            QTRY_VERIFY(!rig.server.closes.empty());
            QCOMPARE(rig.form(), 0);
            // On the next connection it is known.
            const auto before = rig.server.requests.size();
            rig.server.dropClient();
            QTRY_COMPARE(rig.server.connections, 2);
            QTRY_COMPARE(rig.state(), LinkState::Live);
            QTest::qWait(20);
            QCOMPARE(rig.server.requests.size(), before + 1);
        }
    }

    void theProbeByItself_data()
    {
        QTest::addColumn<QByteArray>("few");
        QTest::addColumn<QByteArray>("full");
        QTest::addColumn<int>("verdict");
        const QByteArray id(64, 'a');
        const QByteArray event = "[\"EVENT\",\"x\",{\"id\":\"" + id + "\",\"kind\":5000,\"created_at\":7}]";
        const QByteArray stranger = "[\"EVENT\",\"x\",{\"id\":\"" + id + "\",\"kind\":1,\"created_at\":7}]";
        const auto honest = static_cast<int>(FullFilterProbe::Verdict::Honest);
        const auto swallows = static_cast<int>(FullFilterProbe::Verdict::Swallows);
        QTest::newRow("nothing there") << QByteArray() << QByteArray() << honest;
        QTest::newRow("given both times") << event << event << honest;
        QTest::newRow("only for few kinds") << event << QByteArray() << swallows;
        QTest::newRow("another of that second") << event << stranger << honest;
        QTest::newRow("not what was asked for") << stranger << QByteArray() << honest;
        QTest::newRow("no event") << QByteArray("[\"EVENT\",\"x\",[]]") << QByteArray() << honest;
        QTest::newRow("no JSON") << QByteArray("[\"EVENT\",\"x\",{\"created_at\":7") << QByteArray()
                                 << honest;
    }
    void theProbeByItself()
    {
        QFETCH(QByteArray, few);
        QFETCH(QByteArray, full);
        QFETCH(int, verdict);
        FullFilterProbe probe(kinds(manyKinds()), kinds({5000}));
        QCOMPARE(probe.question()->filters.front().limit, std::optional<std::int64_t>(1));
        const std::string first = probe.question()->id;
        QVERIFY(probe.isIts(first));
        if (!few.isEmpty())
            probe.event({few.constData(), static_cast<std::size_t>(few.size())});
        probe.ended();
        if (probe.verdict() == FullFilterProbe::Verdict::Open) {
            QVERIFY(probe.question()->id != first);
            QCOMPARE(probe.question()->filters.front().since, std::optional<std::int64_t>(7));
            QCOMPARE(probe.question()->filters.front().until, std::optional<std::int64_t>(7));
            QCOMPARE(probe.question()->filters.front().kinds, std::optional(manyKinds()));
            if (!full.isEmpty())
                probe.event({full.constData(), static_cast<std::size_t>(full.size())});
            probe.ended();
        }
        QCOMPARE(static_cast<int>(probe.verdict()), verdict);
    }

    /// The DVMs of the narrowest form change all the time; what is open in another form stays open.
    void newDvmsDisturbNothing()
    {
        Rig rig;
        rig.start();
        QTRY_COMPARE(rig.state(), LinkState::Live);
        QTRY_VERIFY(rig.server.closes.size() == 1); // of the probe
        const auto before = rig.server.requests.size();
        Subscription more = jobs();
        more.narrower[1][0].authors->push_back(nostr::PublicKey{});
        rig.pool.setSubscriptions({more});
        QTest::qWait(30);
        QCOMPARE(rig.server.requests.size(), before);
        // A relay that is asked in that form is asked anew.
        Rig picky;
        picky.server.onRequest = [&](const nostr::ReqMessage &request) {
            if (request.filters.front().authors)
                picky.server.eose(request.subscription);
            else
                picky.server.send(nostr::closedFrame(request.subscription, "error: whose?"));
        };
        picky.start();
        QTRY_COMPARE(picky.state(), LinkState::Live);
        picky.pool.setSubscriptions({more});
        QTRY_COMPARE(picky.server.requests.back().filters, more.narrower[1]);
        QTRY_COMPARE(picky.state(), LinkState::Live);
        QCOMPARE(picky.form(), 2);
    }

    /// Refused in every form, and then there is another one.
    void aStepThatComesLater()
    {
        Rig rig;
        rig.server.onRequest = [&](const nostr::ReqMessage &request) {
            if (request.filters.front().authors)
                rig.server.eose(request.subscription);
            else
                rig.server.send(nostr::closedFrame(request.subscription, "invalid: whose?"));
        };
        Subscription noDvms = jobs();
        noDvms.narrower.pop_back();
        rig.start({noDvms});
        QTRY_COMPARE(rig.state(), LinkState::Refused);
        rig.pool.setSubscriptions({jobs()});
        QTRY_COMPARE(rig.state(), LinkState::Live);
        QCOMPARE(rig.form(), 2);
    }

    void whatARelayTookBeforeIsAskedFirst()
    {
        Rig rig;
        rig.pool.setAcceptedForms({{rig.server.url(), 1}});
        rig.start();
        QTRY_COMPARE(rig.state(), LinkState::Live);
        QCOMPARE(rig.server.requests.size(), std::size_t{1});
        QCOMPARE(rig.server.requests.front().filters, jobs().narrower.front());
        QVERIFY(rig.detail().contains(QStringLiteral("seen before")));
        QCOMPARE(rig.form(), 1);
    }

    // --- NIP-11 ------------------------------------------------------------------------------------------

    void itsLimitsAreKept_data()
    {
        QTest::addColumn<QByteArray>("limitation");
        QTest::addColumn<int>("form");
        QTest::addColumn<bool>("refused");
        QTest::newRow("enough") << QByteArray(R"({"max_message_length":65536,"max_filters":10})") << 0
                                << false;
        QTest::newRow("length") << QByteArray(R"({"max_message_length":300})") << 1 << false;
        QTest::newRow("filters") << QByteArray(R"({"max_message_length":300,"max_filters":1})") << 2 << true;
        QTest::newRow("zero is none")
            << QByteArray(R"({"max_message_length":0,"max_filters":0})") << 0 << false;
    }
    void itsLimitsAreKept()
    {
        QFETCH(QByteArray, limitation);
        QFETCH(int, form);
        QFETCH(bool, refused);
        Rig rig(true);
        rig.server.setLimitation(limitation);
        rig.start();
        QTRY_VERIFY(onlyStatus(rig.pool).information.has_value());
        rig.server.requests.clear();
        rig.server.dropClient(); // the first time it is asked before it is known
        QTRY_COMPARE(rig.server.connections, 2);
        QTRY_COMPARE(rig.state(), refused ? LinkState::Refused : LinkState::Live);
        QCOMPARE(rig.form(), form);
        QCOMPARE(rig.server.requests.empty(), refused);
        if (refused)
            QVERIFY2(rig.detail().contains(QStringLiteral("NIP-11")), qPrintable(rig.detail()));
    }

    void fewSubscriptions_data()
    {
        QTest::addColumn<int>("most");
        QTest::addColumn<QString>("ids");
        QTest::newRow("enough") << 4 << QStringLiteral("jobs dvms money");
        QTest::newRow("none said") << 0 << QStringLiteral("jobs dvms money");
        QTest::newRow("not with the past") << 3 << QStringLiteral("jobs rest");
        QTest::newRow("two") << 2 << QStringLiteral("jobs rest");
        QTest::newRow("one") << 1 << QStringLiteral("jobs");
    }
    void fewSubscriptions()
    {
        QFETCH(int, most);
        QFETCH(QString, ids);
        const auto make = [](const char *id, std::vector<nostr::Filter> filters) {
            return std::make_shared<const Subscription>(Subscription{id, std::move(filters)});
        };
        const std::vector<relay::SubscriptionPtr> wanted = {make("jobs", {kinds({1})}),
                                                            make("dvms", {kinds({2}), kinds({3})}),
                                                            make("money", {kinds({4})}), make("nothing", {})};
        relay::RelayInformation information;
        information.max_subscriptions = most;
        information.max_filters = 2;
        QStringList got;
        for (const auto &one : relay::fitted(wanted, information)) {
            if (!one->filters.empty())
                got.append(QString::fromStdString(one->id));
            if (one->id == "rest")
                QVERIFY((one->filters == std::vector<nostr::Filter>{kinds({2}), kinds({3})}));
        }
        QCOMPARE(got.join(QLatin1Char(' ')), ids);
        QCOMPARE(relay::fitted(wanted, std::nullopt), wanted);
    }
};
DVMDASH_TEST(FilterLadderTest)

#include "filter_ladder_test.moc"
