// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/capture.h"
#include "nostr/parser.h"
#include "support/test_main.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <nlohmann/json.hpp>
#include <variant>

using namespace dvmdash;
using namespace dvmdash::demo;

class CaptureTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void roundTrip();
    void replacesWhole();
    void failureIsSaid();
};

namespace
{

std::string contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

} // namespace

void CaptureTest::roundTrip()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("demo.jsonl"));
    const Scenario scenario = makeScenario({.seed = 5, .jobs = 60});
    QString error;
    QVERIFY2(writeCapture(scenario, path, &error), qPrintable(error));

    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    nostr::EventParser parser;
    std::size_t line = 0;
    while (!file.atEnd()) {
        const auto parsed = parser.parse(file.readLine().trimmed().toStdString());
        const auto *ok = std::get_if<nostr::ParsedEvent>(&parsed);
        QVERIFY(ok);
        QVERIFY(line < scenario.events.size());
        QVERIFY(ok->event == scenario.events[line++].event);
    }
    QCOMPARE(line, scenario.events.size());
    QCOMPARE(truthPath(path), path + QStringLiteral(".truth.json"));
    QVERIFY(nlohmann::json::parse(contentOf(truthPath(path))) == toJson(scenario.truth));
}

void CaptureTest::replacesWhole()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("demo.jsonl"));
    QVERIFY(writeCapture(makeScenario({.seed = 5, .jobs = 60}), path));
    const std::string larger = contentOf(path);
    QVERIFY(writeCapture(makeScenario({.seed = 5, .jobs = 2}), path));
    const std::string smaller = contentOf(path);
    QVERIFY(smaller.size() < larger.size());
    QCOMPARE(smaller.back(), '\n');
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 2);
}

void CaptureTest::failureIsSaid()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("no/such/folder/demo.jsonl"));
    QString error;
    QVERIFY(!writeCapture(makeScenario({.jobs = 1}), path, &error));
    QVERIFY2(error.contains(path), qPrintable(error));
    QVERIFY(!QFile::exists(path));
}

DVMDASH_TEST(CaptureTest)

#include "capture_test.moc"
