// SPDX-License-Identifier: GPL-3.0-or-later
// A bundle says the same of a chain as the file it came from, redacted or not.
#include "demo/scenario.h"
#include "engine/answers.h"
#include "engine/bundle.h"
#include "engine/engine.h"
#include "engine/import.h"
#include "engine/opened_bundle.h"
#include "nostr/nip19.h"
#include "support/scratch_store.h"
#include "support/signed_events.h"
#include "support/test_main.h"

#include <QFile>
#include <QTemporaryDir>

#include <algorithm>
#include <set>

using namespace dvmdash;
using engine::BundleAnswer;
using engine::BundleQuestion;
using engine::Redaction;
using store::test::ScratchStore;
using test::signedEvent;

namespace
{

void give(ScratchStore &scratch, const demo::Scenario &scenario)
{
    scratch.open();
    ingest::Batch batch;
    for (const auto &timed : scenario.events)
        batch.emplace_back(
            scratch.writer().prepare({timed.event, 0, scenario.truth.start * 1000 + timed.at_ms, true}));
    scratch.writer().deliver(std::move(batch));
    scratch.listen(scenario.truth.start - 1'000, scenario.truth.until + 1);
}

/// What is said of a job of a chain, whatever the money's way to us.
QStringList said(const dvm::ChainNode &node)
{
    QStringList words{QString::fromStdString(node.id.hex()),
                      QString::fromStdString(std::string(dvm::stateName(node.state))),
                      QString::number(node.kind), QString::number(node.created_at)};
    for (const dvm::Attempt &attempt : node.attempts)
        words.append(
            QStringLiteral("%1 %2 %3 %4 %5 %6 %7")
                .arg(QString::fromStdString(attempt.dvm.hex()))
                .arg(int(attempt.state))
                .arg(int(attempt.payment))
                .arg(attempt.flags)
                .arg(attempt.response_ms.value_or(-1))
                .arg(attempt.claimed_msat)
                .arg(QString::fromStdString(attempt.result ? attempt.result->hex() : std::string())));
    return words;
}

QString difference(const engine::ChainAnswer &expected, const engine::ChainAnswer &actual)
{
    if (!(expected.verdict == actual.verdict))
        return QStringLiteral("another verdict");
    if (expected.job != actual.job || expected.chain.edges != actual.chain.edges)
        return QStringLiteral("another graph");
    if (expected.chain.nodes.size() != actual.chain.nodes.size())
        return QStringLiteral("other jobs");
    for (std::size_t i = 0; i < expected.chain.nodes.size(); ++i)
        if (const auto left = said(expected.chain.nodes[i]), right = said(actual.chain.nodes[i]);
            left != right)
            return left.join(u'\n') + QStringLiteral("\nbut\n") + right.join(u'\n');
    return {};
}

/// Every text that somebody wrote, but for names of things that stay.
std::set<std::string> textsOf(const nostr::Event &event)
{
    constexpr std::size_t shortest = 5;
    const std::set<std::string> staying{"i",         "param",  "output",  "text",       "event",
                                        "job",       "prompt", "request", "processing", "success",
                                        "encrypted", "error",  "amount",  "partial",    "payment-required",
                                        "status",    "reply",  "relays"};
    std::set<std::string> texts;
    const auto add = [&](const std::string &text) {
        const bool isHex = text.size() == 64 && nostr::EventId::fromHex(text);
        const bool isNumber = text.find_first_not_of("0123456789") == std::string::npos;
        if (text.size() >= shortest && !isHex && !isNumber && !staying.contains(text))
            texts.insert(text);
    };
    add(event.content);
    for (const auto &tag : event.tags)
        for (std::size_t i = 1; i < tag.size(); ++i)
            add(tag[i]);
    return texts;
}

/// Names of members: words of the format, which also are words that people use.
void addNames(const nlohmann::json &json, std::set<std::string> &names)
{
    if (json.is_object())
        for (const auto &[name, value] : json.items())
            names.insert(name);
    for (const auto &value : json)
        if (value.is_structured())
            addNames(value, names);
}

} // namespace

class BundleTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theVerdictSurvives_data()
    {
        QTest::addColumn<int>("seed");
        for (int seed = 1; seed <= 2; ++seed)
            QTest::addRow("seed %d", seed) << seed;
    }
    void theVerdictSurvives()
    {
        QFETCH(const int, seed);
        const auto scenario = demo::makeScenario({.seed = static_cast<std::uint64_t>(seed),
                                                  .jobs = 400,
                                                  .heartbeats = false,
                                                  .relay = "ws://127.0.0.1:7447"});
        ScratchStore scratch(scenario.truth.until);
        give(scratch, scenario);
        store::Reader reader = scratch.read();
        // One of each kind of chain and of job, asked from where it went wrong and from its end.
        std::set<std::string> kinds;
        std::set<nostr::EventId> jobs;
        for (const auto &chain : scenario.truth.chains) {
            if (!kinds.insert(chain.name.substr(0, chain.name.find('/')) + chain.reason).second)
                continue;
            jobs.insert(chain.jobs.back());
            jobs.insert(chain.root_jobs.begin(), chain.root_jobs.end());
        }
        for (const auto &job : scenario.truth.jobs)
            if (kinds.insert(job.scenario).second)
                jobs.insert(job.request);
        QVERIFY(jobs.size() > 40);
        for (const auto &job : jobs) {
            if (!reader.chain(job))
                continue; // a ghost
            const auto asItStands = engine::answer(reader, engine::ChainQuestion{job, {}});
            for (const Redaction redaction : {Redaction::None, Redaction::Texts, Redaction::TextsAndRelays}) {
                const auto bundle =
                    engine::answer(reader, BundleQuestion{job, {scenario.truth.until, false}, redaction});
                QVERIFY(!bundle.incomplete);
                const auto opened = engine::openBundle(write(bundle.text));
                QVERIFY2(opened, qPrintable(opened.error));
                const engine::OpenedBundlePtr &there = *opened;
                QCOMPARE(there->refused, 0);
                QCOMPARE(there->verified + there->redacted, bundle.events);
                QCOMPARE(there->redacted, bundle.redacted);
                QCOMPARE(there->redacted == 0, redaction == Redaction::None);
                QVERIFY2(there->agrees(), qPrintable(there->differences.join(u'\n')));
                const QString other = difference(asItStands, there->ours);
                QVERIFY2(other.isEmpty(), qPrintable(other));
                // Also as it stands in the passing file, which the pages of a window read.
                store::Reader passing(there->database.toStdString());
                const QString stored =
                    difference(asItStands, engine::answer(passing, engine::ChainQuestion{job, {}}));
                QVERIFY2(stored.isEmpty(), qPrintable(stored));
            }
        }
    }

