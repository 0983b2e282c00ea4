// SPDX-License-Identifier: GPL-3.0-or-later
#include "program.h"
#include "support/test_main.h"

#include <QFile>

namespace dvmdash::test
{

/// The command that saves what can be read of a damaged file.
class SalvageCommandTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aDamagedFileIsToldAndSalvaged();
    void wrongUsageIsTold();
};

void SalvageCommandTest::aDamagedFileIsToldAndSalvaged()
{
    const auto events = demoEvents(60);
    const QByteArray lines = toLines(events);
    const ProgramFolder folder;
    QCOMPARE(folder.withDatabase({QStringLiteral("import"), QStringLiteral("-")}, lines).code, 0);
    QFile file(folder.database());
    QVERIFY(file.open(QIODevice::ReadWrite) && file.write(QByteArray(100, '\x7f')) == 100);
    file.close();

    const ProgramResult broken = folder.withDatabase({QStringLiteral("stats")});
    QCOMPARE(broken.code, 1);
    QVERIFY2(broken.err.contains("dvmdash-cli salvage"), broken.err.constData());

    const QString out = folder.path(QStringLiteral("new.sqlite"));
    const QStringList command{QStringLiteral("salvage"), QStringLiteral("--out"), out,
                              QStringLiteral("--json")};
    const ProgramResult salvaged = folder.withDatabase(command);
    QCOMPARE(salvaged.code, 0);
    const nlohmann::json report = salvaged.json();
    COMPARE_JSON(report.at("stored"), events.size());
    COMPARE_JSON(report.at("lost"), 0);
    COMPARE_JSON(report.at("refused"), 0);
    const ProgramResult exported = folder.run({QStringLiteral("export"), QStringLiteral("--db"), out});
    QVERIFY(exported.out == lines);

    const ProgramResult again = folder.withDatabase(command);
    QCOMPARE(again.code, 1);
    QVERIFY2(again.err.contains("exists already"), again.err.constData());
    const QString second = folder.path(QStringLiteral("second.sqlite"));
    const ProgramResult text =
        folder.withDatabase({QStringLiteral("salvage"), QStringLiteral("--out"), second});
    QCOMPARE(text.code, 0);
    QVERIFY2(text.out.contains("events stored") && text.out.contains("second.sqlite"), text.out.constData());
}

void SalvageCommandTest::wrongUsageIsTold()
{
    const ProgramFolder folder;
    QCOMPARE(folder.withDatabase({QStringLiteral("salvage")}).code, 2);
    QCOMPARE(folder.withDatabase({QStringLiteral("salvage"), QStringLiteral("--out"), QString()}).code, 2);
    const ProgramResult missing = folder.withDatabase(
        {QStringLiteral("salvage"), QStringLiteral("--out"), folder.path(QStringLiteral("new.sqlite"))});
    QCOMPARE(missing.code, 1);
    QVERIFY2(missing.err.contains("There is no file"), missing.err.constData());
}

DVMDASH_TEST(SalvageCommandTest)

} // namespace dvmdash::test

#include "salvage_test.moc"
