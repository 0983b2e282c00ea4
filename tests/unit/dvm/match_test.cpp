// SPDX-License-Identifier: GPL-3.0-or-later
// Section 2 of jobs and chains: which request an answer belongs to.
#include "dvm/answer.h"
#include "money_events.h"
#include "support/test_main.h"

#include <set>

using namespace dvmdash;
using namespace dvmdash::dvm;
using namespace dvmdash::dvm::test;

namespace
{

nostr::Event requestOf(unsigned char customer)
{
    return signedEvent(customer, 5001, 0, {{"i", "text", "text"}});
}

} // namespace

class MatchTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void rules_data();
    void rules();
    void nestedIsKept();
    void nestedInAnyForm_data();
    void nestedInAnyForm();
    void lateRequestChangesTheMatch();
    void neverByP();
    void noFunctionKnowsNothing();
};

/// Tags are written with letters: 1 to 3 are ids of requests, of which 2 is known; ! is a broken id.
void MatchTest::rules_data()
{
    QTest::addColumn<QString>("tags"); ///< "e1 e2/job e3//reply r1": `/` separates the values behind the id
    QTest::addColumn<int>("rule");
    QTest::addColumn<int>("request"); ///< 0: none
    QTest::addColumn<bool>("conflict");
    const auto row = [](const char *name, const char *tags, MatchRule rule, int request,
                        bool conflict = false) {
        QTest::newRow(name) << QString::fromLatin1(tags) << static_cast<int>(rule) << request << conflict;
    };
    row("nothing: spontaneous", "", MatchRule::None, 0);
    row("(a) nested request", "r1", MatchRule::RequestTag, 1);
    row("(a) nested and e agree", "e1 r1", MatchRule::RequestTag, 1);
    row("(a) nested and one of the e agree", "e3 e1 r1", MatchRule::RequestTag, 1);
    row("(a) before a marked e", "e1 e3 r1", MatchRule::RequestTag, 1);
    row("(a) nested and e disagree: conflict", "e3 r1", MatchRule::RequestTag, 1, true);
    row("(a) the marked e disagrees: conflict", "e1 e3/job r1", MatchRule::RequestTag, 1, true);
    row("(a) the marked e agrees", "e3 e1/job r1", MatchRule::RequestTag, 1);
    row("(a) beside a broken e: no conflict", "e! r1", MatchRule::RequestTag, 1);
    row("(a) broken nested: e counts", "e1 r!", MatchRule::FirstTag, 1);
    row("(a) forged id: e counts", "e3 rf", MatchRule::FirstTag, 3);
    row("(a) broken, then good nested", "r! r1", MatchRule::RequestTag, 1);
    row("(b) job at index 2", "e3 e1/job", MatchRule::MarkedTag, 1);
    row("(b) job at index 3", "e3 e1//job", MatchRule::MarkedTag, 1);
    row("(b) request at index 2", "e3 e1/request", MatchRule::MarkedTag, 1);
    row("(b) request at index 3", "e3 e1/wss:relay/request", MatchRule::MarkedTag, 1);
    row("(b) reply at index 2", "e3 e1/reply", MatchRule::MarkedTag, 1);
    row("(b) reply at index 3", "e3 e1//reply", MatchRule::MarkedTag, 1);
    row("(b) the first marked", "e3/job e1/job", MatchRule::MarkedTag, 3);
    row("(b) before a known one", "e2 e1/job", MatchRule::MarkedTag, 1);
    row("(b) not at index 4", "e3 e1///job", MatchRule::FirstTag, 3);
    row("(b) other markers are none", "e3 e1//root", MatchRule::FirstTag, 3);
    row("(b) a marked e with a broken id is none", "e!/job e1", MatchRule::FirstTag, 1);
    row("(c) the known one", "e1 e2 e3", MatchRule::KnownRequest, 2);
    row("(d) the first", "e3 e1", MatchRule::FirstTag, 3);
    row("(d) the first that can be read", "e! e3 e1", MatchRule::FirstTag, 3);
    row("only a broken e", "e!", MatchRule::None, 0);
    row("only a broken nested", "r!", MatchRule::None, 0);
}

