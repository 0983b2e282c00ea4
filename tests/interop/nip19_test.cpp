// SPDX-License-Identifier: GPL-3.0-or-later
#include "nostr/nip19.h"
#include "parties.h"
#include "support/test_main.h"

#include <random>
#include <variant>
#include <vector>

namespace dvmdash::test
{

namespace
{

namespace nip19 = nostr::nip19;
using nlohmann::json;

/// An entity, and how nostr-tools writes its fields.
struct Entry {
    const char *type;
    json data;
    nip19::Entity entity;
};

struct JsonOf {
    json operator()(const nip19::Npub &value) const { return value.key.hex(); }
    json operator()(const nip19::Nsec &value) const { return value.key.hex(); }
    json operator()(const nip19::Note &value) const { return value.id.hex(); }
    json operator()(const nip19::Nprofile &value) const
    {
        return {{"pubkey", value.key.hex()}, {"relays", value.relays}};
    }
    json operator()(const nip19::Nevent &value) const
    {
        json data{{"id", value.id.hex()}, {"relays", value.relays}};
        if (value.author)
            data["author"] = value.author->hex();
        if (value.kind)
            data["kind"] = *value.kind;
        return data;
    }
    json operator()(const nip19::Naddr &value) const
    {
        return {{"identifier", value.identifier},
                {"pubkey", value.author.hex()},
                {"kind", value.kind},
                {"relays", value.relays}};
    }
};

std::string encoded(const nip19::Entity &entity)
{
    return std::visit([](const auto &value) { return nip19::encode(value); }, entity);
}

class Table
{
public:
    /// Every form, with and without what it may carry, over values that repeat from run to run.
    std::vector<Entry> make()
    {
        std::vector<Entry> entries;
        const std::vector<std::vector<std::string>> relayLists{
            {},
            {"wss://relay.example"},
            {"wss://relay.example/path?q=1", "ws://127.0.0.1:7777", "wss://münchen.example/ü"},
            {"wss://" + std::string(249, 'r')}}; // 255 bytes: the longest that fits
        for (const auto &relays : relayLists) {
            add(entries, "npub", nip19::Npub{value<nostr::PublicKey>()});
            add(entries, "nsec", nip19::Nsec{value<nostr::SecretKey>()});
            add(entries, "note", nip19::Note{value<nostr::EventId>()});
            add(entries, "nprofile", nip19::Nprofile{value<nostr::PublicKey>(), relays});
            add(entries, "nevent", nip19::Nevent{value<nostr::EventId>(), relays, {}, {}});
            add(entries, "nevent",
                nip19::Nevent{value<nostr::EventId>(), relays, value<nostr::PublicKey>(), {}});
            for (const int kind : {0, 1, 255, 256, 5300, 31'990, 65'535}) {
                add(entries, "nevent",
                    nip19::Nevent{value<nostr::EventId>(), relays, value<nostr::PublicKey>(), kind});
                for (const std::string &identifier :
                     {std::string(), std::string("dvm-1"), std::string("zażółć 🤖 \n\""),
                      std::string(255, 'd')})
                    add(entries, "naddr", nip19::Naddr{identifier, value<nostr::PublicKey>(), kind, relays});
            }
        }
        return entries;
    }

private:
    template<typename Value>
    Value value()
    {
        Value bytes;
        for (unsigned char &byte : bytes.data)
            byte = static_cast<unsigned char>(m_random());
        return bytes;
    }
    template<typename Form>
    void add(std::vector<Entry> &entries, const char *type, const Form &form)
    {
        entries.push_back({type, JsonOf()(form), form});
    }

    std::mt19937 m_random{19};
};

} // namespace

/// NIP-19 in both directions: each side reads what the other wrote.
class InteropNip19Test : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void bothDirections();
};

void InteropNip19Test::bothDirections()
{
    const std::vector<Entry> entries = Table().make();
    QCOMPARE(entries.size(), std::size_t{164});
    std::string table;
    for (const Entry &entry : entries)
        table +=
            json{{"type", entry.type}, {"data", entry.data}, {"text", encoded(entry.entity)}}.dump() + '\n';

    NodeScript script(QStringLiteral("nip19.mjs"), {}, QByteArray::fromStdString(table));
    const ProgramResult result = script.result();
    QCOMPARE(result.code, 0);
    const QList<QByteArray> lines = result.lines();
    QCOMPARE(lines.size(), static_cast<qsizetype>(entries.size()));
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const Entry &entry = entries[i];
        const json theirs = json::parse(lines[static_cast<qsizetype>(i)].toStdString());
        COMPARE_JSON(theirs.at("decoded").at("type"), entry.type);
        COMPARE_JSON(theirs.at("decoded").at("data"), entry.data);

        const std::string text = theirs.at("text").get<std::string>();
        const auto ours = nip19::decode(text);
        QVERIFY2(ours, text.c_str());
        QCOMPARE(ours->index(), entry.entity.index());
        COMPARE_JSON(std::visit(JsonOf(), *ours), entry.data);
        // Without TLV there is one way to write it.
        if (entry.data.is_string())
            QCOMPARE(text, encoded(entry.entity));
    }
}

DVMDASH_TEST(InteropNip19Test)

} // namespace dvmdash::test

#include "nip19_test.moc"
