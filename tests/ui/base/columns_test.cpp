// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/test_main.h"
#include "table_fixture.h"

#include <QAbstractItemModelTester>
#include <QDateTime>

#include <limits>

using namespace dvmdash;
using namespace dvmdash::ui;

class ColumnsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void headerRoles();
    void rawTexts_data();
    void rawTexts();
    void shownTexts();
    void unknownValuesShowWhatTheModelSays();
    void fixtureIsAModel();
};

void ColumnsTest::headerRoles()
{
    const QVector<Column> columns{{QStringLiteral("dur"), QStringLiteral("Duration"), CellKind::DurationMs, 9,
                                   true, QStringLiteral("dur_ms")},
                                  {QStringLiteral("name"), QStringLiteral("Name")}};
    QCOMPARE(columnHeader(columns, 0, Qt::DisplayRole).toString(), QStringLiteral("Duration"));
    QCOMPARE(columnHeader(columns, 0, CsvHeaderRole).toString(), QStringLiteral("dur_ms"));
    QCOMPARE(columnHeader(columns, 1, CsvHeaderRole).toString(), QStringLiteral("name"));
    QCOMPARE(columnHeader(columns, 0, ColumnHiddenRole).toBool(), true);
    QCOMPARE(columnHeader(columns, 0, ColumnWidthRole).toInt(), 9);
    QVERIFY(columnHeader(columns, 0, Qt::TextAlignmentRole).toInt() & Qt::AlignRight);
    QVERIFY(columnHeader(columns, 1, Qt::TextAlignmentRole).toInt() & Qt::AlignLeft);
    QVERIFY(!columnHeader(columns, 2, Qt::DisplayRole).isValid());
    QVERIFY(!columnHeader(columns, -1, Qt::DisplayRole).isValid());
}

void ColumnsTest::rawTexts_data()
{
    QTest::addColumn<QVariant>("value");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("text");
    const QDateTime moment = QDateTime::fromMSecsSinceEpoch(1'709'650'000'250, Qt::OffsetFromUTC, 3600);
    QTest::newRow("integer") << QVariant(qint64(-12480)) << int(CellKind::Number) << "-12480";
    QTest::newRow("largest unsigned")
        << QVariant(quint64(18446744073709551615ULL)) << int(CellKind::Number) << "18446744073709551615";
    QTest::newRow("seconds") << QVariant(qint64(1'709'650'000)) << int(CellKind::Time)
                             << "2024-03-05T14:46:40Z";
    QTest::newRow("milliseconds") << QVariant(qint64(1'709'650'000'250)) << int(CellKind::TimeMs)
                                  << "2024-03-05T14:46:40.250Z";
    QTest::newRow("date and time elsewhere")
        << QVariant(moment) << int(CellKind::Time) << "2024-03-05T14:46:40.250Z";
    QTest::newRow("rate") << QVariant(qint64(9507)) << int(CellKind::Rate) << "95.07";
    QTest::newRow("whole rate") << QVariant(qint64(10'000)) << int(CellKind::Rate) << "100.00";
    QTest::newRow("small rate") << QVariant(qint64(4)) << int(CellKind::Rate) << "0.04";
    QTest::newRow("yes") << QVariant(true) << int(CellKind::Text) << "true";
    QTest::newRow("bytes of text") << QVariant(QByteArray("\xC3\xBC")) << int(CellKind::Text) << u"\u00FC"_qs;
    QTest::newRow("nothing") << QVariant() << int(CellKind::Number) << "";
}

void ColumnsTest::rawTexts()
{
    QFETCH(QVariant, value);
    QFETCH(int, kind);
    QFETCH(QString, text);
    QCOMPARE(rawText(value, CellKind(kind)), text);
}

void ColumnsTest::shownTexts()
{
    constexpr qint64 now = 1'700'000'012;
    test::RowsModel model({{QString(64, QLatin1Char('a')), u"\u202Etext"_qs, 12480, 1'700'000'000}});
    const auto shown = [&](int column) {
        return displayText(model.index(0, column), cellKind(model, column), now * 1000);
    };
    QCOMPARE(shown(0), u"aaaaaaaa\u2026aaaa"_qs);
    QCOMPARE(shown(1), QStringLiteral("failed"));
    QCOMPARE(shown(2), u"\u27E8U+202E\u27E9text"_qs);
    QCOMPARE(shown(3), QStringLiteral("12,480"));
    QCOMPARE(shown(4), QStringLiteral("12 s ago"));
    QCOMPARE(rawText(model.index(0, 0)).size(), 64);
    QCOMPARE(rawText(model.index(0, 1)), QStringLiteral("failed"));
}

void ColumnsTest::unknownValuesShowWhatTheModelSays()
{
    test::RowsModel model(
        {{QStringLiteral("id"), QStringLiteral("x"), -1, std::numeric_limits<qint64>::max()}});
    QCOMPARE(displayText(model.index(0, 3), CellKind::Number, 0), QString());
    QCOMPARE(rawText(model.index(0, 3)), QString());
    // A time no clock can hold is shown, not crashed upon.
    QVERIFY(displayText(model.index(0, 4), CellKind::Time, 0).startsWith(QLatin1String("in ")));
    QCOMPARE(rawText(model.index(0, 4)), QStringLiteral("9223372036854775807"));
}

void ColumnsTest::fixtureIsAModel()
{
    test::RowsModel model(test::someRows(5));
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.insert(2, test::someRows(3, 10));
    model.remove(0, 4);
    model.rearrange();
    model.replaceAll(test::someRows(2));
    QCOMPARE(model.rowCount(), 2);
}

DVMDASH_TEST(ColumnsTest)
#include "columns_test.moc"
