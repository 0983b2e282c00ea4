// SPDX-License-Identifier: GPL-3.0-or-later
// A chain from one installation to another: job --bundle, bundle, import.
#include "program.h"
#include "support/test_main.h"

#include <QFile>

namespace dvmdash::test
{

class BundleCommandTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        const auto truth = m_folder.importDemo(300, 5);
        QVERIFY(truth.is_object());
        for (const auto &chain : truth.at("chains"))
            if (m_job.isEmpty() && chain.at("reason") == "error")
                m_job = text(chain.at("jobs").back());
        m_until = QString::number(truth.at("until").get<qint64>());
        QVERIFY(!m_job.isEmpty());
    }

    void itTravels()
    {
        const QString path = m_folder.path(QStringLiteral("whole.dvmchain.json"));
        const auto written = job({QStringLiteral("--bundle"), path, QStringLiteral("--json")});
        QCOMPARE(written.code, 0);
        COMPARE_JSON(written.json().at("redacted"), 0);
        COMPARE_JSON(written.json().at("bytes"), QFile(path).size());
        // It is what 'job --json' prints, and more.
        const auto document = read(path);
        const auto printed = job({QStringLiteral("--json")}).json();
        for (const auto &[name, value] : printed.items())
            COMPARE_JSON(document.at(name), value);
        COMPARE_JSON(document.at("format"), "dvmchain");
        COMPARE_JSON(document.at("events").size(), written.json().at("events"));
        // The same to standard output.
        const auto piped = job({QStringLiteral("--bundle"), QStringLiteral("-")});
        QVERIFY(piped.json().at("events") == document.at("events"));

        const ProgramFolder other;
        const auto checked = other.run({QStringLiteral("bundle"), path, QStringLiteral("--json")});
        QCOMPARE(checked.code, 0);
        const auto report = checked.json();
        COMPARE_JSON(report.at("agrees"), true);
        COMPARE_JSON(report.at("refused"), 0);
        COMPARE_JSON(report.at("verified"), document.at("events").size());
        COMPARE_JSON(report.at("theirs"), printed.at("verdict"));
        COMPARE_JSON(report.at("ours").at("verdict"), printed.at("verdict"));
        const auto plain = other.run({QStringLiteral("bundle"), path});
        QCOMPARE(plain.code, 0);
        QVERIFY(plain.out.contains("they agree          yes"));

        const auto imported = other.withDatabase({QStringLiteral("import"), path, QStringLiteral("--json")});
        QCOMPARE(imported.code, 0);
        COMPARE_JSON(imported.json().at("accepted"), document.at("events").size());
        const auto event = other.withDatabase({QStringLiteral("event"), m_job, QStringLiteral("--json")});
        QCOMPARE(event.code, 0);
        QVERIFY(event.out.contains("file:whole.dvmchain.json"));
        // Also from a pipe.
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const ProgramFolder third;
        const auto fromPipe = third.withDatabase(
            {QStringLiteral("import"), QStringLiteral("-"), QStringLiteral("--json")}, file.readAll());
        COMPARE_JSON(fromPipe.json().at("accepted"), document.at("events").size());
    }

    void aRedactedOneIsSeenAndNotKept()
    {
        const QString path = m_folder.path(QStringLiteral("redacted.dvmchain.json"));
        const auto written = job({QStringLiteral("--bundle"), path, QStringLiteral("--redact")});
        QCOMPARE(written.code, 0);
        QVERIFY(!written.out.contains(" 0 of them redacted"));
        const auto checked = m_folder.run({QStringLiteral("bundle"), path, QStringLiteral("--json")});
        QCOMPARE(checked.code, 0);
        COMPARE_JSON(checked.json().at("agrees"), true);
        QVERIFY(checked.json().at("redacted") > 0);
        const ProgramFolder other;
        const auto imported = other.withDatabase({QStringLiteral("import"), path});
        QCOMPARE(imported.code, 1);
        QVERIFY(imported.err.contains("redacted bundle"));
        QCOMPARE(other.withDatabase({QStringLiteral("event"), m_job}).code, 1);
        // Of the relays only numbers are left, when wanted.
        QVERIFY(!read(path).at("relays_redacted").get<bool>());
        QCOMPARE(job({QStringLiteral("--bundle"), path, QStringLiteral("--redact-relays")}).code, 0);
        QVERIFY(read(path).at("relays_redacted").get<bool>());
    }

    void whatDoesNotFollowEndsWithOne()
    {
        const QString path = m_folder.path(QStringLiteral("changed.dvmchain.json"));
        QCOMPARE(job({QStringLiteral("--bundle"), path}).code, 0);
        auto document = read(path);
        document["verdict"]["root_causes"] = nlohmann::json::array();
        const auto lied = m_folder.run({QStringLiteral("bundle"), write(document)});
        QCOMPARE(lied.code, 1);
        QVERIFY(lied.out.contains("only found here"));
        document = read(path);
        document["events"][0]["event"]["content"] = "forged";
        const auto forged = m_folder.run({QStringLiteral("bundle"), write(document)});
        QCOMPARE(forged.code, 1);
        QVERIFY(forged.out.contains("1 refused"));
    }

    void wrongUseIsSaid()
    {
        QCOMPARE(job({QStringLiteral("--redact")}).code, 2);
        QCOMPARE(m_folder.run({QStringLiteral("bundle")}).code, 2);
        const auto missing =
            m_folder.run({QStringLiteral("bundle"), m_folder.path(QStringLiteral("none.json"))});
        QCOMPARE(missing.code, 1);
        QVERIFY(missing.err.contains("Cannot read"));
        QCOMPARE(job({QStringLiteral("--bundle"), m_folder.path(QStringLiteral("no/such/folder.json"))}).code,
                 1);
        QVERIFY(m_folder.run({QStringLiteral("job"), QStringLiteral("--help")})
                    .out.contains("NAME.dvmchain.json"));
    }

private:
    static QString text(const nlohmann::json &json)
    {
        return QString::fromStdString(json.get<std::string>());
    }
    ProgramResult job(const QStringList &more) const
    {
        return m_folder.withDatabase(
            QStringList{QStringLiteral("job"), m_job, QStringLiteral("--now"), m_until} + more);
    }
    static nlohmann::json read(const QString &path)
    {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            return {};
        return nlohmann::json::parse(file.readAll().toStdString());
    }
    QString write(const nlohmann::json &document) const
    {
        return m_folder.write(QStringLiteral("written.json"), QByteArray::fromStdString(document.dump()));
    }

    ProgramFolder m_folder;
    QString m_job;
    QString m_until;
};

DVMDASH_TEST(BundleCommandTest)

} // namespace dvmdash::test

#include "bundle_test.moc"
