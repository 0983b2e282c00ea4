// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/opened_bundle.h"

#include "engine/answers.h"
#include "engine/bundle.h"
#include "engine/job_json.h"
#include "store/prepared.h"
#include "store/stored_kinds.h"
#include "store/writer_thread.h"

#include <QTemporaryDir>

#include <algorithm>
#include <map>
#include <set>

namespace dvmdash::engine
{

namespace
{

using Json = nlohmann::json;

constexpr qsizetype mostDifferences = 12;
constexpr relay::RelayNumber coverageSource = 0;

// The passing database
// ---------------------------------------------------------------------------------------

/// Late enough that nothing of the bundle is held back until its time comes.
std::int64_t clockOf(const Bundle &bundle)
{
    std::int64_t latest = bundle.judging.now.value_or(0);
    for (const BundleEvent &one : bundle.events)
        latest = std::max(latest, one.event.created_at);
    return latest;
}

/// A stand-in gets back what cannot be read from it any more.
std::unique_ptr<ingest::PreparedEvent> prepared(const BundleEvent &one, relay::RelayNumber relay,
                                                const dvm::KindTable &kinds)
{
    auto made = store::prepare({one.event, relay, one.received_ms, one.live}, kinds);
    if (one.nested_in)
        made->flags &= ~static_cast<std::uint32_t>(dvm::FlagFuture | dvm::FlagExpired);
    if (one.redacted.empty())
        return made;
    made->flags = one.facts.flags;
    if (made->answer)
        made->answer->payment_deadline = one.facts.payment_until;
    if (made->role == dvm::Role::ZapReceipt || made->role == dvm::Role::Nutzap)
        made->payment = one.facts.payment ? std::make_unique<dvm::Payment>(*one.facts.payment) : nullptr;
    return made;
}

class Filling
{
public:
    Filling(const QString &path, const dvm::KindChanges &kinds, std::int64_t clock_s)
        : m_file(emptyFile(path, kinds))
        , m_kinds(store::kindsOf(m_file.database()))
        , m_writer(std::move(m_file), m_kinds, m_counters, settings(clock_s), {},
                   [this](const std::string &text) { m_problem = text; })
    {
        m_writer.nameRelay(coverageSource, "bundle");
    }

    void fill(const Bundle &bundle)
    {
        for (const BundleEvent &one : bundle.events) {
            ingest::Batch batch;
            const relay::RelayNumber first =
                one.seen.empty() ? coverageSource : numberOf(one.seen.front().relay);
            batch.emplace_back(prepared(one, first, m_kinds));
            for (const auto &sighting : one.seen)
                batch.emplace_back(
                    ingest::RepeatedEvent{one.event.id, numberOf(sighting.relay), sighting.first_ms});
            m_writer.deliver(std::move(batch));
        }
        if (bundle.judging.all_heard)
            m_writer.cover({coverageSource, 0, *bundle.judging.now + 1});
        for (const auto &[from, until] : bundle.heard)
            m_writer.cover({coverageSource, from, until});
    }

    /// Throws store::Error when the disk failed.
    void finish()
    {
        if (m_writer.finish() > 0)
            throw store::Error("The bundle could not be unpacked: " + m_problem);
    }

private:
    static store::StoreFile emptyFile(const QString &path, const dvm::KindChanges &kinds)
    {
        store::StoreFile file(path.toStdString());
        store::beginWithKinds(file.database(), kinds);
        return file;
    }
    static store::WriterSettings settings(std::int64_t clock_s)
    {
        store::WriterSettings settings;
        settings.notice_rows = 0;
        settings.makeListener = countInRollups;
        settings.now_ms = [clock_s] { return clock_s * 1000; };
        return settings;
    }

    relay::RelayNumber numberOf(const std::string &relay)
    {
        const auto [at, isNew] =
            m_numbers.try_emplace(relay, static_cast<relay::RelayNumber>(m_numbers.size()) + 1);
        if (isNew)
            m_writer.nameRelay(at->second, relay);
        return at->second;
    }

