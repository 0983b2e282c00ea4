// SPDX-License-Identifier: GPL-3.0-or-later
#include "nostr/parser.h"
#include "nostr/verifier.h"
#include "recording_sink.h"
#include "relay/authentication.h"
#include "support/fake_relay.h"
#include "support/test_main.h"

using namespace dvmdash;
using relay::Authentication;
using relay::LinkState;
using test::FakeRelay;
using test::onlyStatus;

namespace
{

nostr::SecretKey secret()
{
    nostr::SecretKey key{};
    key.bytes()[31] = 7;
    return key;
}

std::shared_ptr<const nostr::Signer> signer()
{
    return std::make_shared<const nostr::Signer>(*nostr::Signer::fromSecret(secret()));
}

/// The event of an AUTH message, its id and signature checked.
std::optional<nostr::Event> eventOf(const std::string &json)
{
    nostr::EventParser parser;
    nostr::Verifier verifier;
    auto parsed = parser.parse(json);
    const auto *read = std::get_if<nostr::ParsedEvent>(&parsed);
    if (!read || verifier.check(read->event))
        return std::nullopt;
    return read->event;
}

/// A relay that gives nothing to strangers.
struct Rig {
    test::RecordingSink sink;
    FakeRelay server;
    relay::RelayPool pool;
    std::vector<nostr::Event> logins;
    bool isIn = false;
    bool accepts = true;
    std::string refusal = "auth-required: who are you";

    Rig()
        : pool(sink, test::testLimits())
    {
        server.onConnected = [this] {
            isIn = false;
            server.send(nostr::authChallengeFrame("challenge " + std::to_string(server.connections)));
        };
        server.onRequest = [this](const nostr::ReqMessage &request) {
            if (isIn)
                server.eose(request.subscription);
            else
                server.send(nostr::closedFrame(request.subscription, refusal));
        };
        server.onAuth = [this](const nostr::AuthMessage &message) {
            const auto event = eventOf(message.eventJson);
            QVERIFY(event);
            logins.push_back(*event);
            isIn = accepts;
            server.send(nostr::okFrame(event->id.hex(), accepts, accepts ? "" : "restricted: not you"));
        };
    }
    void start()
    {
        pool.setSubscriptions({test::jobsSubscription()});
        pool.setRelays(test::relaysNamed({server.url()}));
    }
    LinkState state() const { return onlyStatus(pool).state; }
};

} // namespace

/// NIP-42.
class AuthenticationTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theAnswerIsWhatTheRuleSays()
    {
        Authentication authentication("wss://relay.example/x");
        QVERIFY(!authentication.answer(1000)); // nobody asked, and there is no key
        authentication.challenged("a \"b\"");
        QVERIFY(!authentication.answer(1000));
        authentication.setSigner(signer());
        const auto frame = authentication.answer(1000);
        QVERIFY(frame);
        const auto message = nostr::parseClientMessage(*frame);
        const auto *auth = std::get_if<nostr::AuthMessage>(&message);
        QVERIFY(auth);
        const auto event = eventOf(auth->eventJson);
        QVERIFY(event);
        QCOMPARE(event->kind, 22242);
        QCOMPARE(event->created_at, 1000);
        QCOMPARE(event->pubkey, signer()->publicKey());
        QCOMPARE(event->tagValue("relay"), std::string_view("wss://relay.example/x"));
        QCOMPARE(event->tagValue("challenge"), std::string_view("a \"b\""));
        QVERIFY(!authentication.answer(1001)); // once is enough

        QVERIFY(!authentication.heard({std::string(64, '0'), true, ""}));
        QCOMPARE(authentication.heard({event->id.hex(), true, ""}), std::optional(true));
        QVERIFY(!authentication.heard({event->id.hex(), false, ""}));
    }

    void aRelayThatAsksOverAndOverIsNotAnsweredForEver()
    {
        Authentication authentication("wss://relay.example");
        authentication.setSigner(signer());
        int answers = 0;
        for (int i = 0; i < 20; ++i) {
            authentication.challenged(std::to_string(i));
            answers += authentication.answer(i) ? 1 : 0;
        }
        QCOMPARE(answers, 3);
        authentication.connected();
        authentication.challenged(std::string(2000, 'x')); // a burden
        QVERIFY(!authentication.answer(1));
        authentication.challenged("again");
        QVERIFY(authentication.answer(1));
    }

    void aRelayThatWantsAKeyIsAskedAgainWithIt()
    {
        for (const char *refusal : {"auth-required: who are you", "restricted: members only"}) {
            Rig rig;
            rig.refusal = refusal;
            rig.pool.setKey(secret());
            rig.start();
            QTRY_COMPARE(rig.state(), LinkState::Live);
            QCOMPARE(rig.logins.size(), std::size_t{1});
            QCOMPARE(rig.logins[0].tagValue("relay"), std::string_view(rig.server.url().toStdString()));
            QCOMPARE(rig.logins[0].tagValue("challenge"), std::string_view("challenge 1"));
            QVERIFY(onlyStatus(rig.pool).authenticated);
            QCOMPARE(onlyStatus(rig.pool).detail, QString());
            // Each connection wants it anew.
            rig.server.dropClient();
            QTRY_COMPARE(rig.logins.size(), std::size_t{2});
            QCOMPARE(rig.logins[1].tagValue("challenge"), std::string_view("challenge 2"));
            QTRY_COMPARE(rig.state(), LinkState::Live);
        }
    }

    void aKeyThatComesLaterIsUsedAtOnce()
    {
        Rig rig;
        rig.start();
        QTRY_COMPARE(rig.state(), LinkState::Refused);
        QVERIFY(rig.logins.empty());
        rig.pool.setKey(secret());
        QTRY_COMPARE(rig.state(), LinkState::Live);
    }

    void aKeyThatIsNotAcceptedIsToldOf()
    {
        Rig rig;
        rig.accepts = false;
        rig.pool.setKey(secret());
        rig.start();
        QTRY_VERIFY(onlyStatus(rig.pool).detail.contains(QStringLiteral("not you")));
        QCOMPARE(rig.state(), LinkState::Refused);
        QVERIFY(!onlyStatus(rig.pool).authenticated);
        QCOMPARE(rig.logins.size(), std::size_t{1});
    }

    /// A key says who listens: it is not shown to who gives all it has anyway.
    void nobodyIsToldWithoutNeed()
    {
        Rig rig;
        rig.server.onRequest = {};
        rig.pool.setKey(secret());
        rig.start();
        QTRY_COMPARE(rig.state(), LinkState::Live);
        QTest::qWait(30);
        QVERIFY(rig.logins.empty());
        QVERIFY(onlyStatus(rig.pool).auth_challenged);
    }

    void visitsAreMadeWithoutAName()
    {
        Rig rig;
        rig.pool.setKey(secret());
        rig.pool.setGuests({{rig.server.url(), test::jobsSubscription()}});
        QTRY_VERIFY(!rig.server.requests.empty());
        QTest::qWait(30);
        QVERIFY(rig.logins.empty());
    }
};
DVMDASH_TEST(AuthenticationTest)

#include "authentication_test.moc"
