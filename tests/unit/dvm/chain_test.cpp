// SPDX-License-Identifier: GPL-3.0-or-later
#include "dvm/chain.h"
#include "nostr/nip19.h"
#include "support/signed_events.h"
#include "support/test_main.h"

#include <algorithm>
#include <random>

using namespace dvmdash;
using namespace dvmdash::dvm;
using test::signedEvent;

namespace
{

nostr::EventId idOf(unsigned number)
{
    return signedEvent(1, 5000, number, {}).id;
}

QString described(const std::vector<InputReference> &inputs)
{
    QStringList words;
    for (const auto &input : inputs)
        words << QString::fromStdString(std::string(edgeTypeName(input.type)) + ":" +
                                        input.id.hex().substr(0, 6) +
                                        (input.relay.empty() ? "" : "@" + input.relay));
    return words.join(u' ');
}

/// A node that names those of lower or any other number.
ChainJob job(unsigned number, std::vector<NamedInput> inputs = {})
{
    ChainJob made;
    made.node.id = idOf(number);
    made.node.created_at = number;
    made.node.state = State::Delivered;
    made.inputs = std::move(inputs);
    return made;
}

NamedInput named(unsigned number, EdgeType type = EdgeType::Job)
{
    return {idOf(number), type, idOf(number)};
}

} // namespace

class ChainTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyWayToNameAnInputIsRead()
    {
        std::vector<nostr::EventId> ids;
        for (unsigned i = 0; i < 9; ++i)
            ids.push_back(idOf(i));
        const auto note = nostr::nip19::encode(nostr::nip19::Note{ids[1]});
        const auto nevent =
            nostr::nip19::encode(nostr::nip19::Nevent{ids[2], {}, std::nullopt, std::nullopt});
        const auto event = signedEvent(
            1, 5001, 100,
            {{"i", ids[0].hex(), "job", "wss://relay.example"},
             {"i", note, "job", "source"},
             {"i", nevent, "event", "ws://127.0.0.1:7"},
             {"i", "see nostr:" + nostr::nip19::encode(nostr::nip19::Note{ids[3]}) + ", please", "text"},
             {"i", "https://example.org", "url"},
             {"e", ids[4].hex(), "wss://hint.example"},
             {"q", ids[5].hex()},
             {"e", "not an id"},
             {"i", "nonsense", "job"},
             {"i"},
             {}},
            "after " + nostr::nip19::encode(nostr::nip19::Note{ids[6]}) + "\nnote1nonsense keynote1 ");
        QCOMPARE(described(readInputs(event)), described({{ids[0], EdgeType::Job, "wss://relay.example"},
                                                          {ids[1], EdgeType::Job, {}},
                                                          {ids[2], EdgeType::Continues, "ws://127.0.0.1:7"},
                                                          {ids[3], EdgeType::Quoted, {}},
                                                          {ids[4], EdgeType::Quoted, "wss://hint.example"},
                                                          {ids[5], EdgeType::Quoted, {}},
                                                          {ids[6], EdgeType::Quoted, {}}}));
    }

    void theStrongestWayStands()
    {
        const auto id = idOf(1);
        const auto event = signedEvent(
            1, 5001, 100,
            {{"e", id.hex(), "wss://hint.example"}, {"i", id.hex(), "event"}, {"i", id.hex(), "job"}});
        QCOMPARE(described(readInputs(event)), described({{id, EdgeType::Job, "wss://hint.example"}}));
    }

    void manyAreCutOff()
    {
        nostr::Tags tags;
        for (unsigned i = 0; i < 300; ++i)
            tags.push_back({"i", idOf(i).hex(), "job"});
        QCOMPARE(readInputs(signedEvent(1, 5001, 1'000, tags)).size(), std::size_t(200));
    }

    void assembledInAnyOrderItIsTheSame()
    {
        std::vector<ChainJob> jobs{
            job(1), job(2, {named(1), named(1, EdgeType::Quoted)}),
            job(3, {named(2), {idOf(50), EdgeType::Job, std::nullopt}}),
            job(4, {named(3, EdgeType::Continues), {idOf(60), EdgeType::Quoted, std::nullopt}}),
            job(5, {{idOf(51), EdgeType::Job, idOf(2)}})};
        const Chain chain = assembleChain(jobs);
        QCOMPARE(chain.nodes.size(), std::size_t(6));
        QVERIFY(chain.nodes[5].ghost);
        QVERIFY(chain.nodes[5].id == idOf(50));
        QCOMPARE(chain.nodes[5].state, State::Missing);
        QCOMPARE(chain.edges.size(), std::size_t(5));
        QVERIFY(!chain.more);
        const auto pinned = std::find_if(chain.edges.begin(), chain.edges.end(),
                                         [](const ChainEdge &edge) { return edge.pinned.has_value(); });
        QVERIFY(pinned != chain.edges.end() && *pinned->pinned == idOf(51));
        QCOMPARE(pinned->from, *chain.indexOf(idOf(2)));
        QCOMPARE(pinned->to, *chain.indexOf(idOf(5)));

        std::mt19937 random(1);
        for (int round = 0; round < 20; ++round) {
            std::shuffle(jobs.begin(), jobs.end(), random);
            const Chain again = assembleChain(jobs);
            QVERIFY(again.edges == chain.edges);
            for (std::size_t i = 0; i < chain.nodes.size(); ++i)
                QVERIFY(again.nodes[i].id == chain.nodes[i].id);
        }
    }

    void aJobThatWasLeftOutIsMoreAndNoGhost()
    {
        const Chain chain = assembleChain({job(2, {named(1)})});
        QCOMPARE(chain.nodes.size(), std::size_t(1));
        QVERIFY(chain.edges.empty());
        QVERIFY(chain.more);
    }

    /// Against reachability by brute force.
    void circlesAreFound()
    {
        std::mt19937 random(7);
        for (int round = 0; round < 300; ++round) {
            const unsigned count = 1 + random() % 9;
            std::vector<ChainJob> jobs;
            std::vector<std::vector<bool>> reach(count, std::vector<bool>(count));
            for (unsigned to = 0; to < count; ++to) {
                std::vector<NamedInput> inputs;
                for (unsigned from = 0; from < count; ++from) {
                    const auto dice = random() % 8;
                    if (dice > 2)
                        continue;
                    const EdgeType type = dice == 0   ? EdgeType::Job
                                          : dice == 1 ? EdgeType::Continues
                                                      : EdgeType::Quoted;
                    inputs.push_back(named(from, type));
                    if (type != EdgeType::Quoted)
                        reach[from][to] = true;
                }
                jobs.push_back(job(to, inputs));
            }
            for (unsigned over = 0; over < count; ++over)
                for (unsigned from = 0; from < count; ++from)
                    for (unsigned to = 0; to < count; ++to)
                        if (reach[from][over] && reach[over][to])
                            reach[from][to] = true;
            const Chain chain = assembleChain(jobs);
            for (unsigned a = 0; a < count; ++a) {
                QCOMPARE(chain.nodes[a].inCycle, bool(reach[a][a]));
                for (unsigned b = 0; b < count; ++b)
                    QCOMPARE(chain.groups[a] == chain.groups[b], a == b || (reach[a][b] && reach[b][a]));
            }
        }
    }

    void aLongLineNeedsNoStack()
    {
        std::vector<ChainJob> jobs;
        ChainJob before = job(0);
        for (int i = 0; i < 20'000; ++i) {
            jobs.push_back(before);
            ChainJob next;
            next.node.created_at = i + 1;
            std::array<std::uint8_t, 32> bytes{};
            bytes[0] = static_cast<std::uint8_t>(i);
            bytes[1] = static_cast<std::uint8_t>(i >> 8);
            bytes[2] = 1;
            next.node.id = *nostr::EventId::fromBytes(
                std::string_view(reinterpret_cast<const char *>(bytes.data()), bytes.size()));
            next.inputs = {{before.node.id, EdgeType::Job, before.node.id}};
            before = next;
        }
        const Chain chain = assembleChain(jobs);
        QCOMPARE(chain.edges.size(), std::size_t(19'999));
        QVERIFY(std::none_of(chain.nodes.begin(), chain.nodes.end(),
                             [](const ChainNode &n) { return n.inCycle; }));
    }
};

DVMDASH_TEST(ChainTest)
#include "chain_test.moc"
