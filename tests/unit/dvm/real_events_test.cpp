// SPDX-License-Identifier: GPL-3.0-or-later
// Events that were really signed on the network, read by this storey and, apart from it, by a few lines of
// Qt's own JSON reader.
#include "dvm/job.h"
#include "dvm/role.h"
#include "money_events.h"
#include "nostr/parser.h"
#include "support/test_main.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <map>

using namespace dvmdash;
using namespace dvmdash::dvm;
using namespace dvmdash::dvm::test;

namespace
{

struct RealEvent {
    nostr::Event event;
    QJsonObject json;
};

const std::vector<RealEvent> &realEvents()
{
    static const std::vector<RealEvent> events = [] {
        std::vector<RealEvent> list;
        nostr::EventParser parser;
        for (const QByteArray &line : sharedData("real-events.jsonl").split('\n')) {
            auto parsed = parser.parse({line.constData(), static_cast<std::size_t>(line.size())});
            if (auto *event = std::get_if<nostr::ParsedEvent>(&parsed))
                list.push_back({std::move(event->event), QJsonDocument::fromJson(line).object()});
        }
        return list;
    }();
    return events;
}

bool hasTag(const QJsonObject &event, const char *name)
{
    for (const QJsonValue &tag : event.value(QLatin1String("tags")).toArray()) {
        if (tag.toArray().at(0).toString() == QLatin1String(name))
            return true;
    }
    return false;
}

/// The role by kind and shape, from the rules' own words.
QString plainRole(const QJsonObject &event)
{
    const int kind = event.value(QLatin1String("kind")).toInt();
    const QList<int> excluded{5128, 5129, 5666, 5969, 6666, 6969};
    if (excluded.contains(kind))
        return QStringLiteral("other");
    if (kind / 1000 == 5)
        return QStringLiteral("request");
    if (kind / 1000 == 6)
        return QStringLiteral("result");
    const QMap<int, QString> others{
        {5, QStringLiteral("deletion")},       {7000, QStringLiteral("feedback")},
        {7376, QStringLiteral("redemption")},  {9321, QStringLiteral("nutzap")},
        {9735, QStringLiteral("zap receipt")}, {11998, QStringLiteral("heartbeat")}};
    if (kind != 31990)
        return others.value(kind, QStringLiteral("other"));
    for (const QJsonValue &tag : event.value(QLatin1String("tags")).toArray()) {
        const int k = tag.toArray().at(1).toString().toInt();
        if (tag.toArray().at(0).toString() == QLatin1String("k") && k / 1000 == 5 && !excluded.contains(k))
            return QStringLiteral("announcement");
    }
    return QStringLiteral("other");
}

} // namespace

class RealEventsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void roles();
    void suspects();
    void answersFindTheirRequests();
    void leakedRequest();
    void amounts();
    void zapReceipts();
    void nutzaps();
    void jobs();
};

void RealEventsTest::roles()
{
    std::map<QString, int> counts;
    for (const RealEvent &real : realEvents()) {
        const Classification classification =
            classify(real.event, KindTable::standard(), real.event.created_at * 1000);
        const QString role = qs(roleName(classification.role));
        QCOMPARE(role, plainRole(real.json));
        QVERIFY(!(classification.flags & FlagFuture));
        QCOMPARE((classification.flags & FlagEncrypted) != 0, hasTag(real.json, "encrypted"));
        ++counts[role];
    }
    QVERIFY(realEvents().empty() ||
            (counts[QStringLiteral("request")] > 50 && counts[QStringLiteral("result")] > 30 &&
             counts[QStringLiteral("feedback")] == 15));
}

void RealEventsTest::suspects()
{
    for (const RealEvent &real : realEvents()) {
        const Classification classification =
            classify(real.event, KindTable::standard(), real.event.created_at * 1000);
        if (classification.role != Role::Result && classification.role != Role::Feedback) {
            QVERIFY(!(classification.flags & (FlagSuspect | FlagConflict | FlagBadRequestTag)));
            continue;
        }
        const bool names = hasTag(real.json, "e") || hasTag(real.json, "request");
        QCOMPARE((classification.flags & FlagSuspect) != 0, !names);
        QVERIFY(!(classification.flags & FlagConflict));
    }
}

void RealEventsTest::answersFindTheirRequests()
{
    std::map<nostr::EventId, int> requests; // and their kinds
    for (const RealEvent &real : realEvents()) {
        if (KindTable::standard().isRequest(real.event.kind))
            requests[real.event.id] = real.event.kind;
    }
    int known = 0;
    for (const RealEvent &real : realEvents()) {
        if (!KindTable::standard().isResult(real.event.kind))
            continue;
        const Match match =
            matchRequest(real.event, [&](const nostr::EventId &id) { return requests.contains(id); });
        const auto request = requests.find(match.request);
        if (match.nested)
            QCOMPARE(match.nested->kind + 1000, real.event.kind);
        if (request == requests.end())
            continue;
        ++known;
        QCOMPARE(request->second + 1000, real.event.kind);
    }
    QVERIFY(realEvents().empty() || known >= 20);
}

