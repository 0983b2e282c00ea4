// SPDX-License-Identifier: GPL-3.0-or-later
#include "nostr/parser.h"
#include "nostr/verifier.h"
#include "samples.h"
#include "support/test_main.h"

#include <QFile>

#include <map>
#include <nlohmann/json.hpp>
#include <set>

using namespace dvmdash::nostr;
using namespace dvmdash::test;

namespace
{

/// What another JSON reader makes of an event; nothing when it finds none of NIP-01's shape.
std::optional<Event> readBySlowParser(std::string_view text)
{
    const auto json = nlohmann::json::parse(text, nullptr, false);
    if (!json.is_object())
        return std::nullopt;
    const auto hex = [&json](const char *name) {
        const auto member = json.find(name);
        return member != json.end() && member->is_string() ? member->get<std::string>() : std::string();
    };
    const auto number = [&json](const char *name) -> std::int64_t {
        const auto member = json.find(name);
        return member != json.end() && member->is_number_integer() ? member->get<std::int64_t>() : -1;
    };
    const auto id = EventId::fromHex(hex("id"));
    const auto pubkey = PublicKey::fromHex(hex("pubkey"));
    const auto sig = Signature::fromHex(hex("sig"));
    if (!id || !pubkey || !sig || !json.contains("tags") || !json["tags"].is_array())
        return std::nullopt;
    Tags tags;
    for (const auto &tag : json["tags"]) {
        tags.emplace_back();
        for (const auto &value : tag) {
            if (!tag.is_array() || !value.is_string())
                return std::nullopt;
            tags.back().push_back(value.get<std::string>());
        }
    }
    return Event{*id, *pubkey, number("created_at"), static_cast<int>(number("kind")), tags, hex("content"),
                 *sig};
}

/// Feeds damaged copies of one valid event to the parser and the verifier.
class Mutations
{
public:
    explicit Mutations(const Event &event)
        : m_event(event)
    {
    }

    void feed(std::string_view json)
    {
        ++m_fed;
        const auto parsed = m_parser.parse(json);
        if (const auto *reason = std::get_if<Reject>(&parsed)) {
            // What is plain good JSON of an event is not refused for its syntax.
            if (*reason == Reject::MalformedJson && nlohmann::json::parse(json, nullptr, false).is_object())
                complain("called malformed", json);
            return;
        }
        const Event &event = std::get<ParsedEvent>(parsed).event;
        const auto slow = readBySlowParser(json);
        if (!slow || !(*slow == event))
            complain("read differently", json);
        if (!m_verifier.check(event)) {
            ++m_valid;
            if (!(event == m_event))
                complain("valid with another meaning", json);
        }
    }
    int fed() const { return m_fed; }
    int valid() const { return m_valid; }
    const std::string &complaint() const { return m_complaint; }

private:
    void complain(const char *what, std::string_view json)
    {
        if (m_complaint.empty())
            m_complaint = std::string(what) + ": " + std::string(json);
    }

