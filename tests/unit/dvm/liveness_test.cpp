// SPDX-License-Identifier: GPL-3.0-or-later
#include "dvm/liveness.h"
#include "support/test_main.h"

#include <algorithm>

using namespace dvmdash::dvm;

namespace
{

constexpr std::int64_t now = 1'800'000'000;

/// A fact is there as many seconds ago; never where it is not given.
struct Ago {
    std::optional<std::int64_t> answer;
    std::optional<std::int64_t> heartbeat;
    std::optional<std::int64_t> announcement;
    std::optional<std::int64_t> firstIgnored;
    std::optional<std::int64_t> lastIgnored;
    std::optional<std::int64_t> heard;
};

dvmdash::nostr::EventId idOf(int number)
{
    std::string hex(64, '0');
    hex[0] = static_cast<char>('0' + number);
    return *dvmdash::nostr::EventId::fromHex(hex);
}

Sign sign(const std::optional<std::int64_t> &ago, int number)
{
    return ago ? Sign{now - *ago, idOf(number)} : Sign();
}

LivenessFacts factsOf(const Ago &ago)
{
    LivenessFacts facts;
    facts.now = now;
    if (ago.heard)
        facts.heard_since = now - *ago.heard;
    facts.answer = sign(ago.answer, 1);
    facts.heartbeat = sign(ago.heartbeat, 2);
    facts.announcement = sign(ago.announcement, 3);
    facts.ignored.first = sign(ago.firstIgnored, 4);
    facts.ignored.last = ago.lastIgnored ? sign(ago.lastIgnored, 5) : facts.ignored.first;
    facts.ignored.count = !ago.firstIgnored ? 0 : ago.lastIgnored ? 14 : 1;
    return facts;
}

/// "down: ignored_requests, no_answer_since; alive: heartbeat; neither: announcement"
std::string wordsOf(const Health &health)
{
    std::string words;
    std::string_view last;
    for (const Signal &signal : health.signals) {
        const std::string_view bearing = bearingName(signal.bearing);
        words += words.empty() ? "" : bearing == last ? ", " : "; ";
        if (bearing != last)
            words += std::string(bearing) + ": ";
        words += signalName(signal.kind);
        last = bearing;
    }
    return words;
}

constexpr std::int64_t hour = 3600;
constexpr std::int64_t day = 24 * hour;

} // namespace

Q_DECLARE_METATYPE(Ago)

class LivenessTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void rules_data();
    void rules();
    void signalsNameTheirEvents();
    void answerEndsTheRow();
    void ignoredAloneNeverMakesIt();
    void names();
};

void LivenessTest::rules_data()
{
    QTest::addColumn<Ago>("ago");
    QTest::addColumn<QString>("state");
    QTest::addColumn<QString>("signs");
    const auto row = [](const char *name, const Ago &ago, const char *state, const char *signs) {
        QTest::newRow(name) << ago << QString::fromLatin1(state) << QString::fromLatin1(signs);
    };
    // 1. A new heartbeat.
    row("heartbeat", {.heartbeat = 30, .heard = day}, "alive", "alive: heartbeat");
    row("heartbeat at the last second", {.heartbeat = 900, .heard = day}, "alive", "alive: heartbeat");
    row("heartbeat ahead of our clock", {.heartbeat = -40, .heard = day}, "alive", "alive: heartbeat");
    row("heartbeat while nobody listens", {.heartbeat = 30}, "alive", "alive: heartbeat");
    row("heartbeat, and requests ignored",
        {.answer = 3 * hour, .heartbeat = 30, .firstIgnored = 2 * hour, .heard = day}, "alive",
        "down: ignored_requests, no_answer_since; alive: heartbeat");
    // 2. Ignored, and a second signal.
    row("ignored, no answer since",
        {.answer = 3 * hour, .firstIgnored = 2 * hour, .lastIgnored = 60, .heard = day}, "possibly_down",
        "down: ignored_requests, no_answer_since");
    row("ignored, never an answer", {.firstIgnored = 60, .heard = day}, "possibly_down",
        "down: ignored_requests, no_answer_since");
    row("ignored just after an answer", {.answer = 100, .firstIgnored = 60, .heard = day}, "possibly_down",
        "down: ignored_requests, no_answer_since");
    row("ignored, no answer since and no heartbeat",
        {.answer = 3 * hour, .heartbeat = 901, .firstIgnored = 2 * hour, .heard = day}, "possibly_down",
        "down: ignored_requests, no_answer_since, no_heartbeat");
    row("heard since the last one only",
        {.answer = 3 * hour, .firstIgnored = 2 * hour, .lastIgnored = 60, .heard = 60}, "possibly_down",
        "down: ignored_requests, no_answer_since");
    row("a gap since, but its heartbeats stopped",
        {.answer = 5 * hour, .heartbeat = 2 * hour, .firstIgnored = 4 * hour, .heard = hour}, "possibly_down",
        "down: ignored_requests, no_heartbeat");
    row("an announcement since decides nothing",
        {.answer = 3 * hour, .announcement = 10, .firstIgnored = 2 * hour, .heard = day}, "possibly_down",
        "down: ignored_requests, no_answer_since; neither: announcement");
    // 3. Ignored, and no second signal.
    row("ignored, then a gap", {.answer = 3 * hour, .firstIgnored = 2 * hour, .heard = hour}, "unknown",
        "down: ignored_requests; neither: not_heard");
    row("ignored, then a gap, and it never sent heartbeats", {.firstIgnored = 2 * hour, .heard = hour},
        "unknown", "down: ignored_requests; neither: not_heard");
    row("ignored, then a gap that a heartbeat may lie in",
        {.answer = 3 * hour, .heartbeat = 1000, .firstIgnored = 2 * hour, .heard = 899}, "unknown",
        "down: ignored_requests; neither: not_heard");
    row("ignored, nobody listens now", {.answer = 3 * hour, .heartbeat = 3 * hour, .firstIgnored = 2 * hour},
        "unknown", "down: ignored_requests; neither: not_heard");
    // 4. A new answer.
    row("answer", {.answer = 20, .heard = day}, "alive", "alive: answer");
    row("answer at the last second", {.answer = 900, .heard = day}, "alive", "alive: answer");
    row("answer while nobody listens", {.answer = 20}, "alive", "alive: answer");
    row("answer to another after one ignored", {.answer = 20, .firstIgnored = 60, .heard = day}, "alive",
        "alive: answer");
    row("answer, but its heartbeats stopped", {.answer = 20, .heartbeat = hour, .heard = day}, "alive",
        "down: no_heartbeat; alive: answer");
    // 5. Nothing was asked of it.
    row("nothing asked", {.answer = 901, .heard = day}, "quiet", "alive: answer; neither: nothing_asked");
    row("nothing asked, never seen", {.heard = day}, "quiet", "neither: nothing_asked");
    row("nothing asked, its heartbeats stopped", {.answer = hour, .heartbeat = hour, .heard = day}, "quiet",
        "down: no_heartbeat; alive: answer; neither: nothing_asked");
    row("answered another since, long ago", {.answer = hour, .firstIgnored = 2 * hour, .heard = day}, "quiet",
        "alive: answer; neither: nothing_asked");
    row("announcement alone", {.announcement = 5, .heard = day}, "quiet",
        "neither: announcement, nothing_asked");
    row("nobody listens", {.answer = hour, .heartbeat = hour}, "unknown",
        "alive: answer; neither: not_heard");
    row("nothing known", {}, "unknown", "neither: not_heard");
}

