// SPDX-License-Identifier: GPL-3.0-or-later
#include "page_fixture.h"
#include "support/test_main.h"
#include "ui/inspector/event_words.h"
#include "ui/inspector/flag_words.h"
#include "ui/inspector/job_words.h"
#include "ui/inspector/json_text.h"
#include "ui/inspector/sighting_model.h"
#include "ui/inspector/tag_model.h"
#include "ui/inspector/text_pane.h"
#include "ui/models/columns.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QGuiApplication>
#include <QJsonDocument>
#include <QPushButton>
#include <QSet>
#include <QSignalSpy>

using namespace dvmdash;

class InspectorPartsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyFlagHasWords()
    {
        const auto all = ui::flagWords(ui::allFlags);
        QCOMPARE(static_cast<std::size_t>(all.size()), dvm::flagNames(ui::allFlags).size());
        QSet<QString> words;
        QSet<QString> meanings;
        for (qsizetype i = 0; i < all.size(); ++i) {
            const auto name = dvm::flagNames(all.at(i).flag);
            QCOMPARE(name.size(), std::size_t(1));
            QCOMPARE(all.at(i).word.toStdString(), std::string(name.front()));
            QVERIFY(all.at(i).meaning.endsWith(QLatin1Char('.')));
            words.insert(all.at(i).word);
            meanings.insert(all.at(i).meaning);
        }
        QCOMPARE(words.size(), all.size());
        QCOMPARE(meanings.size(), all.size());
    }

    void everyStateHasWords()
    {
        QSet<QString> words;
        for (int state = 1; state <= static_cast<int>(dvm::State::Missing); ++state) {
            words.insert(ui::stateWord(static_cast<dvm::State>(state)));
            QVERIFY(ui::stateMeaning(static_cast<dvm::State>(state)).endsWith(QLatin1Char('.')));
        }
        QCOMPARE(words.size(), static_cast<int>(dvm::State::Missing));
        QVERIFY(!words.contains(QString()));
        std::uint32_t attemptFlags = (dvm::AttemptImpostor << 1) - 1;
        QCOMPARE(static_cast<std::size_t>(ui::attemptFlagWords(attemptFlags).size()),
                 dvm::attemptFlagNames(attemptFlags).size());
    }

    void statusOfFeedback_data()
    {
        QTest::addColumn<QString>("summary");
        QTest::addColumn<int>("flags");
        QTest::addColumn<QString>("status");
        const int unknown = static_cast<int>(dvm::FlagUnknownStatus);
        QTest::newRow("alone") << "processing" << 0 << "processing";
        QTest::newRow("with message") << "error: it broke - badly" << 0 << "error";
        QTest::newRow("with content") << "Payment_Required - lnbc1" << 0 << "payment-required";
        QTest::newRow("none") << "some words - and more" << 0 << "";
        QTest::newRow("nothing") << "" << 0 << "";
        QTest::newRow("unknown") << "brewing: tea" << unknown << "brewing";
    }
    void statusOfFeedback()
    {
        QFETCH(QString, summary);
        QFETCH(int, flags);
        QFETCH(QString, status);
        engine::EventRow row = test::eventRow(1, 7000, summary.toStdString());
        row.role = dvm::Role::Feedback;
        row.flags = static_cast<std::uint32_t>(flags);
        QCOMPARE(QString::fromStdString(ui::statusOf(row)), status);
        row.role = dvm::Role::Result; // only feedback begins with a status
        QCOMPARE(ui::statusOf(row), std::string());
    }

    void prettyJson_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("pretty");
        QTest::newRow("object")
            << "{\"b\":1,\"a\":[1.50,{\"c\":null}],\"d\":{}}"
            << "{\n  \"b\": 1,\n  \"a\": [\n    1.50,\n    {\n      \"c\": null\n    }\n  ],\n  "
               "\"d\": {}\n}";
        QTest::newRow("big numbers stay") << "[12345678901234567890, 1e300]"
                                          << "[\n  12345678901234567890,\n  1e300\n]";
        QTest::newRow("brackets in strings") << "[\"a,{}[]:\\\"x\\\\\",\"\"]"
                                             << "[\n  \"a,{}[]:\\\"x\\\\\",\n  \"\"\n]";
        QTest::newRow("empty") << "[ ]"
                               << "[]";
        QTest::newRow("no JSON") << "{broken" << QString();
        QTest::newRow("words") << "hello" << QString();
        QTest::newRow("a number") << "12" << QString();
        QTest::newRow("nothing") << "" << QString();
    }
    void prettyJson()
    {
        QFETCH(QString, text);
        QFETCH(QString, pretty);
        const auto result = ui::prettyJson(text);
        QCOMPARE(result.value_or(QString()), pretty);
    }
    void longJsonIsLeftAlone()
    {
        const QString text =
            QLatin1Char('[') + QString(ui::longestPrettyJson, QLatin1Char(' ')) + QLatin1Char(']');
        QVERIFY(!ui::prettyJson(text));
    }

    void tagsShownCopiedAndHidden()
    {
        ui::TagModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const std::string id(64, 'a');
        const nostr::Tags tags{{"e", id, "wss://relay", "job"},
                               {"request", "{\"secret\":\"cat\"}", "more secret"},
                               {},
                               {"i", id, "job"},
                               {"i", id, "text"},
                               {"p", id},
                               {"e", "short"},
                               {"alt", std::string(1'000'000, 'x')}};
        model.setTags(tags, true);
        QCOMPARE(model.rowCount(), 8);
        const auto raw = [&](int row, int column) { return ui::rawText(model.index(row, column)); };
        const auto text = [&](int row, int column) { return model.index(row, column).data().toString(); };
        QCOMPARE(raw(0, ui::TagModel::Rest), QStringLiteral("[\"wss://relay\",\"job\"]"));
        QCOMPARE(text(0, ui::TagModel::Rest), QStringLiteral("wss://relay · job"));
        QCOMPARE(text(2, ui::TagModel::Name), QStringLiteral("(empty tag)"));
        QVERIFY(model.eventAt(0) && model.eventAt(3));
        QVERIFY(!model.eventAt(1) && !model.eventAt(2) && !model.eventAt(4) && !model.eventAt(5) &&
                !model.eventAt(6));
        // A long value is drawn short and copied whole.
        QVERIFY(text(7, ui::TagModel::Value).size() < 500);
        QCOMPARE(raw(7, ui::TagModel::Value).size(), 1'000'000);
        // What may leak is neither drawn nor copied.
        for (int column = 0; column < ui::TagModel::columns; ++column) {
            QVERIFY(!raw(1, column).contains(QStringLiteral("secret")));
            QVERIFY(!text(1, column).contains(QStringLiteral("secret")));
        }
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.setRequestHidden(false);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(raw(1, ui::TagModel::Value), QStringLiteral("{\"secret\":\"cat\"}"));
    }

    void sightingsGrow()
    {
        ui::SightingModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setSightings({{"wss://one", 1'700'000'000'000}});
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        const std::vector<store::Sighting> two{{"wss://one", 1'700'000'000'000},
                                               {"wss://two", 1'700'000'000'250}};
        model.setSightings(two);
        model.setSightings(two);
        QCOMPARE(inserted.size(), 1);
        QCOMPARE(ui::rawText(model.index(1, ui::SightingModel::Behind)), QStringLiteral("250"));
        QCOMPARE(ui::rawText(model.index(1, ui::SightingModel::FirstSeen)),
                 QStringLiteral("2023-11-14T22:13:20.250Z"));
        model.setSightings({{"wss://three", 1}});
        QCOMPARE(reset.size(), 1);
        QCOMPARE(model.rowCount(), 1);
    }

    void textPaneIsPlainSafeAndExact()
    {
        ui::TextPane pane(ui::TextPane::Pitch::Proportional);
        pane.resize(400, 300);
        pane.show();
        const QString hostile = QStringLiteral("<b>bold</b><script>x</script> \u202Egnp.exe") + QChar(0) +
                                QStringLiteral(" \x1b[31m red\nnext");
        pane.setText(hostile);
        const QString shown = pane.shownText();
        QVERIFY(shown.startsWith(QStringLiteral("<b>bold</b><script>x</script>")));
        QVERIFY(shown.contains(QStringLiteral("U+202E")) && shown.contains(QStringLiteral("U+0000")) &&
                shown.contains(QStringLiteral("U+001B")));
        QVERIFY(shown.endsWith(QStringLiteral("\nnext")));
        pane.copy();
        QCOMPARE(QGuiApplication::clipboard()->text(), hostile);
    }

    void textPaneShowsLongTextInParts()
    {
        ui::TextPane pane(ui::TextPane::Pitch::Fixed);
        pane.resize(400, 300);
        pane.show();
        // One line of a million, with characters of two code units across every possible cut.
        QString text;
        while (text.size() < 1'000'000)
            text += QStringLiteral("abc\U0001F600d");
        pane.setText(text);
        QVERIFY(!pane.isComplete());
        QVERIFY(pane.shownText().size() < 2 * ui::TextPane::firstPart);
        auto *more = pane.findChild<QPushButton *>();
        QVERIFY(more && more->isVisible());
        QVERIFY(more->text().contains(QStringLiteral("1,000,0")));
        QTest::mouseClick(more, Qt::LeftButton);
        QTRY_VERIFY(pane.isComplete());
        QVERIFY(!more->isVisible());
        // Broken for the eye only.
        QCOMPARE(QString(pane.shownText()).remove(QLatin1Char('\n')), text);
        QCOMPARE(pane.text(), text);
    }

    void textPaneForgetsTheOldText()
    {
        ui::TextPane pane(ui::TextPane::Pitch::Fixed);
        pane.resize(400, 300);
        pane.show();
        pane.setText(QString(300'000, QLatin1Char('x')));
        pane.showAll();
        pane.setText(QStringLiteral("short"));
        QCoreApplication::processEvents();
        QCOMPARE(pane.shownText(), QStringLiteral("short"));
        QVERIFY(pane.isComplete());
    }
};

DVMDASH_TEST(InspectorPartsTest)

#include "inspector_parts_test.moc"