    std::map<std::string, relay::RelayNumber> m_numbers;
    std::string m_problem;
    ingest::CounterBoard m_counters;
    store::StoreFile m_file; ///< until the writer has it
    const dvm::KindTable &m_kinds;
    store::WriterThread m_writer;
};

// Their verdict and ours
// -------------------------------------------------------------------------------------

/// A text of a stranger's JSON, cut; empty for anything else.
QString textIn(const Json &json, const char *name)
{
    constexpr qsizetype longest = 64;
    if (!json.is_object())
        return {};
    const auto at = json.find(name);
    return at != json.end() && at->is_string()
               ? QString::fromStdString(at->get_ref<const std::string &>()).left(longest)
               : QString();
}

const Json &listIn(const Json &json, const char *name)
{
    static const Json none = Json::array();
    if (!json.is_object())
        return none;
    const auto at = json.find(name);
    return at != json.end() && at->is_array() ? *at : none;
}

const Json &objectIn(const Json &json, const char *name)
{
    static const Json none = Json::object();
    if (!json.is_object())
        return none;
    const auto at = json.find(name);
    return at != json.end() && at->is_object() ? *at : none;
}

QString shortened(const QString &id)
{
    constexpr qsizetype shown = 8;
    return id.left(shown);
}

QString causeText(const Json &cause)
{
    const QString dvm = textIn(cause, "dvm");
    const QString place =
        dvm.isEmpty() ? QStringLiteral("job %1").arg(shortened(textIn(cause, "job")))
                      : QStringLiteral("DVM %1, job %2").arg(shortened(dvm), shortened(textIn(cause, "job")));
    return QStringLiteral("%1 at %2").arg(textIn(cause, "reason"), place);
}

/// The same for equal causes. Evidence is of the same events in any order.
QString causeKey(const Json &cause)
{
    QStringList evidence;
    for (const Json &id : listIn(cause, "evidence"))
        if (id.is_string())
            evidence.append(QString::fromStdString(id.get_ref<const std::string &>()));
    evidence.sort();
    return QStringList{textIn(cause, "job"), textIn(cause, "dvm"), textIn(cause, "reason"),
                       textIn(cause, "since"), evidence.join(u' ')}
        .join(u'/');
}

QString verdictText(const Json &report)
{
    QStringList causes;
    for (const Json &cause : listIn(objectIn(report, "verdict"), "root_causes"))
        causes.append(causeText(cause));
    const QString state = textIn(report, "state");
    if (causes.isEmpty())
        return QStringLiteral("%1, nobody to blame").arg(state);
    constexpr qsizetype most = 3;
    const qsizetype more = causes.size() - most;
    return causes.mid(0, most).join(QStringLiteral("; ")) +
           (more > 0 ? QStringLiteral("; and %1 more").arg(more) : QString());
}

/// Words for what only one of both holds.
template<typename KeyOf, typename TextOf>
void compareLists(const Json &theirs, const Json &ours, KeyOf keyOf, TextOf textOf, QStringList &differences)
{
    std::map<QString, QString> left, right;
    for (const Json &one : theirs)
        left.emplace(keyOf(one), textOf(one));
    for (const Json &one : ours)
        right.emplace(keyOf(one), textOf(one));
    for (const auto &[key, text] : left)
        if (!right.contains(key))
            differences.append(QStringLiteral("only in the file: %1").arg(text));
    for (const auto &[key, text] : right)
        if (!left.contains(key))
            differences.append(QStringLiteral("only found here: %1").arg(text));
}

QStringList differencesOf(const Json &theirs, const Json &ours)
{
    const Json &verdict = objectIn(theirs, "verdict");
    if (verdict.empty())
        return {QStringLiteral("the file holds no verdict that can be read")};
    const Json &own = objectIn(ours, "verdict");
    QStringList differences;
    compareLists(listIn(verdict, "root_causes"), listIn(own, "root_causes"), causeKey, causeText,
                 differences);
    const auto noteText = [](const Json &note) {
        return QStringLiteral("%1, job %2").arg(textIn(note, "note"), shortened(textIn(note, "job")));
    };
    const auto noteKey = [](const Json &note) {
        return QString(textIn(note, "note") + u'/' + textIn(note, "job"));
    };
    compareLists(listIn(verdict, "notes"), listIn(own, "notes"), noteKey, noteText, differences);
    const auto nodeText = [](const Json &node) {
        return QStringLiteral("job %1 is %2").arg(shortened(textIn(node, "id")), textIn(node, "state"));
    };
    const auto nodeKey = [](const Json &node) {
        return QString(textIn(node, "id") + u'/' + textIn(node, "state"));
    };
    compareLists(listIn(objectIn(theirs, "chain"), "nodes"), listIn(objectIn(ours, "chain"), "nodes"),
                 nodeKey, nodeText, differences);
    const qsizetype more = differences.size() - mostDifferences;
    differences = differences.mid(0, mostDifferences);
    if (more > 0)
        differences.append(QStringLiteral("and %1 more").arg(more));
    return differences;
}

// Opening
// ----------------------------------------------------------------------------------------------------

/// With counts where there are several.
QStringList reasonsOf(const BundleReading &reading)
{
    std::vector<std::pair<QString, int>> reasons;
    for (const auto &[reason, count] : reading.refused)
        reasons.emplace_back(QString::fromStdString(std::string(nostr::rejectText(reason))), count);
    if (reading.malformed > 0)
        reasons.emplace_back(QStringLiteral("That is no entry of a bundle."), reading.malformed);
    QStringList texts;
    for (const auto &[text, count] : reasons)
        texts.append(reasons.size() == 1 ? text : QStringLiteral("%1: %2").arg(count).arg(text));
    return texts;
}

OpenedBundlePtr opened(const QString &path, BundleReading reading)
{
    const Bundle &bundle = reading.bundle;
    auto made = std::make_shared<OpenedBundle>();
    made->program = QString::fromStdString(bundle.program);
    made->made_at = bundle.made_at;
    made->job = bundle.job;
    made->judging = bundle.judging;
    made->clock_s = clockOf(bundle);
    made->verified = reading.verified;
    made->redacted = bundle.redactedEvents();
    made->refused = reading.refusedTotal() + reading.malformed;
    made->duplicates = reading.duplicates;
    made->reasons = reasonsOf(reading);
    made->incomplete = bundle.incomplete;
    made->folder = std::make_shared<QTemporaryDir>();
    if (!made->folder->isValid())
        throw store::Error("Cannot make a folder to unpack the bundle in: " +
                           made->folder->errorString().toStdString());
    made->database = made->folder->filePath(QStringLiteral("bundle.sqlite"));
    {
        Filling filling(made->database, bundle.kinds, made->clock_s);
        filling.fill(bundle);
        filling.finish();
    }
    store::Reader reader(made->database.toStdString());
    if (!reader.chain(bundle.job, bundle.judging))
        throw store::Error(path.toStdString() +
                           " does not hold the job that it is about, or only in events that are forged or "
                           "damaged. Get it anew from whoever made it");
    made->ours = answer(reader, ChainQuestion{bundle.job, bundle.judging});
    const Json ours = jobJson(made->ours, {}, [](const nostr::PublicKey &) { return std::string(); });
    made->theirVerdict = QByteArray::fromStdString(
        reading.theirs.value("verdict", Json()).dump(-1, ' ', false, Json::error_handler_t::replace));
    made->ourText = verdictText(ours);
    made->theirText = verdictText(reading.theirs);
    made->differences = differencesOf(reading.theirs, ours);
    if (made->redacted == 0)
        for (const BundleEvent &one : bundle.events)
            made->lines.push_back(nostr::toJson(one.event));
    return made;
}

} // namespace

Result<OpenedBundlePtr> openBundle(const QString &path)
{
    auto reading = readBundleFile(path);
    if (!reading)
        return {std::nullopt, reading.error};
    try {
        return {opened(path, std::move(*reading.value)), {}};
    } catch (const store::Error &error) {
        return {std::nullopt, QString::fromStdString(error.what())};
    }
}

} // namespace dvmdash::engine