void MatchTest::rules()
{
    QFETCH(QString, tags);
    QFETCH(int, rule);
    QFETCH(int, request);
    QFETCH(bool, conflict);
    const std::vector<nostr::Event> requests{requestOf(11), requestOf(12), requestOf(13)};
    nostr::Event forged = requests[0];
    forged.content = "other input";
    const auto idOf = [&](QChar c) {
        return c == QLatin1Char('!') ? std::string("abc") : requests.at(c.digitValue() - 1).id.hex();
    };
    nostr::Tags made;
    for (const QString &word : tags.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        const QChar which = word.at(1);
        if (word.at(0) == QLatin1Char('r')) {
            const bool isForged = which == QLatin1Char('f');
            made.push_back({"request", which == QLatin1Char('!') ? std::string("U2FsdGVk")
                                       : isForged                ? nostr::toJson(forged)
                                                  : nostr::toJson(requests.at(which.digitValue() - 1))});
            continue;
        }
        QStringList values = word.split(QLatin1Char('/'));
        nostr::Tag tag{"e", idOf(which)};
        for (qsizetype i = 1; i < values.size(); ++i)
            tag.push_back(values.at(i).toStdString());
        made.push_back(tag);
    }
    const auto isKnown = [&](const nostr::EventId &id) { return id == requests[1].id; };
    const Match match = matchRequest(signedEvent(20, 6001, 5, made), isKnown);
    QCOMPARE(static_cast<int>(match.rule), rule);
    QCOMPARE(match.request, request == 0 ? nostr::EventId{} : requests.at(request - 1).id);
    QCOMPARE(match.conflict, conflict);
    QCOMPARE(match.nested.has_value(), match.rule == MatchRule::RequestTag);
}

void MatchTest::nestedIsKept()
{
    const nostr::Event request = requestOf(11);
    const Match match = matchRequest(signedEvent(20, 6001, 5, {{"request", nostr::toJson(request)}}), {});
    QVERIFY(match.nested);
    QCOMPARE(*match.nested, request);
    nostr::Verifier verifier;
    QVERIFY(!verifier.check(*match.nested));
}

void MatchTest::nestedInAnyForm_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<bool>("accepted");
    QTest::newRow("as it is") << "{"
                              << "{" << true;
    QTest::newRow("further members") << "{"
                                     << R"({"relays":["wss://r"],"deep":{"a":[1]},)" << true;
    QTest::newRow("white space") << "{"
                                 << " {\n\t" << true;
    QTest::newRow("no signature") << R"("sig":)"
                                  << R"("signature":)" << true;
    QTest::newRow("kind as text") << R"("kind":5001)"
                                  << R"("kind":"5001")" << false;
    QTest::newRow("another kind") << R"("kind":5001)"
                                  << R"("kind":5002)" << false;
    QTest::newRow("kind too large") << R"("kind":5001)"
                                    << R"("kind":65536)" << false;
    QTest::newRow("negative date") << R"("created_at":1)"
                                   << R"("created_at":-1)" << false;
    QTest::newRow("date too large") << R"("created_at":1)"
                                    << R"("created_at":9999999991)" << false;
    QTest::newRow("no tags") << R"("tags":)"
                             << R"("tag":)" << false;
    QTest::newRow("tags of numbers") << R"("tags":[[)"
                                     << R"("tags":[[1,)" << false;
    QTest::newRow("tags flat") << R"("tags":[[)"
                               << R"("tags":["x",[)" << false;
    QTest::newRow("no object") << "{"
                               << "[{" << false;
}

void MatchTest::nestedInAnyForm()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(bool, accepted);
    QString json = qs(nostr::toJson(requestOf(11)));
    const auto at = json.indexOf(from);
    QVERIFY(at >= 0);
    json.replace(at, from.size(), to);
    const Match match = matchRequest(signedEvent(20, 6001, 5, {{"request", json.toStdString()}}), {});
    QCOMPARE(match.rule == MatchRule::RequestTag, accepted);
}

/// An answer that names several events belongs to the first until the request it answers is known.
void MatchTest::lateRequestChangesTheMatch()
{
    const nostr::Event input = requestOf(11);
    const nostr::Event request = requestOf(12);
    const nostr::Event answer = signedEvent(20, 7000, 5, {{"e", input.id.hex()}, {"e", request.id.hex()}});
    std::set<nostr::EventId> known;
    const auto isKnown = [&](const nostr::EventId &id) { return known.contains(id); };
    QCOMPARE(matchRequest(answer, isKnown).request, input.id);
    known.insert(request.id);
    const Match match = matchRequest(answer, isKnown);
    QCOMPARE(match.request, request.id);
    QCOMPARE(match.rule, MatchRule::KnownRequest);
}

void MatchTest::neverByP()
{
    const nostr::Event answer = signedEvent(20, 6001, 5, {{"p", keyOf(11).hex()}, {"a", "30617:x:y"}});
    QCOMPARE(matchRequest(answer, [](const nostr::EventId &) { return true; }).rule, MatchRule::None);
}

void MatchTest::noFunctionKnowsNothing()
{
    const nostr::Event request = requestOf(11);
    QCOMPARE(matchRequest(signedEvent(20, 6001, 5, {{"e", request.id.hex()}}), {}).rule, MatchRule::FirstTag);
}

DVMDASH_TEST(MatchTest)
#include "match_test.moc"