    void nothingRedactedIsInTheFile()
    {
        const auto scenario = demo::makeScenario(
            {.seed = 4, .jobs = 400, .heartbeats = false, .relay = "ws://relay.example.com:7447"});
        ScratchStore scratch(scenario.truth.until);
        give(scratch, scenario);
        store::Reader reader = scratch.read();
        int searched = 0;
        for (const auto &chain : scenario.truth.chains) {
            if (!reader.chain(chain.jobs.back()))
                continue;
            BundleQuestion question{chain.jobs.back(), {scenario.truth.until, false}, Redaction::None};
            const auto whole = engine::readBundle(engine::answer(reader, question).text);
            question.redaction = Redaction::TextsAndRelays;
            const QByteArray redacted = engine::answer(reader, question).text;
            QVERIFY(!redacted.contains("example.com"));
            std::set<std::string> names;
            addNames(nlohmann::json::parse(redacted.toStdString()), names);
            for (const auto &one : whole->bundle.events) {
                for (const std::string &text : textsOf(one.event)) {
                    if (names.contains(text))
                        continue;
                    std::string asJson;
                    nostr::appendJsonString(asJson, text);
                    const std::string inner = asJson.substr(1, asJson.size() - 2);
                    ++searched;
                    QVERIFY2(!redacted.contains(QByteArray::fromStdString(text)) &&
                                 !redacted.contains(QByteArray::fromStdString(inner)),
                             text.c_str());
                }
            }
        }
        QVERIFY(searched > 500);
    }

