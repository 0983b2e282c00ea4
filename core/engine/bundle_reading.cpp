// SPDX-License-Identifier: GPL-3.0-or-later
// Reading what a stranger wrote: nothing is taken for granted.
#include "dvm/role.h"
#include "engine/bundle.h"
#include "nostr/json_text.h"
#include "nostr/parser.h"
#include "nostr/verifier.h"

#include <QFile>

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace dvmdash::engine
{

namespace
{

/// An object with very many members costs no more than they do, unlike an ordered one.
using Json = nlohmann::json;

constexpr int deepestNesting = 40;
constexpr std::size_t mostValues = 3'000'000;
constexpr std::size_t longestWord = 200;
constexpr std::size_t mostListed = 1'000;
constexpr std::int64_t latestSecond = 253'402'300'799; ///< the year 9999
constexpr int flagBits = 17;                           ///< of dvm::EventFlag

/// What is wrong with the file as a whole, in words for people.
class Unreadable : public std::runtime_error
{
public:
    explicit Unreadable(const QString &text)
        : std::runtime_error(text.toStdString())
    {
    }
};

/// What is wrong with one entry: it is left out.
class Malformed : public std::runtime_error
{
public:
    Malformed()
        : std::runtime_error("malformed")
    {
    }
};

/// Measures a document before anything is built of it. (The parser that asks back while it builds looks at
/// the whole array again after each of its members.)
class Measure : public nlohmann::json_sax<Json>
{
public:
    bool null() override { return count(); }
    bool boolean(bool) override { return count(); }
    bool number_integer(number_integer_t) override { return count(); }
    bool number_unsigned(number_unsigned_t) override { return count(); }
    bool number_float(number_float_t, const string_t &) override { return count(); }
    bool string(string_t &) override { return count(); }
    bool binary(binary_t &) override { return count(); }
    bool start_object(std::size_t) override { return enter(); }
    bool key(string_t &) override { return count(); }
    bool end_object() override { return leave(); }
    bool start_array(std::size_t) override { return enter(); }
    bool end_array() override { return leave(); }
    bool parse_error(std::size_t, const std::string &, const nlohmann::detail::exception &) override
    {
        throw Unreadable(QStringLiteral("is not whole JSON: get it anew from whoever made it"));
    }

private:
    bool count()
    {
        if (++m_values > mostValues)
            throw Unreadable(QStringLiteral("holds more values than any bundle: it was not read"));
        return true;
    }
    bool enter()
    {
        if (++m_depth > deepestNesting)
            throw Unreadable(QStringLiteral("is nested deeper than any bundle: it was not read"));
        return count();
    }
    bool leave()
    {
        --m_depth;
        return true;
    }

    int m_depth = 0;
    std::size_t m_values = 0;
};

Json parsed(const QByteArray &file)
{
    if (nostr::holdsNul({file.constData(), static_cast<std::size_t>(file.size())}))
        throw Unreadable(QStringLiteral("is not whole JSON: get it anew from whoever made it"));
    Measure measure;
    Json::sax_parse(file.begin(), file.end(), &measure);
    return Json::parse(file.begin(), file.end());
}

const Json *member(const Json &json, const char *name)
{
    if (!json.is_object())
        return nullptr;
    const auto at = json.find(name);
    return at == json.end() ? nullptr : &*at;
}

std::optional<std::int64_t> integerOf(const Json &json, const char *name, std::int64_t least,
                                      std::int64_t most)
{
    const Json *value = member(json, name);
    if (!value || !value->is_number_integer())
        return std::nullopt;
    if (value->is_number_unsigned() && value->get<std::uint64_t>() > static_cast<std::uint64_t>(most))
        return std::nullopt;
    const auto number = value->get<std::int64_t>();
    return number >= least && number <= most ? std::optional(number) : std::nullopt;
}

std::optional<std::string> wordOf(const Json &json, const char *name)
{
    const Json *value = member(json, name);
    if (!value || !value->is_string() || value->get_ref<const std::string &>().size() > longestWord)
        return std::nullopt;
    return value->get<std::string>();
}

bool isTrue(const Json &json, const char *name)
{
    const Json *value = member(json, name);
    return value && value->is_boolean() && value->get<bool>();
}

template<typename T>
T needed(std::optional<T> value)
{
    if (!value)
        throw Malformed();
    return std::move(*value);
}

template<typename Key>
Key keyOf(const Json &json, const char *name)
{
    return needed(Key::fromHex(needed(wordOf(json, name))));
}

/// An array of at most so many; nothing there is an empty one.
const Json &listOf(const Json &json, const char *name, std::size_t most)
{
    static const Json none = Json::array();
    const Json *value = member(json, name);
    if (!value)
        return none;
    if (!value->is_array() || value->size() > most)
        throw Malformed();
    return *value;
}

dvm::Payment paymentFrom(const Json &json, const nostr::Event &receipt)
{
    constexpr std::int64_t mostMsat = 2'100'000'000'000'000'000; // all there will be
    dvm::Payment payment;
    payment.receipt = receipt.id;
    payment.created_at = receipt.created_at;
    if (const Json *target = member(json, "target"); target && !target->is_null())
        payment.target = keyOf<nostr::EventId>(json, "target");
    payment.from = keyOf<nostr::PublicKey>(json, "from");
    payment.to = keyOf<nostr::PublicKey>(json, "to");
    payment.msat = needed(integerOf(json, "msat", 0, mostMsat));
    payment.tier = wordOf(json, "tier") == "confirmed" ? dvm::Tier::Confirmed : dvm::Tier::Claimed;
    payment.key = needed(wordOf(json, "key"));
    payment.descriptionMismatch = isTrue(json, "description_mismatch");
    payment.selfSigned = isTrue(json, "self_signed");
    return payment;
}

BundleFacts factsFrom(const Json &json, const nostr::Event &event)
{
    BundleFacts facts;
    for (const Json &name : listOf(json, "flags", mostListed))
        for (int bit = 0; bit < flagBits; ++bit)
            if (name.is_string() && dvm::flagNames(1u << bit).front() == name.get_ref<const std::string &>())
                facts.flags |= 1u << bit;
    if (member(json, "payment_until"))
        facts.payment_until = needed(integerOf(json, "payment_until", 0, latestSecond));
    if (const Json *payment = member(json, "payment"))
        facts.payment = paymentFrom(*payment, event);
    return facts;
}

/// Reads the entries one by one; what is none is counted and left out.
class EntryReader
{
public:
    explicit EntryReader(BundleReading &reading)
        : m_reading(reading)
    {
    }

    void read(const Json &json)
    {
        try {
            readEntry(json);
        } catch (const Malformed &) {
            ++m_reading.malformed;
        } catch (const Json::exception &) {
            ++m_reading.malformed;
        }
    }

private:
    void readEntry(const Json &json)
    {
        const Json *eventJson = member(json, "event");
        if (!eventJson)
            throw Malformed();
        auto outcome = m_parser.parse(eventJson->dump());
        if (const auto *reason = std::get_if<nostr::Reject>(&outcome)) {
            ++m_reading.refused[*reason];
            return;
        }
        BundleEvent one;
        one.event = std::move(std::get<nostr::ParsedEvent>(outcome).event);
        if (one.event.created_at > latestSecond)
            throw Malformed();
        one.received_ms = needed(integerOf(json, "received_ms", 0, latestSecond * 1000));
        one.live = isTrue(json, "live");
        for (const Json &sighting : listOf(json, "seen", mostListed)) {
            auto relay = wordOf(sighting, "relay");
            const auto first_ms = integerOf(sighting, "first_ms", 0, latestSecond * 1000);
            if (relay && first_ms)
                one.seen.push_back({std::move(*relay), *first_ms});
        }
        for (const Json &word : listOf(json, "redacted", mostListed))
            if (word.is_string() && word.get_ref<const std::string &>().size() <= longestWord)
                one.redacted.push_back(word.get<std::string>());
        if (member(json, "nested_in"))
            one.nested_in = keyOf<nostr::EventId>(json, "nested_in");
        if (one.redacted.empty()) {
            if (const auto reason = m_verifier.check(one.event)) {
                ++m_reading.refused[*reason];
                return;
            }
        } else if (const Json *facts = member(json, "facts")) {
            one.facts = factsFrom(*facts, one.event);
        }
        take(std::move(one));
    }

    /// Of two with one id a whole one stands.
    void take(BundleEvent one)
    {
        auto &events = m_reading.bundle.events;
        const auto [at, isNew] = m_places.try_emplace(one.event.id, events.size());
        if (isNew) {
            m_reading.verified += one.redacted.empty() ? 1 : 0;
            events.push_back(std::move(one));
            return;
        }
        ++m_reading.duplicates;
        if (BundleEvent &former = events[at->second]; !former.redacted.empty() && one.redacted.empty()) {
            former = std::move(one);
            ++m_reading.verified;
        }
    }

    BundleReading &m_reading;
    nostr::EventParser m_parser;
    nostr::Verifier m_verifier;
    std::map<nostr::EventId, std::size_t> m_places;
};

void readJudged(const Json &json, Bundle &bundle)
{
    const Json *judged = member(json, "judged");
    const auto now = judged ? integerOf(*judged, "now", 0, latestSecond) : std::nullopt;
    if (!now)
        throw Unreadable(QStringLiteral("does not say as of when it was judged: get it anew from whoever "
                                        "made it"));
    bundle.judging.now = now;
    bundle.judging.all_heard = isTrue(*judged, "assume_coverage");
    if (const Json *kinds = member(*judged, "kinds")) {
        std::string why;
        auto changes = dvm::KindChanges::parse(kinds->dump(), &why);
        if (!changes || !dvm::changed(dvm::KindTable::standard(), *changes, &why))
            throw Unreadable(QStringLiteral("has a table of kinds that cannot be used (%1): get it anew from "
                                            "whoever made it")
                                 .arg(QString::fromStdString(why)));
        bundle.kinds = *std::move(changes);
    }
    for (const Json &span : listOf(*judged, "heard", mostBundleEvents)) {
        if (!span.is_array() || span.size() != 2)
            throw Malformed();
        const Json named{{"from", span[0]}, {"until", span[1]}};
        const std::int64_t from = needed(integerOf(named, "from", 0, latestSecond));
        const std::int64_t until = needed(integerOf(named, "until", 0, latestSecond));
        if (from < until)
            bundle.heard.emplace_back(from, until);
    }
}

BundleReading read(const QByteArray &file)
{
    if (file.size() > mostBundleBytes)
        throw Unreadable(QStringLiteral("is larger than the 64 MiB that are read of a bundle"));
    Json json = parsed(file);
    if (wordOf(json, "format") != bundleFormat)
        throw Unreadable(QStringLiteral("is no bundle of a chain. Events, one a line, are read by "
                                        "'dvmdash-cli import'"));
    const auto version = integerOf(json, "version", 1, std::numeric_limits<int>::max());
    if (!version || *version > bundleVersion)
        throw Unreadable(
            QStringLiteral("was written by a newer DVMDash, in a form that this one does not know. "
                           "Update the program"));
    const Json *events = member(json, "events");
    if (!events || !events->is_array())
        throw Unreadable(QStringLiteral("holds no list of events: get it anew from whoever made it"));
    if (events->size() > mostBundleEvents)
        throw Unreadable(
            QStringLiteral("holds more than the %1 events that are read of a bundle").arg(mostBundleEvents));
    BundleReading reading;
    Bundle &bundle = reading.bundle;
    try {
        bundle.job = keyOf<nostr::EventId>(json, "id");
        readJudged(json, bundle);
    } catch (const Malformed &) {
        throw Unreadable(QStringLiteral("is damaged where it says what it is about: get it anew from whoever "
                                        "made it"));
    }
    bundle.program = wordOf(json, "program").value_or(std::string());
    bundle.made_at = integerOf(json, "made_at", 0, latestSecond).value_or(0);
    bundle.relays_redacted = isTrue(json, "relays_redacted");
    bundle.incomplete = isTrue(json, "incomplete");
    EntryReader entries(reading);
    for (const Json &entry : *events)
        entries.read(entry);
    json.erase("events");
    reading.theirs = std::move(json);
    return reading;
}

} // namespace

int BundleReading::refusedTotal() const
{
    int total = 0;
    for (const auto &[reason, count] : refused)
        total += count;
    return total;
}

Result<BundleReading> readBundle(const QByteArray &file)
{
    try {
        return {read(file), {}};
    } catch (const Unreadable &problem) {
        return {std::nullopt, QStringLiteral("The file ") + QString::fromUtf8(problem.what())};
    }
}

Result<BundleReading> readBundleFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {std::nullopt, QStringLiteral("Cannot read %1: %2. Check the name and that you may read it")
                                  .arg(path, file.errorString())};
    // A pipe gives what it has: the rest comes later. A byte more than what is read tells that there is more.
    QByteArray bytes;
    while (bytes.size() <= mostBundleBytes) {
        const QByteArray more = file.read(mostBundleBytes + 1 - bytes.size());
        if (more.isEmpty())
            break;
        bytes += more;
    }
    try {
        return {read(bytes), {}};
    } catch (const Unreadable &problem) {
        return {std::nullopt, path + u' ' + QString::fromUtf8(problem.what())};
    }
}

bool looksLikeBundle(const QByteArray &beginning)
{
    constexpr qsizetype looked = 200;
    const QByteArray start = beginning.left(looked).simplified().replace(' ', QByteArray());
    return start.startsWith('{') && start.contains("\"format\":\"dvmchain\"");
}

} // namespace dvmdash::engine
