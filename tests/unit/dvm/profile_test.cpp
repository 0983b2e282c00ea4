// SPDX-License-Identifier: GPL-3.0-or-later
#include "dvm/profile.h"
#include "money_events.h"
#include "support/test_main.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace dvmdash;
using namespace dvmdash::dvm;
using namespace dvmdash::dvm::test;

class ProfileTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void names_data();
    void names();
    void realHandlers();
};

void ProfileTest::names_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("content");
    QTest::addColumn<QString>("tag"); ///< the `name` tag
    QTest::addColumn<QString>("name");
    QTest::newRow("name") << 31990 << R"({"name":"Summer"})"
                          << ""
                          << "Summer";
    QTest::newRow("display_name first") << 31990 << R"({"name":"s","display_name":"Summer"})"
                                        << ""
                                        << "Summer";
    QTest::newRow("empty display_name") << 31990 << R"({"name":"s","display_name":" "})"
                                        << ""
                                        << "s";
    QTest::newRow("trimmed") << 0 << R"({"name":" Summer\n"})"
                             << ""
                             << "Summer";
    QTest::newRow("tag of an announcement") << 31990 << ""
                                            << "Summer"
                                            << "Summer";
    QTest::newRow("tag of a profile does not count") << 0 << ""
                                                     << "Summer"
                                                     << "";
    QTest::newRow("name that is no text") << 0 << R"({"name":5})"
                                          << ""
                                          << "";
    QTest::newRow("a list") << 31990 << R"([["name","x"]])"
                            << ""
                            << "";
    QTest::newRow("no JSON") << 0 << "hello"
                             << ""
                             << "";
    QTest::newRow("cut at a character")
        << 0 << QStringLiteral(R"({"name":"%1"})").arg(QString(60, QChar(0xe4))) << ""
        << QString(50, QChar(0xe4));
    QTest::newRow("cut before a wide one")
        << 0 << QStringLiteral(R"({"name":"x%1"})").arg(QString(60, QChar(0xe4))) << ""
        << QStringLiteral("x") + QString(49, QChar(0xe4));
}

void ProfileTest::names()
{
    QFETCH(int, kind);
    QFETCH(QString, content);
    QFETCH(QString, tag);
    nostr::Tags tags;
    if (!tag.isEmpty())
        tags.push_back({"name", tag.toStdString()});
    const auto name = profileName(signedEvent(1, kind, 0, tags, content.toStdString()));
    QTEST(name ? QString::fromStdString(*name) : QString(), "name");
    QVERIFY(!name || !name->empty());
}

/// Real announcements; Qt's JSON reader says which of them hold a name. Most are empty: their name is in kind
/// 0.
void ProfileTest::realHandlers()
{
    int named = 0;
    int all = 0;
    for (const QByteArray &line : sharedData("handlers-nosig.jsonl").split('\n')) {
        const QJsonObject object = QJsonDocument::fromJson(line).object();
        if (object.isEmpty())
            continue;
        ++all;
        nostr::Event event;
        event.kind = 31990;
        event.content = object.value(QLatin1String("content")).toString().toStdString();
        const auto name = profileName(event);
        const QJsonObject content =
            QJsonDocument::fromJson(QByteArray::fromStdString(event.content)).object();
        const bool expected = !content.value(QLatin1String("name")).toString().trimmed().isEmpty() ||
                              !content.value(QLatin1String("display_name")).toString().trimmed().isEmpty();
        QCOMPARE(name.has_value(), expected);
        QVERIFY(!name || name->size() <= 100);
        named += expected;
    }
    QVERIFY(all == 0 || named > 100);
}

DVMDASH_TEST(ProfileTest)
#include "profile_test.moc"
