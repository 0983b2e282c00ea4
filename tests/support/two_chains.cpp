// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/two_chains.h"

#include "support/signed_events.h"

namespace dvmdash::test
{

namespace
{

constexpr unsigned char customer = 1;
constexpr unsigned char stranger = 9;

class Teller
{
public:
    explicit Teller(std::vector<nostr::Event> &events)
        : m_events(events)
    {
    }

    /// Asked of `dvm` at `at`, delivered at `until`.
    nostr::Event delivered(int kind, unsigned char dvm, std::int64_t at, std::int64_t until,
                           const nostr::Event *input, unsigned char asker = customer)
    {
        nostr::Event request = asked(kind, dvm, at, input, asker);
        m_events.push_back(signedEvent(dvm, kind + 1000, until,
                                       {{"e", request.id.hex()}, {"p", request.pubkey.hex()}}, "done"));
        return request;
    }

    nostr::Event failed(int kind, unsigned char dvm, std::int64_t at, std::int64_t until,
                        const nostr::Event *input)
    {
        nostr::Event request = asked(kind, dvm, at, input, customer);
        m_events.push_back(signedEvent(
            dvm, 7000, until,
            {{"e", request.id.hex()}, {"p", request.pubkey.hex()}, {"status", "error", "out of memory"}}));
        return request;
    }

private:
    nostr::Event asked(int kind, unsigned char dvm, std::int64_t at, const nostr::Event *input,
                       unsigned char asker)
    {
        nostr::Tags tags{{"p", keyOf(dvm).hex()}};
        if (input)
            tags.push_back({"i", input->id.hex(), "job"});
        nostr::Event request = signedEvent(asker, kind, at, tags);
        m_events.push_back(request);
        return request;
    }

    std::vector<nostr::Event> &m_events;
};

} // namespace

TwoChains twoChains()
{
    TwoChains made;
    Teller teller(made.events);
    auto &before = made.before;
    before.discovery = teller.delivered(5300, 8, 0, 3, nullptr);
    before.transcription = teller.delivered(5000, 2, 4, 8, &before.discovery);
    before.translation = teller.delivered(5002, 3, 9, 15, &before.transcription);
    before.summary = teller.delivered(5001, 4, 16, 19, &before.translation);
    before.speech = teller.delivered(5250, 5, 20, 22, &before.summary);
    auto &after = made.after;
    after.discovery = teller.delivered(5300, 8, 1000, 1003, nullptr);
    after.transcription = teller.delivered(5000, 2, 1004, 1018, &after.discovery);
    after.picture = teller.delivered(5100, 7, 1019, 1021, &after.transcription);
    after.translation = teller.delivered(5002, 6, 1019, 1025, &after.transcription);
    after.summary = teller.failed(5001, 4, 1026, 1035, &after.translation);
    made.alone = teller.delivered(5001, 4, 2000, 2003, nullptr, stranger);
    return made;
}

} // namespace dvmdash::test
