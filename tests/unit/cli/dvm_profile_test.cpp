// SPDX-License-Identifier: GPL-3.0-or-later
#include "counted_capture.h"
#include "support/test_main.h"

#include <QDateTime>

namespace dvmdash::test
{

namespace
{

nlohmann::json isoOf(std::int64_t time)
{
    if (time == 0)
        return nullptr;
    return QDateTime::fromSecsSinceEpoch(time, Qt::UTC).toString(Qt::ISODate).toStdString();
}

nlohmann::json memberOf(const nlohmann::json &content, const char *name)
{
    if (!content.is_object() || !content.contains(name))
        return nullptr;
    return content.at(name);
}

} // namespace

/// What `dvm` says that a DVM says of itself, against the exported events.
class DvmProfileTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void profilesAreWhatWasAnnounced();
    void competitorsHavePrices();
};

void DvmProfileTest::profilesAreWhatWasAnnounced()
{
    const CountedCapture capture(14);
    // Each DVM of the demo announces itself once.
    std::map<std::string, nlohmann::json> announced;
    std::map<std::string, nlohmann::json> people;
    std::map<std::string, std::int64_t> heartbeats;
    const ProgramResult exported =
        capture.run({QStringLiteral("export"), QStringLiteral("--kind"), QStringLiteral("0,11998,31990")});
    for (const QByteArray &line : exported.lines()) {
        const auto event = nlohmann::json::parse(line.toStdString());
        const std::string author = event.at("pubkey");
        if (event.at("kind") == 0)
            people[author] = nlohmann::json::parse(event.at("content").get<std::string>(), nullptr, false);
        else if (event.at("kind") == 31990)
            announced[author] = event;
        else
            heartbeats[author] = std::max(heartbeats[author], event.at("created_at").get<std::int64_t>());
    }
    int fromContent = 0;
    int fromPerson = 0;
    for (const auto &[dvm, event] : announced) {
        const nlohmann::json profile =
            capture.ask({QStringLiteral("dvm"), QString::fromStdString(dvm)}).at("profile");
        std::vector<int> kinds;
        for (const auto &tag : event.at("tags"))
            if (tag.at(0) == "k")
                kinds.push_back(std::stoi(tag.at(1).get<std::string>()));
        std::sort(kinds.begin(), kinds.end());
        COMPARE_JSON(profile.at("kinds"), kinds);
        COMPARE_JSON(profile.at("announced_at"), isoOf(event.at("created_at")));
        COMPARE_JSON(profile.at("last_heartbeat_at"), isoOf(heartbeats[dvm]));
        const auto content = nlohmann::json::parse(event.at("content").get<std::string>(), nullptr, false);
        const nlohmann::json &texts = content.is_object() ? content : people[dvm];
        for (const char *member : {"name", "about", "picture", "nip05", "lud16"})
            COMPARE_JSON(profile.at(member), memberOf(texts, member));
        const auto amount = memberOf(content, "amount");
        COMPARE_JSON(profile.at("price"), amount.is_number() ? nlohmann::json(amount.dump()) : amount);
        COMPARE_JSON(profile.at("encryption"),
                     content.is_object() ? nlohmann::json(true) : nlohmann::json(nullptr));
        COMPARE_JSON(profile.at("nutzaps"), memberOf(content, "cashuAccepted"));
        (content.is_object() ? fromContent : fromPerson) += 1;
    }
    QVERIFY(fromContent > 10 && fromPerson > 0);
}

void DvmProfileTest::competitorsHavePrices()
{
    const CountedCapture capture(14);
    const nlohmann::json first = capture.ask({QStringLiteral("dvms")}).at("dvms").front();
    const nlohmann::json page =
        capture.ask({QStringLiteral("dvm"), QString::fromStdString(first.at("npub").get<std::string>())});
    int priced = 0;
    for (const auto &competitor : page.at("competitors")) {
        const auto own = capture.ask(
            {QStringLiteral("dvm"), QString::fromStdString(competitor.at("dvm").get<std::string>())});
        COMPARE_JSON(competitor.at("price"), own.at("profile").at("price"));
        priced += competitor.at("price").is_null() ? 0 : 1;
    }
    QVERIFY(priced > 0);
    const ProgramResult people =
        capture.run({QStringLiteral("dvm"), QString::fromStdString(first.at("dvm").get<std::string>())});
    for (const char *word : {"announced kinds", "last heartbeat", "price as claimed", "lud16"})
        QVERIFY2(people.out.contains(word), people.out.constData());
}

DVMDASH_TEST(DvmProfileTest)

} // namespace dvmdash::test

#include "dvm_profile_test.moc"