/// One DVM republishes what it decrypted under the id of the sealed request.
void RealEventsTest::leakedRequest()
{
    int leaks = 0;
    for (const RealEvent &real : realEvents()) {
        if (real.event.kind != 6202 || !hasTag(real.json, "request"))
            continue;
        ++leaks;
        QVERIFY(classify(real.event, KindTable::standard(), 0).flags & FlagBadRequestTag);
        QCOMPARE(matchRequest(real.event, {}).rule, MatchRule::FirstTag);
    }
    QVERIFY(realEvents().empty() || leaks == 1);
}

void RealEventsTest::amounts()
{
    std::map<std::string, std::int64_t> found; // by the first six digits of the id; -1: not readable
    for (const RealEvent &real : realEvents()) {
        const bool isAnswer = real.event.kind == 7000 || KindTable::standard().isResult(real.event.kind);
        if (const Amount amount = readAmount(real.event); isAnswer && amount.present) {
            found[real.event.id.hex().substr(0, 6)] = amount.msat.value_or(-1);
            QVERIFY(!amount.mismatch);
        }
    }
    if (realEvents().empty())
        return;
    const std::map<std::string, std::int64_t> expected{
        {"6cc181", 0},  {"ffbbec", 1000},      {"08f145", 1000},
        {"3f4aa1", -1}, {"66c25e", 1'545'000}, {"822dda", 25'000},
    };
    QCOMPARE(found, expected);
}

void RealEventsTest::zapReceipts()
{
    nostr::Verifier verifier;
    int claimed = 0;
    int without = 0;
    for (const RealEvent &real : realEvents()) {
        if (real.event.kind != 9735)
            continue;
        const auto result = readZapReceipt(real.event, verifier);
        if (const auto *reason = std::get_if<PaymentReject>(&result))
            QFAIL(
                qPrintable(qs(real.event.id.hex()) + QStringLiteral(": ") + qs(paymentRejectText(*reason))));
        const Payment &payment = std::get<Payment>(result);
        ++claimed;
        without += payment.descriptionMismatch;
        QCOMPARE(payment.tier, Tier::Claimed);
        QVERIFY(payment.msat >= 1000 && payment.msat <= 10'000'000);
        QCOMPARE(payment.key.size(), std::size_t{64});
    }
    QVERIFY(realEvents().empty() || claimed == 13);
    qInfo("%d zap receipts, %d of them without a matching description hash", claimed, without);
}

void RealEventsTest::nutzaps()
{
    std::map<PaymentReject, int> refused;
    int good = 0;
    for (const RealEvent &real : realEvents()) {
        if (real.event.kind != 9321)
            continue;
        const auto result = readNutzap(real.event);
        if (const auto *payment = std::get_if<Payment>(&result)) {
            ++good;
            QCOMPARE(payment->msat, 100'000);
        } else {
            ++refused[std::get<PaymentReject>(result)];
        }
    }
    if (realEvents().empty())
        return;
    QCOMPARE(good, 2);
    QCOMPARE(refused[PaymentReject::WrongRecipient], 2); // no `p`, and two of them
    QCOMPARE(refused[PaymentReject::WrongTarget], 1);
}

/// Every request with what is known of it is judged without surprise, and those that were served are
/// delivered.
void RealEventsTest::jobs()
{
    std::map<nostr::EventId, JobFacts> jobs;
    for (const RealEvent &real : realEvents()) {
        if (!KindTable::standard().isRequest(real.event.kind))
            continue;
        JobFacts &facts = jobs[real.event.id];
        facts.id = real.event.id;
        facts.request = readRequest(real.event, real.event.created_at * 1000, false);
    }
    const auto isKnown = [&](const nostr::EventId &id) { return jobs.contains(id); };
    for (const RealEvent &real : realEvents()) {
        const Role role = classify(real.event, KindTable::standard(), real.event.created_at * 1000).role;
        if (role != Role::Result && role != Role::Feedback)
            continue;
        const Match match = matchRequest(real.event, isKnown);
        if (match.rule != MatchRule::None && isKnown(match.request))
            jobs[match.request].answers.push_back(
                readAnswer(real.event, real.event.created_at * 1000, false));
    }
    std::map<State, int> states;
    for (const auto &[id, facts] : jobs) {
        const JobJudgement judgement = judge(
            facts, KindTable::standard(), [](std::int64_t, std::int64_t) { return false; }, 2'000'000'000);
        const bool served = std::any_of(facts.answers.begin(), facts.answers.end(), [](const Answer &answer) {
            return answer.isResult() && (answer.status == Status::None || answer.status == Status::Success);
        });
        QCOMPARE(judgement.state == State::Delivered, served);
        QVERIFY(!isFailure(judgement.state)); // nobody listened
        ++states[judgement.state];
    }
    QVERIFY(realEvents().empty() || states[State::Delivered] >= 20);
    for (const auto &[state, count] : states)
        qInfo("%-16s %d", std::string(stateName(state)).c_str(), count);
}

DVMDASH_TEST(RealEventsTest)
#include "real_events_test.moc"