void LivenessTest::rules()
{
    QFETCH(Ago, ago);
    QFETCH(QString, state);
    QFETCH(QString, signs);
    const Health health = healthOf(factsOf(ago));
    QCOMPARE(QString::fromStdString(std::string(livenessName(health.state))), state);
    QCOMPARE(QString::fromStdString(wordsOf(health)), signs);
}

void LivenessTest::signalsNameTheirEvents()
{
    const Health health = healthOf(factsOf({.answer = 3 * hour,
                                            .heartbeat = hour,
                                            .announcement = 2 * day,
                                            .firstIgnored = 2 * hour,
                                            .lastIgnored = 60,
                                            .heard = day}));
    const std::vector<Signal> wanted{
        {SignalKind::IgnoredRequests, Bearing::Down, now - 2 * hour, idOf(4), 14, false},
        {SignalKind::NoAnswerSince, Bearing::Down, now - 3 * hour, idOf(1), 0, false},
        {SignalKind::NoHeartbeat, Bearing::Down, now - hour, idOf(2), 0, false},
        {SignalKind::Announcement, Bearing::Neither, now - 2 * day, idOf(3), 0, false}};
    QVERIFY(health.signals == wanted);
    QCOMPARE(health.since, now - 2 * hour);
    QCOMPARE(healthOf(factsOf({.answer = 50, .heartbeat = 20, .heard = day})).since, now - 20);
}

void LivenessTest::answerEndsTheRow()
{
    // In the same second the answer may have come after the request: it is in favour of the DVM.
    QCOMPARE(healthOf(factsOf({.answer = 60, .firstIgnored = 60, .heard = day})).state, Liveness::Alive);
    QCOMPARE(healthOf(factsOf({.answer = 61, .firstIgnored = 60, .heard = day})).state,
             Liveness::PossiblyDown);
    QCOMPARE(healthOf(factsOf({.answer = 59, .firstIgnored = 60, .heard = day})).state, Liveness::Alive);
}

/// Whatever else is known: possibly down needs ignored requests, and each of them a second signal.
void LivenessTest::ignoredAloneNeverMakesIt()
{
    const std::vector<std::optional<std::int64_t>> times{std::nullopt, 10, 899, 901, 2 * hour, day};
    int down = 0;
    for (const auto &answer : times)
        for (const auto &heartbeat : times)
            for (const auto &ignored : times)
                for (const auto &heard : times) {
                    const Health health = healthOf(factsOf(
                        {.answer = answer, .heartbeat = heartbeat, .firstIgnored = ignored, .heard = heard}));
                    const auto forDown =
                        std::count_if(health.signals.begin(), health.signals.end(),
                                      [](const Signal &signal) { return signal.bearing == Bearing::Down; });
                    if (health.state != Liveness::PossiblyDown)
                        continue;
                    ++down;
                    QVERIFY(ignored && heard);
                    QVERIFY(forDown >= 2);
                    QVERIFY(!heartbeat || *heartbeat > aliveSeconds);
                    QVERIFY(!answer || *answer > *ignored);
                }
    QVERIFY(down > 50);
}

void LivenessTest::names()
{
    QCOMPARE(livenessName(Liveness::PossiblyDown), std::string_view("possibly_down"));
    QCOMPARE(signalName(SignalKind::NothingAsked), std::string_view("nothing_asked"));
    QCOMPARE(bearingName(Bearing::Neither), std::string_view("neither"));
}

DVMDASH_TEST(LivenessTest)
#include "liveness_test.moc"
