// SPDX-License-Identifier: GPL-3.0-or-later
// job --compare: two chains side by side.
#include "program.h"
#include "support/signed_events.h"
#include "support/test_main.h"
#include "support/two_chains.h"

#include <algorithm>

namespace dvmdash::test
{

class ComparisonTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        m_story = twoChains();
        const QString capture = m_folder.write(QStringLiteral("two.jsonl"), toLines(m_story.events));
        QCOMPARE(m_folder.withDatabase({QStringLiteral("import"), capture}).code, 0);
    }

    void eachDifferenceIsToldOnce()
    {
        const auto json = compared(hex(m_story.after.summary), hex(m_story.before.summary)).json();
        const nlohmann::json expected{
            {"same", 1},   {"added", 1},     {"missing", 1},   {"failed", 1},      {"slower", 1},
            {"faster", 0}, {"recovered", 0}, {"other_dvm", 1}, {"other_state", 0}, {"other_cost", 0}};
        COMPARE_JSON(json.at("totals"), expected);
        COMPARE_JSON(json.at("before").at("duration_s"), 22);
        COMPARE_JSON(json.at("after").at("duration_s"), 35);
        COMPARE_JSON(json.at("before").at("id"), m_story.before.summary.id.hex());
        COMPARE_JSON(json.at("after").at("state"), "failed");
        COMPARE_JSON(json.at("one_chain"), false);
        QCOMPARE(json.at("jobs").size(), std::size_t(6));
        const auto slow = jobOf(json, "before", m_story.before.transcription);
        COMPARE_JSON(slow.at("differences"), nlohmann::json::array({"slower"}));
        COMPARE_JSON(slow.at("step"), 1);
        COMPARE_JSON(slow.at("after").at("id"), m_story.after.transcription.id.hex());
        COMPARE_JSON(slow.at("after").at("response_ms"), 14'000);
        COMPARE_JSON(slow.at("after").at("dvm"), keyOf(2).hex());
        const auto missing = jobOf(json, "before", m_story.before.speech);
        COMPARE_JSON(missing.at("differences"), nlohmann::json::array({"missing"}));
        COMPARE_JSON(missing.at("after"), nullptr);
        const auto added = jobOf(json, "after", m_story.after.picture);
        COMPARE_JSON(added.at("kind"), 5100);
        COMPARE_JSON(added.at("before"), nullptr);
    }

    void similarFindsTheReference()
    {
        QVERIFY(compared(hex(m_story.after.summary), QStringLiteral("similar")).json() ==
                compared(hex(m_story.after.summary), hex(m_story.before.summary)).json());
        const auto none = compared(hex(m_story.after.picture), QStringLiteral("similar"));
        QCOMPARE(none.code, 1);
        QVERIFY(none.err.contains("No delivered job of the kind"));
    }

    void peopleReadATable()
    {
        const auto result = m_folder.withDatabase({QStringLiteral("job"), hex(m_story.after.summary),
                                                   QStringLiteral("--compare"), hex(m_story.before.summary)});
        QCOMPARE(result.code, 0);
        QVERIFY2(result.out.contains("1 failed"), result.out.constData());
        const auto lines = result.lines();
        QVERIFY(std::any_of(lines.begin(), lines.end(), [](const QByteArray &line) {
            return line.contains("5000") && line.contains("4.0 s") && line.contains("14.0 s") &&
                   line.endsWith("slower");
        }));
        QVERIFY(std::any_of(lines.begin(), lines.end(), [](const QByteArray &line) {
            return line.contains("5250") && line.endsWith("missing");
        }));
    }

    void whatIsAskedWronglyIsSaid()
    {
        const auto nonsense = compared(hex(m_story.after.summary), QStringLiteral("yesterday"));
        QCOMPARE(nonsense.code, 2);
        QVERIFY(nonsense.err.contains("--compare"));
        const auto unknown = compared(hex(m_story.after.summary), QString(64, u'1'));
        QCOMPARE(unknown.code, 1);
        QVERIFY(unknown.err.contains("No job"));
        QVERIFY(unknown.out.isEmpty());
    }

private:
    static QString hex(const nostr::Event &event) { return QString::fromStdString(event.id.hex()); }
    ProgramResult compared(const QString &job, const QString &reference) const
    {
        return m_folder.withDatabase(
            {QStringLiteral("job"), job, QStringLiteral("--compare"), reference, QStringLiteral("--json")});
    }
    static nlohmann::json jobOf(const nlohmann::json &json, const char *side, const nostr::Event &request)
    {
        for (const auto &job : json.at("jobs"))
            if (!job.at(side).is_null() && job.at(side).at("id") == request.id.hex())
                return job;
        return {};
    }

    ProgramFolder m_folder;
    TwoChains m_story;
};

DVMDASH_TEST(ComparisonTest)

} // namespace dvmdash::test

#include "comparison_test.moc"
