// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/test_main.h"
#include "table_fixture.h"
#include "ui/models/table_export.h"

#include <QFile>
#include <QSignalSpy>
#include <QTimer>

using namespace dvmdash;
using namespace dvmdash::ui;

namespace
{

const QVector<int> someColumns{0, 2, 3, 4};

} // namespace

class TableExportTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void writesRawValues();
    void columnsInTheGivenOrder();
    void hostileCellsSurvive();
    void cancelledWritesNothing();
    void failureSaysWhatHappened();
    void failureKeepsTheOldFile();
    void leavesTheEventLoopItsTurn();
    void rowsThatArriveMeanwhile();
    void startsOverWhenRearranged();
    void givesUpWhenRearrangedForEver();
    void modelThatGoesAway();
    void oneAtATime();
    void writesPictures();
    void waitsForTheWriteAtTheEnd();

private:
    QString path(const char *name) const { return m_folder->filePath(QLatin1String(name)); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TableExportTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

void TableExportTest::writesRawValues()
{
    test::RowsModel model(
        {{QString(64, QLatin1Char('f')), QStringLiteral("hello, \"you\""), 12480, 1'709'650'000}});
    FixedFileChooser chooser(path("a.csv"));
    TableExport exporter;
    exporter.setFileChooser(chooser);
    QSignalSpy finished(&exporter, &TableExport::finished);
    exporter.exportModel(nullptr, model, someColumns, QStringLiteral("jobs.csv"));
    QVERIFY(exporter.isRunning());
    QTRY_COMPARE(finished.count(), 1);
    QVERIFY(!exporter.isRunning());
    QCOMPARE(finished.at(0).at(0).toString(), path("a.csv"));
    QCOMPARE(finished.at(0).at(1).toInt(), 1);
    QCOMPARE(chooser.lastRequest().suggestedName, QStringLiteral("jobs.csv"));
    QCOMPARE(test::readFile(path("a.csv")),
             QByteArray("id,text,number_ms,at_utc\r\n") + QByteArray(64, 'f') +
                 QByteArray(",\"hello, \"\"you\"\"\",12480,2024-03-05T14:46:40Z\r\n"));
}

void TableExportTest::columnsInTheGivenOrder()
{
    test::RowsModel model(test::someRows(1));
    FixedFileChooser chooser(path("a.csv"));
    TableExport exporter;
    exporter.setFileChooser(chooser);
    QSignalSpy finished(&exporter, &TableExport::finished);
    exporter.exportModel(nullptr, model, {3, 0}, QStringLiteral("a.csv"),
                         {.crlf = false, .guardFormulas = true});
    QTRY_COMPARE(finished.count(), 1);
    QCOMPARE(test::readFile(path("a.csv")), QByteArray("number_ms,id\n0,id0\n"));
}

void TableExportTest::hostileCellsSurvive()
{
    const QVector<QString> hostile{QStringLiteral("a\r\nb"),   QStringLiteral("\"\"\""),
                                   QStringLiteral(",,,"),      u"\u202E\u0000x"_qs,
                                   QStringLiteral("'quoted'"), QStringLiteral(" spaces ")};
    QVector<test::Row> rows;
    for (const QString &text : hostile)
        rows.append({QStringLiteral("id"), text, 1, 1});
    test::RowsModel model(rows);
    FixedFileChooser chooser(path("a.csv"));
    TableExport exporter;
    exporter.setFileChooser(chooser);
    QSignalSpy finished(&exporter, &TableExport::finished);
    exporter.exportModel(nullptr, model, {2}, QStringLiteral("a.csv"));
    QTRY_COMPARE(finished.count(), 1);
    const auto read = test::parseCsv(test::readFile(path("a.csv")));
    QCOMPARE(read.size(), hostile.size() + 1);
    for (qsizetype i = 0; i < hostile.size(); ++i)
        QCOMPARE(read.at(i + 1).front(), hostile.at(i));
}

void TableExportTest::cancelledWritesNothing()
{
    test::RowsModel model(test::someRows(1));
    FixedFileChooser chooser(QString{});
    TableExport exporter;
    exporter.setFileChooser(chooser);
    QSignalSpy finished(&exporter, &TableExport::finished);
    QSignalSpy failed(&exporter, &TableExport::failed);
    exporter.exportModel(nullptr, model, someColumns, QStringLiteral("a.csv"));
    QVERIFY(!exporter.isRunning());
    QCOMPARE(finished.count() + failed.count(), 0);
}

void TableExportTest::failureSaysWhatHappened()
{
    test::RowsModel model(test::someRows(1));
    FixedFileChooser chooser(path("no/such/folder/a.csv"));
    TableExport exporter;
    exporter.setFileChooser(chooser);
    QSignalSpy failed(&exporter, &TableExport::failed);
    exporter.exportModel(nullptr, model, someColumns, QStringLiteral("a.csv"));
    QTRY_COMPARE(failed.count(), 1);
    const QString message = failed.at(0).at(0).toString();
    QVERIFY2(message.contains(QLatin1String("a.csv")), qPrintable(message));
    QVERIFY2(message.contains(QLatin1String("Nothing was saved")), qPrintable(message));
    QVERIFY(!exporter.isRunning());
}

void TableExportTest::failureKeepsTheOldFile()
{
    // A folder stands where the file shall be: the new file cannot take its place.
    QVERIFY(QDir().mkpath(path("taken.csv")));
    test::RowsModel model(test::someRows(1));
    FixedFileChooser chooser(path("taken.csv"));
    TableExport exporter;
    exporter.setFileChooser(chooser);
    QSignalSpy failed(&exporter, &TableExport::failed);
    exporter.exportModel(nullptr, model, someColumns, QStringLiteral("a.csv"));
    QTRY_COMPARE(failed.count(), 1);
    QVERIFY(QFileInfo(path("taken.csv")).isDir());
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files).size(), 0);
}

void TableExportTest::leavesTheEventLoopItsTurn()
{
    test::RowsModel model(test::someRows(100'000));
    FixedFileChooser chooser(path("a.csv"));
    TableExport exporter;
    exporter.setFileChooser(chooser);
    QSignalSpy finished(&exporter, &TableExport::finished);
    int turns = 0;
    QTimer other;
    connect(&other, &QTimer::timeout, this, [&] { turns += exporter.isRunning() ? 1 : 0; });
    other.start(0);
    exporter.exportModel(nullptr, model, someColumns, QStringLiteral("a.csv"));
    QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 60'000);
    QVERIFY2(turns >= 5, "the table was read in one go");
    const auto read = test::parseCsv(test::readFile(path("a.csv")));
    QCOMPARE(read.size(), 100'001);
    QCOMPARE(read.at(77'778).front(), QStringLiteral("id77777"));
}

void TableExportTest::rowsThatArriveMeanwhile()
{
    constexpr int count = 40'000;
    test::RowsModel model(test::someRows(count));
    FixedFileChooser chooser(path("a.csv"));
    TableExport exporter;
    exporter.setFileChooser(chooser);
    QSignalSpy finished(&exporter, &TableExport::finished);
    QTimer live;
    int next = count;
    connect(&live, &QTimer::timeout, this, [&] {
        if (!exporter.isRunning() || next > count + 300)
            return;
        model.insert(0, test::someRows(3, next)); // newest first, as in the live stream
        next += 3;
        model.remove(model.rowCount() - 1, 1);
    });
    live.start(0);
    exporter.exportModel(nullptr, model, {0}, QStringLiteral("a.csv"));
    QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 60'000);
    QVector<int> numbers;
    const auto read = test::parseCsv(test::readFile(path("a.csv")));
    for (const QStringList &row : read.mid(1))
        numbers.append(row.front().mid(2).toInt());
    // What came before the first row was read stands at the front.
    while (!numbers.isEmpty() && numbers.front() >= count)
        numbers.removeFirst();
    // The rows that were there all the time stand there once each and in order.
    QVERIFY(numbers.size() > count - 400);
    for (qsizetype i = 0; i < numbers.size(); ++i)
        QCOMPARE(numbers.at(i), i);
}

void TableExportTest::startsOverWhenRearranged()
{
    constexpr int count = 40'000;
    test::RowsModel model(test::someRows(count));
    FixedFileChooser chooser(path("a.csv"));
    TableExport exporter;
    exporter.setFileChooser(chooser);
    QSignalSpy finished(&exporter, &TableExport::finished);
    exporter.exportModel(nullptr, model, {0}, QStringLiteral("a.csv"));
    QTimer::singleShot(0, &model, [&] { model.rearrange(); });
    QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 60'000);
    const auto read = test::parseCsv(test::readFile(path("a.csv")));
    QCOMPARE(read.size(), count + 1);
    QCOMPARE(read.at(1).front(), QStringLiteral("id%1").arg(count - 1));
    QCOMPARE(read.back().front(), QStringLiteral("id0"));
}

void TableExportTest::givesUpWhenRearrangedForEver()
{
    test::RowsModel model(test::someRows(40'000));
    FixedFileChooser chooser(path("a.csv"));
    TableExport exporter;
    exporter.setFileChooser(chooser);
    QSignalSpy failed(&exporter, &TableExport::failed);
    exporter.exportModel(nullptr, model, {0}, QStringLiteral("a.csv"));
    for (int i = 0; i <= TableExport::mostRestarts + 2; ++i)
        model.rearrange();
    QTRY_COMPARE(failed.count(), 1);
    QVERIFY(!exporter.isRunning());
    QVERIFY(!QFile::exists(path("a.csv")));
    // And can be used again.
    QSignalSpy finished(&exporter, &TableExport::finished);
    exporter.exportModel(nullptr, model, {0}, QStringLiteral("a.csv"));
    QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 60'000);
    QCOMPARE(failed.count(), 1);
}

void TableExportTest::modelThatGoesAway()
{
    auto model = std::make_unique<test::RowsModel>(test::someRows(40'000));
    FixedFileChooser chooser(path("a.csv"));
    TableExport exporter;
    exporter.setFileChooser(chooser);
    QSignalSpy failed(&exporter, &TableExport::failed);
    exporter.exportModel(nullptr, *model, {0}, QStringLiteral("a.csv"));
    model.reset();
    QTRY_COMPARE(failed.count(), 1);
    QVERIFY(!exporter.isRunning());
}

void TableExportTest::oneAtATime()
{
    test::RowsModel model(test::someRows(10));
    FixedFileChooser chooser(path("a.csv"));
    TableExport exporter;
    exporter.setFileChooser(chooser);
    QSignalSpy finished(&exporter, &TableExport::finished);
    QSignalSpy failed(&exporter, &TableExport::failed);
    exporter.exportModel(nullptr, model, {0}, QStringLiteral("a.csv"));
    exporter.exportModel(nullptr, model, {0}, QStringLiteral("a.csv"));
    QCOMPARE(failed.count(), 1);
    QTRY_COMPARE(finished.count(), 1);
}

void TableExportTest::writesPictures()
{
    QImage image(8, 4, QImage::Format_RGB32);
    image.fill(Qt::red);
    FixedFileChooser chooser(path("a.png"));
    TableExport exporter;
    exporter.setFileChooser(chooser);
    QSignalSpy finished(&exporter, &TableExport::finished);
    exporter.exportImage(nullptr, image, QStringLiteral("a.png"));
    QTRY_COMPARE(finished.count(), 1);
    const QImage read(path("a.png"));
    QCOMPARE(read.size(), image.size());
    QCOMPARE(read.pixelColor(3, 2), QColor(Qt::red));
}

void TableExportTest::waitsForTheWriteAtTheEnd()
{
    FixedFileChooser chooser(path("a.csv"));
    CsvTable table{{QStringLiteral("x")}, {}};
    for (int i = 0; i < 50'000; ++i)
        table.rows.append({QString::number(i)});
    {
        TableExport exporter;
        exporter.setFileChooser(chooser);
        exporter.exportTable(nullptr, table, QStringLiteral("a.csv"));
    }
    QCOMPARE(test::parseCsv(test::readFile(path("a.csv"))).size(), 50'001);
}

DVMDASH_TEST(TableExportTest)
#include "table_export_test.moc"
