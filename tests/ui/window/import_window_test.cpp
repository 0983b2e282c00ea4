// SPDX-License-Identifier: GPL-3.0-or-later
// Archives are taken in by the window: chosen or dropped, told how far they are, stopped, and what came of
// it.
#include "nostr/message.h"
#include "support/packed.h"
#include "support/test_main.h"
#include "ui/bundle/import_bar.h"
#include "ui/bundle/import_dialog.h"
#include "ui/bundle/import_words.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/segmented_control.h"
#include "window_fixture.h"

#include <QDragEnterEvent>
#include <QFile>
#include <QLabel>
#include <QMimeData>
#include <QProgressBar>
#include <QPushButton>
#include <QUrl>

using namespace dvmdash;
using namespace dvmdash::ui;
using test::WindowFixture;

namespace
{

constexpr int patienceMs = 60'000;
constexpr std::int64_t past = 1'700'000'000;

QByteArray arrayOf(const std::vector<nostr::Event> &events)
{
    QByteArray text = "[";
    for (const auto &event : events)
        text += (text.size() > 1 ? ",\n" : "") + QByteArray::fromStdString(nostr::toJson(event));
    return text + "]\n";
}

} // namespace

class ImportWindowTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_fixture = std::make_unique<WindowFixture>();
        m_fixture->open();
    }
    void cleanup() { m_fixture.reset(); }

    void chosenFilesAreTakenIn();
    void theReaderSaysWhatTheyAre();
    void droppedFilesGoTheSameWay_data();
    void droppedFilesGoTheSameWay();
    void itCanBeStopped();
    void whatWentWrongIsSaid();
    void oneAtATime();
    void wordsForHowFarItIs();

private:
    MainWindow &window() { return m_fixture->window(); }
    ImportDialog *dialog() { return window().findChild<ImportDialog *>(); }
    Banner &outcome() { return window().importBar().outcome(); }
    void begin(bool recording)
    {
        QVERIFY(dialog());
        dialog()->choice().setCurrent(recording ? QStringLiteral("recording") : QStringLiteral("sample"));
        dialog()->findChild<QPushButton *>(QStringLiteral("import.begin"))->click();
    }
    bool hasEnded()
    {
        return QTest::qWaitFor([this] { return outcome().isVisible(); }, patienceMs);
    }
    QString write(const char *name, const QByteArray &bytes)
    {
        QFile file(m_folder.filePath(QString::fromLatin1(name)));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write a file");
        return file.fileName();
    }
    void drop(const QStringList &paths)
    {
        QMimeData data;
        QList<QUrl> urls;
        for (const QString &path : paths)
            urls.append(QUrl::fromLocalFile(path));
        data.setUrls(urls);
        QDragEnterEvent enter({40, 40}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&window(), &enter);
        QDropEvent let({40, 40}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&window(), &let);
    }
    std::int64_t eventCount() const { return m_fixture->number("SELECT count(*) FROM event"); }

    std::unique_ptr<WindowFixture> m_fixture;
    QTemporaryDir m_folder;
};

void ImportWindowTest::chosenFilesAreTakenIn()
{
    const auto events = test::eventsAround(past, 5, 60);
    QVERIFY(window().importBar().isHidden());
    m_fixture->files().setFiles({write("month.json.gz", test::gzip(arrayOf(events)))});
    window().showPage(QStringLiteral("storage"));
    m_fixture->child<QPushButton>("storage.import")->click();
    QVERIFY(dialog());
    QVERIFY(m_fixture->child<QLabel>("import.files")->text().startsWith(QStringLiteral("month.json.gz, ")));
    begin(true);
    QVERIFY(hasEnded());
    QVERIFY(outcome().tone() == Tone::Delivered);
    QVERIFY2(outcome().text().startsWith(
                 QStringLiteral("Imported from month.json.gz: %1 new events, in ").arg(events.size())),
             qPrintable(outcome().text()));
    QCOMPARE(eventCount(), static_cast<std::int64_t>(events.size()));
    QVERIFY(m_fixture->number("SELECT count(*) FROM coverage") > 0);
    // Once more: all of it is known.
    window().chooseArchives();
    begin(true);
    QVERIFY(QTest::qWaitFor(
        [this, &events] {
            return outcome().text().contains(QStringLiteral("%1 were there already").arg(events.size()));
        },
        patienceMs));
    // On every page, until it is put away.
    window().showPage(QStringLiteral("jobs"));
    QVERIFY(outcome().isVisible());
    Q_EMIT outcome().dismissed();
    QVERIFY(window().importBar().isHidden());
}

void ImportWindowTest::theReaderSaysWhatTheyAre()
{
    m_fixture->files().setFiles({write("month.json", arrayOf(test::eventsAround(past, 5, 20)))});
    window().chooseArchives();
    QVERIFY(dialog());
    QCOMPARE(dialog()->choice().current(), QStringLiteral("sample")); // which claims less
    const QString sample = m_fixture->child<QLabel>("import.meaning")->text();
    dialog()->choice().setCurrent(QStringLiteral("recording"));
    QVERIFY(m_fixture->child<QLabel>("import.meaning")->text() != sample);
    begin(false);
    QVERIFY(hasEnded());
    QCOMPARE(m_fixture->number("SELECT count(*) FROM coverage"), 0);
    QVERIFY(eventCount() > 20);
    // Nobody has to choose.
    m_fixture->files().setFiles({});
    window().chooseArchives();
    QVERIFY(!dialog() || !dialog()->isVisible());
}

