// SPDX-License-Identifier: GPL-3.0-or-later
#include "program.h"
#include "support/signed_events.h"
#include "support/test_main.h"

namespace dvmdash::test
{

namespace
{

constexpr unsigned char customer = 1;
constexpr unsigned char paid = 2;
constexpr unsigned char other = 3;
constexpr std::int64_t nestedAt = -500;
constexpr std::int64_t paidAt = 200;

nostr::Event answerTo(const nostr::Event &request, unsigned char author, std::int64_t at)
{
    return signedEvent(author, request.kind + 1'000, at,
                       {{"e", request.id.hex()}, {"p", request.pubkey.hex()}}, "done");
}

} // namespace

/// Everything is everything: also money that comes after the last event, and a job whose request was seen
/// only inside its result and is older than all that was received.
class StragglersTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void everythingReachesOverThem();
    void moneyAfterTheLastEvent();
    void halfASatoshi();

private:
    nlohmann::json ask(QStringList arguments) const
    {
        return m_folder.withDatabase(std::move(arguments) << QStringLiteral("--json")).json();
    }
    ProgramFolder m_folder;
};

void StragglersTest::initTestCase()
{
    const nostr::Event request = signedEvent(customer, 5050, 0, {{"i", "text", "text"}});
    const nostr::Event result = answerTo(request, paid, 5);
    const nostr::Event unseen = signedEvent(customer, 5100, nestedAt, {{"i", "a cat", "text"}});
    nostr::Event nesting = answerTo(unseen, other, 20);
    nesting.tags.push_back({"request", nostr::toJson(unseen)});
    identity(other).sign(nesting);
    const nostr::Event nutzap = signedEvent(customer, 9321, paidAt,
                                            {{"p", keyOf(paid).hex()},
                                             {"e", result.id.hex()},
                                             {"proof", R"({"amount":21,"id":"a","secret":"s","C":"c"})"}});
    const nostr::Event asking = signedEvent(
        other, 7000, 21, {{"status", "payment-required"}, {"e", unseen.id.hex()}, {"amount", "1500"}});
    const QByteArray lines = toLines({request, result, nesting, asking, nutzap});
    COMPARE_JSON(
        ask({QStringLiteral("import"), m_folder.write(QStringLiteral("late.jsonl"), lines)}).at("accepted"),
        5);
}

void StragglersTest::everythingReachesOverThem()
{
    const nlohmann::json json = ask({QStringLiteral("stats")});
    COMPARE_JSON(json.at("window").at("since_unix"), start + nestedAt);
    COMPARE_JSON(json.at("window").at("until_unix"), start + paidAt + 1);
    COMPARE_JSON(json.at("jobs_seen"), 2);
    COMPARE_JSON(json.at("jobs").at("DELIVERED"), 2);
    COMPARE_JSON(json.at("completion_rate"), 1.0);
    COMPARE_JSON(json.at("response_ms").at("n"), 2);
    COMPARE_JSON(json.at("response_ms").at("p50"), 5'000);
    COMPARE_JSON(json.at("response_ms").at("mean"), 262'500);
}

void StragglersTest::moneyAfterTheLastEvent()
{
    const nlohmann::json json = ask({QStringLiteral("stats")});
    COMPARE_JSON(json.at("msat").at("claimed"), 21'000);
    COMPARE_JSON(json.at("sats").at("claimed"), 21);
    COMPARE_JSON(json.at("msat").at("confirmed"), 0);
    COMPARE_JSON(json.at("paid_dvm"), keyOf(paid).hex());
    COMPARE_JSON(json.at("paid_dvm_msat").at("claimed"), 21'000);
    COMPARE_JSON(json.at("paid_kind"), 5050);
    COMPARE_JSON(json.at("paid_kind_msat").at("claimed"), 21'000);
    const nlohmann::json points =
        ask({QStringLiteral("series"), QStringLiteral("claimed"), QStringLiteral("--cumulative")})
            .at("points");
    COMPARE_JSON(points.back().at("msat"), 21'000);
    COMPARE_JSON(points.back().at("value"), 21);
    COMPARE_JSON(points.front().at("value"), 0);
    COMPARE_JSON(ask({QStringLiteral("dvms"), QStringLiteral("--sort"), QStringLiteral("paid")})
                     .at("dvms")[0]
                     .at("dvm"),
                 keyOf(paid).hex());
    COMPARE_JSON(ask({QStringLiteral("kind"), QStringLiteral("5050")}).at("top_earning"), keyOf(paid).hex());
}

void StragglersTest::halfASatoshi()
{
    const nlohmann::json json = ask({QStringLiteral("stats")});
    COMPARE_JSON(json.at("msat").at("requested"), 1'500);
    COMPARE_JSON(json.at("sats").at("requested"), 1); // rounded down, and exact beside it
}

DVMDASH_TEST(StragglersTest)

} // namespace dvmdash::test

#include "stragglers_test.moc"