    void whatIsUnusualSurvivesToo()
    {
        // A request seen only inside its result, quotations, an empty result, a result of odd shape, a note
        // of the customer, a conflict.
        const auto hidden =
            signedEvent(1, 5000, 0, {{"p", test::keyOf(2).hex()}, {"i", "the secret", "text"}});
        const auto result =
            signedEvent(2, 6000, 5, {{"request", nostr::toJson(hidden)}, {"e", hidden.id.hex()}}, " \n");
        const auto next = signedEvent(1, 5001, 10,
                                      {{"i", result.id.hex(), "job"},
                                       {"i", "see nostr:" + noteOf(hidden.id), "text"},
                                       {"p", test::keyOf(3).hex()}});
        const auto failed = signedEvent(
            3, 7000, 12, {{"e", next.id.hex(), "wss://hint.example.com"}, {"status", "error", "no input"}},
            "secret words");
        const auto note = signedEvent(
            1, 7000, 13, {{"e", next.id.hex()}, {"status", "my own word"}, {"secret name"}}, "hm");
        const auto odd = signedEvent(
            4, 6001, 14, {{"request", nostr::toJson(next)}, {"e", hidden.id.hex(), "", "job"}}, "x");
        ScratchStore scratch(test::start + 1'000);
        scratch.give({result, next, failed, note, odd}, 0, true);
        scratch.listen(test::start - 10, test::start + 1'000);
        store::Reader reader = scratch.read();
        const auto asItStands = engine::answer(reader, engine::ChainQuestion{next.id, {}});
        QCOMPARE(asItStands.verdict.root_causes.size(), std::size_t(0)); // somebody else delivered
        for (const auto &job : {next.id, hidden.id})
            for (const Redaction redaction : {Redaction::None, Redaction::TextsAndRelays}) {
                const auto bundle =
                    engine::answer(reader, BundleQuestion{job, {test::start + 1'000, false}, redaction});
                const auto opened = engine::openBundle(write(bundle.text));
                QVERIFY2(opened, qPrintable(opened.error));
                const QString other =
                    difference(engine::answer(reader, engine::ChainQuestion{job, {}}), (*opened)->ours);
                QVERIFY2(other.isEmpty(), qPrintable(other));
                QVERIFY2((*opened)->agrees(), qPrintable((*opened)->differences.join(u'\n')));
                if (redaction == Redaction::None)
                    continue;
                for (const char *text : {"secret", "see nostr", "my own", "no input", "example.com"})
                    QVERIFY2(!bundle.text.contains(text), text);
            }
    }

    void aStandInIsTakenForVerifiedNowhere()
    {
        const auto request =
            signedEvent(1, 5000, 0, {{"i", "the input", "text"}, {"p", test::keyOf(2).hex()}});
        const auto answer = signedEvent(2, 6000, 5, {{"e", request.id.hex()}}, "the output");
        ScratchStore scratch(test::start + 1'000);
        scratch.give({request, answer});
        store::Reader reader = scratch.read();
        const auto file =
            engine::answer(reader, BundleQuestion{request.id, {test::start + 1'000, true}, Redaction::Texts});
        const auto opened = engine::openBundle(write(file.text));
        QVERIFY2(opened, qPrintable(opened.error));
        QCOMPARE((*opened)->redacted, 2);
        QCOMPARE((*opened)->verified, 0);
        QVERIFY((*opened)->lines.empty()); // nothing to import
        store::Reader passing((*opened)->database.toStdString());
        for (const auto &id : {request.id, answer.id}) {
            const auto detail = passing.eventDetail(id);
            QVERIFY(detail.known);
            QVERIFY(!detail.intact);
            QVERIFY(reader.eventDetail(id).intact);
            QVERIFY(detail.event.sig == reader.eventDetail(id).event.sig);
            // By the door through which everything comes it does not get in.
            QFile lines(m_folder.filePath(QStringLiteral("lines.jsonl")));
            QVERIFY(lines.open(QIODevice::WriteOnly));
            lines.write(QByteArray::fromStdString(nostr::toJson(detail.event)) + '\n');
            lines.close();
            const auto result =
                engine::importFiles(m_folder.filePath(QStringLiteral("own.sqlite")), {lines.fileName()});
            QCOMPARE(result.counters.accepted, 0);
            QCOMPARE(result.counters.rejected[std::size_t(nostr::Reject::WrongId)], 1);
        }
        // And it makes no second bundle that would look whole.
        QVERIFY_THROWS_EXCEPTION(store::Error,
                                 engine::answer(passing, BundleQuestion{request.id, {}, Redaction::None}));
    }

    void whatHasNothingToTakeOutStaysWhole()
    {
        const auto request = signedEvent(1, 5000, 0, {{"p", test::keyOf(2).hex()}});
        const auto answer = signedEvent(2, 7000, 5, {{"e", request.id.hex()}, {"status", "error"}});
        const auto profile = signedEvent(2, 0, -50, {}, R"({"name":"Writer of summaries"})");
        ScratchStore scratch(test::start + 1'000);
        scratch.give({request, answer, profile});
        store::Reader reader = scratch.read();
        BundleQuestion question{answer.id, {test::start + 1'000, true}, Redaction::None};
        const auto whole = engine::answer(reader, question);
        QCOMPARE(whole.events, 3);
        QVERIFY(whole.text.contains("Writer of summaries"));
        question.redaction = Redaction::Texts;
        const auto redacted = engine::answer(reader, question);
        QCOMPARE(redacted.events, 2); // names are texts
        QCOMPARE(redacted.redacted, 0);
        QVERIFY(!redacted.text.contains("Writer"));
    }

    void theClockOfAnOpenedOneStandsStill()
    {
        const auto request = signedEvent(1, 5000, 0, {{"p", test::keyOf(2).hex()}});
        ScratchStore scratch(test::start + 5);
        scratch.give({request}, 0, true);
        scratch.listen(test::start - 100, test::start + 5);
        store::Reader reader = scratch.read();
        BundleQuestion question{request.id, {test::start + 5, true}, Redaction::None};
        const auto opened = engine::openBundle(write(engine::answer(reader, question).text));
        QVERIFY2(opened, qPrintable(opened.error));
        engine::EngineConfig config;
        config.database = (*opened)->database;
        config.clock_s = (*opened)->clock_s;
        config.judging = (*opened)->judging;
        engine::Engine engine(config);
        engine.start();
        QTRY_VERIFY(engine.state() == engine::EngineState::Running);
        QTest::qWait(1'500); // deadlines are looked at once a second
        std::optional<dvm::State> state;
        const auto ask = engine.ask(engine::ChainQuestion{request.id, {}}, this,
                                    [&](const engine::Result<engine::ChainAnswer> &answer) {
                                        state = answer->chain.nodes.front().state;
                                    });
        QTRY_VERIFY(state.has_value());
        QVERIFY(*state == dvm::State::Waiting); // years later nobody was ignored in it
        QVERIFY(engine.judging() == question.judging);
    }

    void whatIsImportedCoversNothing()
    {
        const auto request = signedEvent(1, 5000, 0, {{"p", test::keyOf(2).hex()}});
        const auto answer = signedEvent(2, 6000, 9, {{"e", request.id.hex()}}, "done");
        ScratchStore scratch(test::start + 500);
        scratch.give({request, answer}, 0, true);
        scratch.listen(test::start - 100, test::start + 500);
        store::Reader reader = scratch.read();
        BundleQuestion question{request.id, {test::start + 500, false}, Redaction::None};
        const QString own = m_folder.filePath(QStringLiteral("imported.sqlite"));
        const auto result = engine::importFiles(own, {write(engine::answer(reader, question).text)}, {});
        QVERIFY2(result.ok, qPrintable(result.error));
        QCOMPARE(result.counters.accepted, 2);
        store::Reader imported(own.toStdString());
        QVERIFY(imported.heard(0, test::start + 1'000).empty());
        const auto stored = imported.storedEvent(answer.id);
        QVERIFY(!stored->live); // received now, whatever the bundle says
        QVERIFY(stored->received_ms > reader.storedEvent(answer.id)->received_ms);
    }

    void withoutATimeItIsAsOfNow()
    {
        const std::int64_t now = engine::nowMs() / 1000;
        const std::vector<nostr::Event> events{signedEvent(1, 5000, now - 100 - test::start, {})};
        ScratchStore scratch(now);
        scratch.give(events, 0, true);
        scratch.listen(now - 1'000, now - 20); // a live relay lags a little
        store::Reader reader = scratch.read();
        const auto file = engine::answer(reader, BundleQuestion{events[0].id, {}, {}}).text;
        const auto reading = engine::readBundle(file);
        const engine::Bundle &bundle = reading->bundle;
        QCOMPARE(*bundle.judging.now, now - 20);
        QVERIFY(bundle.events.front().live);
        QCOMPARE(bundle.heard.size(), std::size_t(1));
    }

private:
    static std::string noteOf(const nostr::EventId &id);
    QString write(const QByteArray &text)
    {
        const QString path = m_folder.filePath(QStringLiteral("test.dvmchain.json"));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("cannot write the bundle");
        return path;
    }

    QTemporaryDir m_folder;
};

std::string BundleTest::noteOf(const nostr::EventId &id)
{
    return nostr::nip19::encode(nostr::nip19::Note{id});
}

DVMDASH_TEST(BundleTest)
#include "bundle_test.moc"