void ImportWindowTest::droppedFilesGoTheSameWay_data()
{
    QTest::addColumn<QByteArrayList>("files");
    const auto events = test::eventsAround(past, 6, 20);
    const QByteArray array = arrayOf(events);
    const QByteArray lines = array.mid(1, array.size() - 3).replace(",\n", "\n");
    QTest::newRow("an array") << QByteArrayList{array};
    QTest::newRow("gzip") << QByteArrayList{test::gzip(lines)};
    QTest::newRow("zstd") << QByteArrayList{test::zstd(lines)};
    QTest::newRow("large") << QByteArrayList{lines + QByteArray(17 << 20, '\n')};
    QTest::newRow("several") << QByteArrayList{lines, array};
}
void ImportWindowTest::droppedFilesGoTheSameWay()
{
    QFETCH(const QByteArrayList, files);
    QStringList paths;
    for (const QByteArray &bytes : files)
        paths.append(write(qPrintable(QStringLiteral("dropped %1").arg(paths.size())), bytes));
    drop(paths);
    begin(false);
    QVERIFY(hasEnded());
    QCOMPARE(eventCount(), static_cast<std::int64_t>(test::eventsAround(past, 6, 20).size()));
}

void ImportWindowTest::itCanBeStopped()
{
    drop({write("long.json.gz", test::gzip(arrayOf(test::eventsAround(past, 7, 3'000))))});
    begin(false);
    auto *bar = m_fixture->child<QProgressBar>("import.progress");
    QVERIFY(QTest::qWaitFor([&] { return bar->isVisible() && bar->value() > 0; }, patienceMs));
    QVERIFY2(window().importBar().words().startsWith(QStringLiteral("long.json.gz: ")),
             qPrintable(window().importBar().words()));
    m_fixture->child<QPushButton>("import.stop")->click();
    QVERIFY(!m_fixture->child<QPushButton>("import.stop")->isEnabled());
    QVERIFY(hasEnded());
    QVERIFY(outcome().tone() == Tone::Suspect);
    QVERIFY2(outcome().text().contains(QStringLiteral("It was stopped")), qPrintable(outcome().text()));
    QVERIFY(!bar->isVisible());
}

void ImportWindowTest::whatWentWrongIsSaid()
{
    const auto events = test::eventsAround(past, 8, 40);
    drop({write("cut.gz", test::gzip(arrayOf(events)).chopped(9)), write("prose.txt", "Dear diary,\n")});
    begin(false);
    QVERIFY(hasEnded());
    QVERIFY(outcome().tone() == Tone::Suspect);
    for (const char *words : {"Imported from 2 files: ", "refused (malformed json ", "ends too early",
                              "prose.txt is an event that can be verified"})
        QVERIFY2(outcome().text().contains(QLatin1String(words)), qPrintable(outcome().text()));
    drop({write("notes.json", "{\"a\":1}")});
    begin(false);
    QVERIFY(QTest::qWaitFor([this] { return outcome().tone() == Tone::Failed; }, patienceMs));
}

void ImportWindowTest::oneAtATime()
{
    const QString path = write("long.json", arrayOf(test::eventsAround(past, 7, 3'000)));
    QVERIFY(m_fixture->engine().startImport({path}, {}));
    drop({write("other.gz", test::gzip("[]"))});
    QVERIFY(!dialog());
    bool isSaid = false;
    for (const Banner *banner : window().findChildren<Banner *>())
        isSaid = isSaid || (banner->isVisible() && banner->text().contains(QStringLiteral("under way")));
    QVERIFY(isSaid);
}

void ImportWindowTest::wordsForHowFarItIs()
{
    engine::ImportStatus status;
    status.running = true;
    status.files = {QStringLiteral("/x/may.jsonl.gz"), QStringLiteral("/x/june.jsonl.gz")};
    QCOMPARE(importProgressWords(status), QStringLiteral("The import begins\u2026"));
    status.progress.file = 1;
    status.progress.files = 2;
    status.progress.bytes_read = 250'000'000;
    status.progress.bytes_total = 1'000'000'000;
    status.progress.seconds = 100;
    status.progress.counters.read = 1'500'000;
    QCOMPARE(importProgressWords(status),
             QStringLiteral("june.jsonl.gz (2 of 2 files): 25 % of 1 GB, 1,500,000 events read, "
                            "15,000 a second, 5 min left"));
    QCOMPARE(importPermille(status.progress), 250);
    status.stopping = true;
    QCOMPARE(importProgressWords(status), QStringLiteral("The import is being stopped\u2026"));
    status.result = engine::ImportResult();
    status.result->ok = true;
    QCOMPARE(importOutcome(status).text, QStringLiteral("2 files: there is nothing in it."));
    status.result->counters.read = 12;
    status.result->counters.accepted = 1;
    status.result->counters.duplicate = 1;
    status.result->counters.rejected[static_cast<std::size_t>(nostr::Reject::BadSignature)] = 3;
    status.result->counters.rejected[static_cast<std::size_t>(nostr::Reject::TooOld)] = 7;
    status.result->seconds = 2;
    QCOMPARE(importOutcome(status).text,
             QStringLiteral("Imported from 2 files: 1 new event, 1 was there already, "
                            "10 refused (too old 7, bad signature 3), in 2 s."));
    QVERIFY(importOutcome(status).tone == Tone::Suspect);
}

DVMDASH_TEST(ImportWindowTest)
#include "import_window_test.moc"