    Event m_event;
    EventParser m_parser;
    Verifier m_verifier;
    std::string m_complaint;
    int m_fed = 0;
    int m_valid = 0;
};

std::string sharedData(const char *name)
{
    const QString path = QString::fromLocal8Bit(qgetenv("DVMDASH_SOURCE_DIR")) +
                         QStringLiteral("/../shared/data/") + QString::fromLatin1(name);
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return file.readAll().toStdString();
}

template<typename Visit>
void eachLine(std::string_view text, Visit visit)
{
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        if (end > 0)
            visit(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

} // namespace

class WireTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void realEvents()
    {
        const std::string data = sharedData("real-events.jsonl");
        if (data.empty()) {
            qInfo("skipped: no shared data");
            return;
        }
        EventParser parser;
        Verifier verifier;
        std::map<std::string, std::set<std::string>> verdicts;
        int differing = 0;
        eachLine(data, [&](std::string_view line) {
            const auto parsed = parser.parse(line);
            const auto *good = std::get_if<ParsedEvent>(&parsed);
            if (!good) {
                verdicts[std::string(rejectName(std::get<Reject>(parsed)))].insert(std::string(line));
                return;
            }
            const auto reason = verifier.check(good->event);
            verdicts[std::string(reason ? rejectName(*reason) : "valid")].insert(good->event.id.hex());
            const auto again = parser.parse(toJson(good->event));
            const bool same = std::holds_alternative<ParsedEvent>(again) &&
                              std::get<ParsedEvent>(again).event == good->event &&
                              readBySlowParser(line) == good->event &&
                              peekId(toJson(good->event)) == good->event.id;
            differing += same ? 0 : 1;
        });
        QCOMPARE(verdicts["valid"].size(), std::size_t{5375});
        QCOMPARE(verdicts["wrong_id"],
                 std::set<std::string>{"8f10c6aaca7a845a4fcab67853d8ae91fbb21ee66d9faa4936817ddd94315009"});
        QCOMPARE(verdicts["bad_signature"],
                 std::set<std::string>{"88f1ed9af67658e7ff336e94e10c55d587f8946073ab7f1f72efeb2aaf318eda"});
        QCOMPARE(verdicts.size(), std::size_t{3});
        QCOMPARE(differing, 0);
    }

    void signWriteReadVerify()
    {
        Random random(340);
        EventParser parser;
        Verifier verifier;
        const Signer signer = signerOf(9);
        for (int round = 0; round < 400; ++round) {
            Event event = randomEvent(random);
            signer.sign(event);
            // Our own writer, another writer, and that one with all that is not ASCII escaped.
            const auto json = nlohmann::json::parse(toJson(event));
            for (const std::string &text : {toJson(event), json.dump(), json.dump(1, '\t', true)}) {
                const auto parsed = parser.parse(text);
                QVERIFY2(std::holds_alternative<ParsedEvent>(parsed), text.c_str());
                QVERIFY(std::get<ParsedEvent>(parsed).event == event);
            }
            QVERIFY(!verifier.check(event));
        }
    }

    void flippedBytesNeverChangeTheMeaning()
    {
        const Event event = sampleRequest();
        const std::string good = toJson(event);
        Mutations mutations(event);
        mutations.feed(good);
        QCOMPARE(mutations.valid(), 1);
        for (std::size_t at = 0; at < good.size(); ++at) {
            std::string text = good;
            for (int bit = 0; bit < 8; ++bit) {
                text[at] = static_cast<char>(good[at] ^ 1 << bit);
                mutations.feed(text);
            }
            for (const char c : std::string_view("\"\\{}[],: 0a", 11)) {
                text[at] = c;
                mutations.feed(text);
            }
        }
        QVERIFY2(mutations.complaint().empty(), mutations.complaint().c_str());
        QVERIFY(mutations.fed() > 10'000);
    }

    void lostAndAddedBytesNeverChangeTheMeaning()
    {
        const Event event = sampleRequest();
        const std::string good = toJson(event);
        Mutations mutations(event);
        for (std::size_t at = 0; at < good.size(); ++at) {
            mutations.feed(good.substr(0, at));
            mutations.feed(good.substr(0, at) + good.substr(at + 1));
            mutations.feed(good.substr(0, at) + good[at] + good.substr(at));
            for (const std::string_view added :
                 {" ", "\"", "\\", ",", "0", "\xff", "\\u0000", "[]", "\"x\":1,"})
                mutations.feed(good.substr(0, at) + std::string(added) + good.substr(at));
        }
        QVERIFY2(mutations.complaint().empty(), mutations.complaint().c_str());
    }

    void shuffledPiecesNeverChangeTheMeaning()
    {
        const Event event = sampleRequest();
        const std::string good = toJson(event);
        Mutations mutations(event);
        Random random(7);
        for (int round = 0; round < 5000; ++round) {
            std::string text = good;
            for (std::size_t changes = 1 + below(random, 3); changes > 0; --changes) {
                const std::size_t from = below(random, text.size());
                const std::string piece = text.substr(from, below(random, 40));
                if (chance(random, 0.5))
                    text.erase(from, piece.size());
                text.insert(below(random, text.size() + 1), piece);
            }
            mutations.feed(text);
        }
        QVERIFY2(mutations.complaint().empty(), mutations.complaint().c_str());
    }
};

DVMDASH_TEST(WireTest)
#include "wire_test.moc"
