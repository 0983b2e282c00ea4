// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/tangled_events.h"

#include "demo/money.h"
#include "demo/random.h"
#include "support/signed_events.h"

namespace dvmdash::test
{

namespace
{

using dvmdash::test::identity;
using dvmdash::test::keyOf;
using dvmdash::test::signedEvent;
using dvmdash::test::start;

constexpr std::uint64_t people = tangledPeople; ///< customers and DVMs alike: each may be both

class Group
{
public:
    Group(const Tangle &tangle, std::uint64_t seed, int index)
        : m_tangle(tangle)
        , m_random(seed, "group", static_cast<std::uint64_t>(index))
        , m_index(index)
    {
        makeRequests();
        makeAnswers();
        if (m_tangle.nestedAndDeleted)
            makeDeletions();
        makePayments();
        if (m_tangle.moneyIsChecked)
            makeChecks();
    }

    std::vector<nostr::Event> take() { return std::move(m_events); }

private:
    unsigned char somebody() { return static_cast<unsigned char>(1 + m_random.below(people)); }
    std::int64_t soon() { return m_index * 20 + m_random.between(0, 4); }

    /// Two of three requests are seen. A note is no request, and the third request may be known from inside
    /// an answer only.
    void makeRequests()
    {
        for (int i = 0; i < 3; ++i) {
            nostr::Tags tags{{"i", "input " + std::to_string(i), "text"}};
            if (m_random.chance(60))
                tags.push_back({"p", keyOf(somebody()).hex()});
            m_requests.push_back(signedEvent(somebody(), m_random.chance(70) ? 5001 : 5002, soon(), tags));
            if (i < 2)
                m_events.push_back(m_requests.back());
        }
        m_events.push_back(signedEvent(somebody(), 1, soon(), {}, "a note"));
        m_others.push_back(m_events.back());
    }

    void makeAnswers()
    {
        for (int i = 0; i < 7; ++i) {
            nostr::Tags tags = namedRequests();
            const bool isResult = m_random.chance(50);
            if (!isResult)
                tags.push_back({"status", m_random.chance(50) ? "processing" : "error"});
            const int kind = isResult ? m_requests.front().kind + 1000 : 7000;
            m_events.push_back(signedEvent(somebody(), kind, soon(), tags, "word " + std::to_string(i % 3)));
            m_answers.push_back(m_events.back());
        }
    }

    nostr::Tags namedRequests()
    {
        const nostr::Event &request = m_random.pick(m_requests);
        if (m_tangle.nestedAndDeleted && m_random.chance(30))
            return {{"request", nostr::toJson(request)}, {"e", request.id.hex()}};
        nostr::Tags tags{{"e", request.id.hex()}};
        if (!m_tangle.answersNameSeveral)
            return tags;
        if (m_random.chance(15))
            tags.front().insert(tags.front().end(), {"", "job"});
        for (std::int64_t more = m_random.between(0, 3); more > 0; --more)
            tags.insert(tags.begin(), {"e", anyId()});
        return tags;
    }

    std::string anyId()
    {
        const auto draw = m_random.below(10);
        if (draw < 6 || (draw < 8 && m_answers.empty()))
            return m_random.pick(m_requests).id.hex();
        if (draw < 8)
            return m_random.pick(m_answers).id.hex();
        return m_random.pick(m_others).id.hex();
    }

    void makeDeletions()
    {
        for (int i = 0; i < 2; ++i) {
            const nostr::Event &request = m_random.pick(m_requests);
            const nostr::Event &other = m_random.pick(m_requests);
            m_events.push_back(signedEvent(authorNumber(request), 5, soon(),
                                           {{"e", request.id.hex()}, {"e", other.id.hex()}, {"k", "5001"}}));
        }
        m_events.push_back(signedEvent(somebody(), 5, soon(), {{"e", m_random.pick(m_requests).id.hex()}}));
    }

    static unsigned char authorNumber(const nostr::Event &event)
    {
        unsigned char number = 1;
        while (keyOf(number) != event.pubkey)
            ++number;
        return number;
    }

