// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/test_main.h"
#include "ui/inspector/event_words.h"
#include "ui/kinds/kind_list_text.h"
#include "ui/kinds/kind_rows_model.h"
#include "ui/kinds/kind_table_dialog.h"
#include "ui/kinds/kinds_models.h"
#include "ui/kinds/kinds_page.h"
#include "ui/widgets/segmented_control.h"
#include "window_fixture.h"

#include <QAbstractItemModelTester>
#include <QFile>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QTableView>

#include <map>
#include <memory>

using namespace dvmdash;
using namespace dvmdash::ui;
using dvm::KindChanges;
using test::WindowFixture;

namespace
{

constexpr int patienceMs = 30'000;

dvm::Timeouts timeouts(std::int64_t response)
{
    dvm::Timeouts some = dvm::KindTable::standard().timeouts();
    some.response = response;
    return some;
}

} // namespace

class KindTableTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void cleanup() { m_fixture.reset(); }

    void rangesAsWritten_data()
    {
        QTest::addColumn<QString>("written");
        QTest::addColumn<QString>("read"); ///< as the program writes it; empty: refused
        QTest::newRow("one") << "5000-5999"
                             << "5000-5999";
        QTest::newRow("with offset") << " 25000 - 25009 + 10 "
                                     << "25000-25009 +10";
        QTest::newRow("several") << "5000-5999,\n25000 +1"
                                 << "5000-5999, 25000 +1";
        QTest::newRow("a dash of people") << QStringLiteral("5000\u20135999;") << "5000-5999";
        QTest::newRow("the usual offset") << "5000-5999 +1000"
                                          << "5000-5999";
        QTest::newRow("none") << " , "
                              << "";
        QTest::newRow("words") << "all"
                               << "";
        QTest::newRow("too high") << "5000-70000"
                                  << "";
        QTest::newRow("two dashes") << "1-2-3"
                                    << "";
    }
    void rangesAsWritten()
    {
        QFETCH(QString, written);
        QFETCH(QString, read);
        QString error;
        const auto ranges = rangesFromText(written, &error);
        QCOMPARE(ranges ? rangesText(*ranges) : QString(), read);
        QCOMPARE(error.isEmpty(), ranges.has_value());
    }

    void kindsAsWritten()
    {
        QString error;
        QCOMPARE(*kindsFromText(QStringLiteral("5130, 5128-5129,,5666"), &error),
                 (std::set{5128, 5129, 5130, 5666}));
        QCOMPARE(kindsText({5128, 5129, 5130, 5666}), QStringLiteral("5128-5130, 5666"));
        QVERIFY(kindsFromText({}, &error)->empty());
        QVERIFY(!kindsFromText(QStringLiteral("5128 +1"), &error));
        QVERIFY(!kindsFromText(QStringLiteral("6000-5000"), &error));
        QVERIFY2(error.contains(QLatin1String("6000-5000")), qPrintable(error));
    }

    void meaningOfAChange()
    {
        const auto &standard = dvm::KindTable::standard();
        QCOMPARE(kindsMeaning(standard, standard, 10),
                 QStringLiteral("996 kinds of requests are asked for, and 998 of results."));
        const auto whole = *dvm::changed(standard, dvm::wholeRangeOfNip90());
        const QString more = kindsMeaning(standard, whole, 3'000'000);
        QVERIFY2(more.contains(QLatin1String("6 kinds were not asked for")), qPrintable(more));
        QVERIFY2(more.contains(QLatin1String("2 min")), qPrintable(more));
        KindChanges passing;
        passing.ranges = {{25000, 25009, 10}};
        QVERIFY(kindsMeaning(standard, *dvm::changed(standard, passing), 10)
                    .contains(QLatin1String("20000 to 29999")));
        QVERIFY(!more.contains(QLatin1String("20000")));
        const QString fewer = kindsMeaning(whole, standard, 10);
        QVERIFY2(!fewer.contains(QLatin1String("not asked for")), qPrintable(fewer));
    }

    void rowsAreEdited()
    {
        KindRowsModel model;
        const QAbstractItemModelTester tester(&model);
        const auto cell = [&](int row, KindRowsModel::Column column) {
            return model.index(row, column).data(Qt::EditRole).toString();
        };
        const auto set = [&](int row, KindRowsModel::Column column, const char *text) {
            return model.setData(model.index(row, column), QString::fromLatin1(text));
        };
        const auto taken = [&] {
            KindChanges changes;
            model.writeTo(changes);
            return changes;
        };
        const int rows = model.rowCount();
        QVERIFY(taken().isEmpty());
        QVERIFY(set(0, KindRowsModel::Response, "45"));
        QCOMPARE(*taken().timeouts, timeouts(45));
        QCOMPARE(cell(3, KindRowsModel::Response), QStringLiteral("45")); // all others follow
        QVERIFY(!set(0, KindRowsModel::Name, "x"));
        QVERIFY(!set(3, KindRowsModel::Kind, "7"));
        for (const char *wrong : {"0", "-3", "soon", "99999999999"})
            QVERIFY(!set(3, KindRowsModel::Response, wrong));

        const int row = model.addKind(5432);
        QCOMPARE(model.rowCount(), rows + 1);
        QCOMPARE(model.addKind(5432), row);
        QVERIFY(set(row, KindRowsModel::Name, "  Weather  now "));
        QVERIFY(set(row, KindRowsModel::Result, "900"));
        QCOMPARE(taken().kinds.at(5432).name, std::string("Weather now"));
        QCOMPARE(taken().kinds.at(5432).timeouts->result, 900);
        QCOMPARE(taken().kinds.at(5432).timeouts->response, 45);
        // Emptied, it is as before.
        QVERIFY(set(row, KindRowsModel::Result, "") && set(row, KindRowsModel::Name, ""));
        QVERIFY(set(0, KindRowsModel::Response, ""));
        QVERIFY(taken().isEmpty());
        // The name of the table is no change.
        const int known = model.addKind(5001);
        const QByteArray name = cell(known, KindRowsModel::Name).toLatin1();
        QVERIFY(set(known, KindRowsModel::Name, "Other") &&
                set(known, KindRowsModel::Name, name.constData()));
        QVERIFY(taken().isEmpty());

        KindChanges changes;
        changes.kinds[5432].name = "Weather";
        changes.timeouts = timeouts(7);
        model.setChanges(changes);
        QCOMPARE(taken(), changes);
    }

    void presetsAndFaults()
    {
        open();
        auto &ranges = *m_dialog->findChild<QPlainTextEdit *>(QStringLiteral("kinds.ranges"));
        auto &excluded = *m_dialog->findChild<QPlainTextEdit *>(QStringLiteral("kinds.excluded"));
        auto &preset = *m_dialog->findChild<SegmentedControl *>(QStringLiteral("kinds.preset"));
        auto &meaning = *m_dialog->findChild<QLabel *>(QStringLiteral("kinds.meaning"));
        QCOMPARE(preset.current(), QStringLiteral("standard"));
        QVERIFY(m_dialog->changes()->isEmpty());
        choose(preset, "nip90");
        QCOMPARE(excluded.toPlainText(), QString());
        QCOMPARE(m_dialog->changes()->excluded, (std::optional{std::set<int>{}}));
        choose(preset, "named");
        QVERIFY(ranges.toPlainText().contains(QLatin1String("5000-5002")));
        QCOMPARE(preset.current(), QStringLiteral("named"));
        ranges.setPlainText(QStringLiteral("5000-5100"));
        QCOMPARE(preset.current(), QStringLiteral("own"));
        QVERIFY(save().isEnabled());
        ranges.setPlainText(QStringLiteral("5000-6100"));
        QVERIFY(!save().isEnabled() && !m_dialog->changes());
        QVERIFY2(meaning.text().contains(QLatin1String("kind 6000 would be a request and a result")),
                 qPrintable(meaning.text()));
        excluded.setPlainText(QStringLiteral("some"));
        ranges.setPlainText(QStringLiteral("5000-5100"));
        QVERIFY(!save().isEnabled());
        QVERIFY2(meaning.text().contains(QLatin1String("\"some\"")), qPrintable(meaning.text()));
        choose(preset, "standard");
        QVERIFY(save().isEnabled() && m_dialog->changes()->isEmpty());
    }

    void aTableGoesOutAndIn()
    {
        open();
        KindChanges changes;
        changes.excluded = {5600};
        changes.kinds[5001].name = "Short texts";
        QFile file(m_fixture->exportPath());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray::fromStdString(changes.toJson()));
        file.close();
        m_fixture->files().setFiles({file.fileName()});
        press("kinds.import");
        QCOMPARE(*m_dialog->changes(), changes);
        QVERIFY(file.remove());
        press("kinds.export");
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(*KindChanges::parse(file.readAll().toStdString()), changes);
        file.close();
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write("{}");
        file.close();
        press("kinds.import");
        QVERIFY(m_dialog->findChild<QLabel *>(QStringLiteral("kinds.meaning"))
                    ->text()
                    .contains(QLatin1String("version")));
    }

    void whatIsSavedIsShownEverywhere()
    {
        open();
        KindsPage &page = *m_fixture->window().findChild<KindsPage *>();
        QTRY_VERIFY_WITH_TIMEOUT(shownRequests(page) == storedRequests(), patienceMs);
        const auto before = storedRequests();
        const int gone = before.begin()->first;
        const int named = before.rbegin()->first;
        QVERIFY(gone != named);
        m_dialog->findChild<QPlainTextEdit *>(QStringLiteral("kinds.excluded"))
            ->appendPlainText(QStringLiteral(", %1").arg(gone));
        auto &rows = *m_dialog->findChild<KindRowsModel *>();
        QVERIFY(
            rows.setData(rows.index(rows.addKind(named), KindRowsModel::Name), QStringLiteral("Renamed")));
        save().click();
        QVERIFY(m_dialog.isNull() || !m_dialog->isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(m_fixture->engine().state() == engine::EngineState::Running, patienceMs);
        auto after = before;
        after.erase(gone);
        QCOMPARE(storedRequests(), after);
        QTRY_VERIFY_WITH_TIMEOUT(shownRequests(page) == after, patienceMs);
        QCOMPARE(kindName(named), QStringLiteral("Renamed"));
        QCOMPARE(kindName(gone), QStringLiteral("Kind %1").arg(gone));
        // After a restart it is the same.
        m_fixture->close();
        m_fixture->open();
        QCOMPARE(kindName(named), QStringLiteral("Renamed"));
        QVERIFY(!m_fixture->engine().kinds().isRequest(gone));
    }

private:
    void open()
    {
        m_fixture = std::make_unique<WindowFixture>();
        QVERIFY(m_fixture->import(test::recentEvents()));
        m_fixture->open();
        m_fixture->window().showPage(QStringLiteral("kinds"));
        m_fixture->child<QPushButton>("kinds.edit")->click();
        m_dialog = m_fixture->window().findChild<KindTableDialog *>();
        QVERIFY(m_dialog);
        QTRY_VERIFY(m_dialog->isVisible());
    }
    QPushButton &save() { return *m_dialog->findChild<QPushButton *>(QStringLiteral("kinds.save")); }
    void press(const char *name) { m_dialog->findChild<QPushButton *>(QString::fromLatin1(name))->click(); }
    /// As a click does.
    static void choose(SegmentedControl &control, const char *id)
    {
        control.setCurrent(QString::fromLatin1(id));
        Q_EMIT control.clicked(QString::fromLatin1(id));
    }
    /// Requests by kind, counted from the events.
    std::map<int, qint64> storedRequests() const
    {
        std::map<int, qint64> counts;
        for (const auto &row :
             m_fixture->rows("SELECT kind, count(*) FROM event WHERE role = 1 AND (flags & 1) "
                             "= 0 GROUP BY kind"))
            counts[static_cast<int>(row[0])] = row[1];
        return counts;
    }
    static std::map<int, qint64> shownRequests(KindsPage &page)
    {
        std::map<int, qint64> counts;
        for (int row = 0; row < page.model().rowCount(); ++row) {
            const auto &kind = page.model().row(row);
            if (kind.figures.requests > 0)
                counts[kind.kind] = kind.figures.requests;
        }
        return counts;
    }

    std::unique_ptr<WindowFixture> m_fixture;
    QPointer<KindTableDialog> m_dialog;
};

DVMDASH_TEST(KindTableTest)
#include "kind_table_test.moc"
