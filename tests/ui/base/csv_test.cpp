// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/test_main.h"
#include "table_fixture.h"
#include "ui/models/csv.h"

#include <QRandomGenerator>

#include <initializer_list>

using namespace dvmdash;
using namespace dvmdash::ui;

namespace
{

QStringList cellsOf(std::initializer_list<const char *> texts)
{
    QStringList cells;
    for (const char *text : texts)
        cells.append(QString::fromUtf8(text));
    return cells;
}

} // namespace

class CsvTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void lines_data();
    void lines();
    void formulas_data();
    void formulas();
    void exactWithoutGuard();
    void roundTripOfHostileCells();
    void documentHasHeaderAndLineEnds();
};

void CsvTest::lines_data()
{
    QTest::addColumn<QStringList>("cells");
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("plain") << cellsOf({"a", "b"}) << QByteArray("a,b\r\n");
    QTest::newRow("empty cells") << cellsOf({"", "", ""}) << QByteArray(",,\r\n");
    QTest::newRow("one empty cell") << cellsOf({""}) << QByteArray("\"\"\r\n");
    QTest::newRow("comma") << cellsOf({"a,b"}) << QByteArray("\"a,b\"\r\n");
    QTest::newRow("quotes") << cellsOf({"say \"hi\""}) << QByteArray("\"say \"\"hi\"\"\"\r\n");
    QTest::newRow("line break") << cellsOf({"a\nb"}) << QByteArray("\"a\nb\"\r\n");
    QTest::newRow("spaces at the ends") << cellsOf({" a "}) << QByteArray("\" a \"\r\n");
    QTest::newRow("UTF-8") << QStringList{u"\u00FC\U0001F680"_qs}
                           << QByteArray("\xC3\xBC\xF0\x9F\x9A\x80\r\n");
}

void CsvTest::lines()
{
    QFETCH(QStringList, cells);
    QFETCH(QByteArray, line);
    QCOMPARE(csvLine(cells), line);
}

void CsvTest::formulas_data()
{
    QTest::addColumn<QString>("cell");
    QTest::addColumn<bool>("guarded");
    QTest::newRow("equals") << "=HYPERLINK(\"http://a.example\")" << true;
    QTest::newRow("at") << "@SUM(A1)" << true;
    QTest::newRow("plus with a call") << "+cmd|' /C calc'!A0" << true;
    QTest::newRow("minus with a call") << "-2+3+cmd" << true;
    QTest::newRow("tab first") << "\t=1" << true;
    QTest::newRow("carriage return first") << "\r=1" << true;
    QTest::newRow("full-width equals") << u"\uFF1D1+1"_qs << true;
    QTest::newRow("negative number") << "-12.5" << false;
    QTest::newRow("signed number") << "+7" << false;
    QTest::newRow("lone minus") << "-" << true;
    QTest::newRow("two dots") << "-1.2.3" << true;
    QTest::newRow("ISO time") << "2024-03-05T14:46:40Z" << false;
    QTest::newRow("id") << "3bf0c63f" << false;
    QTest::newRow("sign within") << "a=b" << false;
    QTest::newRow("empty") << "" << false;
}

void CsvTest::formulas()
{
    QFETCH(QString, cell);
    QFETCH(bool, guarded);
    QCOMPARE(looksLikeFormula(cell), guarded);
    const QString read = test::parseCsv(csvLine({cell, QStringLiteral("x")})).value(0).value(0);
    QCOMPARE(read, guarded ? QString(QLatin1Char('\'') + cell) : cell);
}

void CsvTest::exactWithoutGuard()
{
    QCOMPARE(csvLine({QStringLiteral("=1+1")}, {.crlf = false, .guardFormulas = false}),
             QByteArray("=1+1\n"));
}

void CsvTest::roundTripOfHostileCells()
{
    const QString alphabet = u"a,\"\n\r ;'=+-@\t\u0000\u202E\u00FC\u65E5"_qs;
    QRandomGenerator random(7);
    CsvTable table;
    table.header = {QStringLiteral("one"), QStringLiteral("two, three"), QStringLiteral("\"four\"")};
    for (int row = 0; row < 500; ++row) {
        QStringList cells;
        for (qsizetype column = 0; column < table.header.size(); ++column) {
            QString cell;
            for (int i = random.bounded(8); i > 0; --i)
                cell += alphabet.at(random.bounded(static_cast<int>(alphabet.size())));
            cells.append(cell);
        }
        table.rows.append(cells);
    }
    const auto read = test::parseCsv(csvDocument(table, {.crlf = true, .guardFormulas = false}));
    QCOMPARE(read.size(), table.rows.size() + 1);
    QCOMPARE(read.front(), table.header);
    for (qsizetype row = 0; row < table.rows.size(); ++row)
        QCOMPARE(read.at(row + 1), table.rows.at(row));
}

void CsvTest::documentHasHeaderAndLineEnds()
{
    const CsvTable table{{QStringLiteral("a")}, {{QStringLiteral("1")}, {QStringLiteral("2")}}};
    QCOMPARE(csvDocument(table), QByteArray("a\r\n1\r\n2\r\n"));
    QCOMPARE(csvDocument(table, {.crlf = false, .guardFormulas = true}), QByteArray("a\n1\n2\n"));
}

DVMDASH_TEST(CsvTest)
#include "csv_test.moc"