    void makePayments()
    {
        if (!m_tangle.paymentsNameAnswers && !m_tangle.receiptsShareKeys)
            return;
        for (int i = 0; i < 6; ++i) {
            const bool payAnswer = m_tangle.paymentsNameAnswers && m_random.chance(70);
            const nostr::Event &about = payAnswer ? m_random.pick(m_answers) : m_random.pick(m_requests);
            const auto payee = authorNumber(payAnswer ? about : m_random.pick(m_answers));
            // Two payments stand behind the six receipts where keys are shared, six where they are not.
            const int payment = m_tangle.receiptsShareKeys ? i % 2 : i;
            if (payment % 2 == 0)
                m_events.push_back(nutzap(about, payee, payment));
            else
                m_events.push_back(zapReceipt(about, payee, payment));
        }
    }

    nostr::Event nutzap(const nostr::Event &about, unsigned char payee, int payment)
    {
        std::string secret = "secret " + std::to_string(m_index) + " " + std::to_string(payment);
        if (m_tangle.moneyIsChecked)
            secret = R"([\"P2PK\",{\"nonce\":\")" + secret + R"(\",\"data\":\"02)" +
                     keyOf(static_cast<unsigned char>(1 + payment)).hex() + R"(\"}])";
        nostr::Tags tags{
            {"proof", R"({"amount":8,"id":"00ad268c4d1f5826","secret":")" + secret + R"(","C":"02"})"},
            {"unit", "sat"},
            {"e", about.id.hex()},
            {"p", keyOf(payee).hex()}};
        if (m_tangle.moneyIsChecked)
            tags.push_back({"u", mint()});
        const unsigned char payer = somebody();
        m_nutzaps.push_back(signedEvent(payer, 9321, soon(), tags));
        return m_nutzaps.back();
    }

    std::string mint() { return m_random.chance(50) ? "https://mint.example" : "https://other.example"; }

    void makeChecks()
    {
        for (int i = 0; i < 2; ++i) {
            nostr::Tags tags{{"mint", mint(), "sat"}};
            if (m_random.chance(40))
                tags.push_back({"pubkey", "02" + keyOf(somebody()).hex()});
            const unsigned char author = somebody();
            m_events.push_back(signedEvent(author, 10019, soon(), tags));
        }
        for (const nostr::Event &nutzap : m_nutzaps) {
            if (m_random.chance(60))
                continue;
            unsigned char author = somebody();
            for (unsigned char one = 1; one <= people && m_random.chance(80); ++one)
                if (keyOf(one).hex() == nutzap.tagValue("p"))
                    author = one;
            m_events.push_back(signedEvent(author, 7376, soon(), {{"e", nutzap.id.hex(), "", "redeemed"}}));
        }
    }

    nostr::Event zapReceipt(const nostr::Event &about, unsigned char payee, int payment)
    {
        demo::Zap zap;
        zap.payer = &identity(somebody());
        const unsigned char provider = m_tangle.moneyIsChecked && m_random.chance(40) ? providerB : providerA;
        zap.wallet = &identity(provider);
        zap.recipient = keyOf(payee);
        zap.about = &about;
        zap.msat = 21'000;
        const std::int64_t at = soon();
        zap.created_at = start + at;
        // The first that is drawn makes the payment hash.
        demo::Random random(static_cast<std::uint64_t>(m_index * 10 + payment));
        return signedEvent(provider, 9735, at, demo::zapReceiptTags(random, zap));
    }

    Tangle m_tangle;
    demo::Random m_random;
    int m_index;
    std::vector<nostr::Event> m_requests;
    std::vector<nostr::Event> m_answers;
    std::vector<nostr::Event> m_others;
    std::vector<nostr::Event> m_nutzaps;
    std::vector<nostr::Event> m_events;
};

} // namespace

std::vector<nostr::Event> tangledEvents(const Tangle &tangle, std::uint64_t seed, int groups)
{
    std::vector<nostr::Event> events;
    for (int index = 0; index < groups; ++index) {
        auto made = Group(tangle, seed, index).take();
        events.insert(events.end(), std::make_move_iterator(made.begin()),
                      std::make_move_iterator(made.end()));
    }
    return events;
}

} // namespace dvmdash::test
