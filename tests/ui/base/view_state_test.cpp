// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/test_main.h"
#include "ui/widgets/view_state.h"

#include <QSettings>
#include <QTemporaryDir>

using namespace dvmdash::ui;

class ViewStateTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void tableStateRoundTrip();
    void nonsenseIsNoState_data();
    void nonsenseIsNoState();
    void settingsOutliveTheObject();
};

void ViewStateTest::tableStateRoundTrip()
{
    const TableState state{3,
                           {{QStringLiteral("id"), 120, true}, {QStringLiteral("text"), 300, false}},
                           QStringLiteral("text"),
                           true};
    const auto read = TableState::fromJson(state.toJson());
    QVERIFY(read);
    QCOMPARE(read->version, 3);
    QCOMPARE(read->columns.size(), 2);
    QCOMPARE(read->columns.at(1).id, QStringLiteral("text"));
    QCOMPARE(read->columns.at(1).width, 300);
    QCOMPARE(read->columns.at(1).visible, false);
    QCOMPARE(read->sortColumn, QStringLiteral("text"));
    QVERIFY(read->descending);
}

void ViewStateTest::nonsenseIsNoState_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("binary") << QByteArray("\0\xFF\x12", 3);
    QTest::newRow("list") << QByteArray("[1,2]");
    QTest::newRow("cut") << QByteArray("{\"version\":1,\"colu");
}

void ViewStateTest::nonsenseIsNoState()
{
    QFETCH(QByteArray, bytes);
    QVERIFY(!TableState::fromJson(bytes));
}

void ViewStateTest::settingsOutliveTheObject()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("settings.ini"));
    {
        QSettings settings(file, QSettings::IniFormat);
        SettingsViewState state(settings);
        QCOMPARE(state.value(QStringLiteral("table/jobs")), QByteArray());
        state.setValue(QStringLiteral("table/jobs"), "{\"a\":1}");
    }
    QSettings settings(file, QSettings::IniFormat);
    const SettingsViewState state(settings);
    QCOMPARE(state.value(QStringLiteral("table/jobs")), QByteArray("{\"a\":1}"));
}

DVMDASH_TEST(ViewStateTest)
#include "view_state_test.moc"
