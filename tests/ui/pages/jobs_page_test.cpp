// SPDX-License-Identifier: GPL-3.0-or-later
#include "page_fixture.h"
#include "support/test_main.h"
#include "ui/jobs/job_model.h"
#include "ui/jobs/jobs_page.h"
#include "ui/jobs/state_filter.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/live_table_view.h"
#include "ui/widgets/search_field.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>

using namespace dvmdash;
using dvm::State;

namespace
{

std::string keyOf(int who)
{
    return test::person(who).publicKey().hex();
}

/// Jobs of customer 1: `delivered` by DVM 2, `failed` by DVM 3, one of them of another kind and not answered.
std::vector<nostr::Event> network(int delivered, int failed)
{
    std::vector<nostr::Event> events;
    std::int64_t at = test::recently() - 3600;
    const auto job = [&](int kind, int dvm, bool fails) {
        ++at;
        const nostr::Event request = test::signedEvent(
            1, kind, {{"i", "text " + std::to_string(at), "text"}, {"p", keyOf(dvm)}}, "", at);
        events.push_back(request);
        const nostr::Tags answer{{"e", request.id.hex()}, {"p", keyOf(1)}};
        nostr::Tags feedback = answer;
        feedback.push_back({"status", fails ? "error" : "processing"});
        events.push_back(test::signedEvent(dvm, 7000, feedback, "", at + 2));
        if (!fails)
            events.push_back(test::signedEvent(dvm, kind + 1000, answer, "done", at + 7));
    };
    for (int i = 0; i < delivered; ++i)
        job(5100, 2, false);
    for (int i = 0; i < failed; ++i)
        job(5001, 3, true);
    events.push_back(test::signedEvent(2, 0, {}, R"({"name":"Painter"})", at));
    return events;
}

QString words(const QWidget &page)
{
    QString text;
    for (const auto *label : page.findChildren<QLabel *>())
        if (label->isVisible())
            text += label->text() + QLatin1Char('\n');
    return text;
}

QPushButton *button(const QWidget &page, const QString &text)
{
    for (auto *found : page.findChildren<QPushButton *>())
        if (found->isVisible() && found->text() == text)
            return found;
    return nullptr;
}

int count(ui::JobModel &model, State state)
{
    int found = 0;
    for (int row = 0; row < model.rowCount(); ++row)
        found += model.job(row).state == state ? 1 : 0;
    return found;
}

} // namespace

class JobsPageTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_fixture = std::make_unique<test::PageFixture>(network(6, 3));
        QVERIFY(m_fixture->isReady());
        m_page = std::make_unique<ui::JobsPage>(m_fixture->context(), nullptr);
        m_page->resize(1200, 700);
    }
    void cleanup()
    {
        m_page.reset();
        m_fixture.reset();
    }

    void showsJobsAndCountsFailures()
    {
        QSignalSpy failed(m_page.get(), &ui::JobsPage::failedCountChanged);
        m_page->show();
        QTRY_COMPARE(m_page->model().rowCount(), 9);
        QCOMPARE(count(m_page->model(), State::Delivered), 6);
        QCOMPARE(count(m_page->model(), State::Failed), 3);
        QCOMPARE(failed.size(), 1);
        QCOMPARE(failed.at(0).at(0).toInt(), 3);
        QTRY_VERIFY(
            m_page->model().index(0, ui::JobModel::Dvms).data().toString() == QStringLiteral("Painter") ||
            m_page->model().index(8, ui::JobModel::Dvms).data().toString() == QStringLiteral("Painter"));
    }

    void countsFailuresWhileHidden()
    {
        QSignalSpy failed(m_page.get(), &ui::JobsPage::failedCountChanged);
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(failed.at(0).at(0).toInt(), 3);
        QCOMPARE(m_page->model().rowCount(), 0);
    }

    void failedFirst()
    {
        m_page->show();
        QTRY_COMPARE(m_page->model().rowCount(), 9);
        m_page->setFailedFirst(true);
        QTRY_VERIFY(m_page->model().job(0).state == State::Failed &&
                    m_page->model().job(2).state == State::Failed &&
                    m_page->model().job(3).state == State::Delivered);
        m_page->setFailedFirst(false);
        // The last requests made were the failing ones.
        QTRY_VERIFY(m_page->model().job(0).created_at > m_page->model().job(8).created_at);
    }

    void filterByState()
    {
        m_page->show();
        QTRY_COMPARE(m_page->model().rowCount(), 9);
        m_page->stateFilter().setStates({State::Failed});
        QTRY_COMPARE(m_page->model().rowCount(), 3);
        m_page->stateFilter().setStates({State::Failed, State::Delivered});
        QTRY_COMPARE(m_page->model().rowCount(), 9);
        m_page->stateFilter().setStates({State::Waiting});
        QTRY_COMPARE(m_page->model().rowCount(), 0);
        QTRY_VERIFY(words(*m_page).contains(QStringLiteral("No job fits")));
        QPushButton *clear = button(*m_page, QStringLiteral("Clear the filter"));
        QVERIFY(clear);
        QTest::mouseClick(clear, Qt::LeftButton);
        QTRY_COMPARE(m_page->model().rowCount(), 9);
    }

    void filterByText_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("found");
        QTest::newRow("kind") << "5001" << 3;
        QTest::newRow("words of a kind") << "image gen" << 6;
        QTest::newRow("a DVM's name") << "painter" << 6;
        QTest::newRow("a DVM's npub") << ui::NameBook::npub(test::person(3).publicKey()) << 3;
        QTest::newRow("nobody") << "zzzz" << 0;
    }
    void filterByText()
    {
        QFETCH(QString, text);
        QFETCH(int, found);
        m_page->show();
        QTRY_COMPARE(m_page->model().rowCount(), 9);
        m_page->applySearch(text);
        QTRY_COMPARE(m_page->model().rowCount(), found);
    }

    void windowChooses()
    {
        m_page->show();
        QTRY_COMPARE(m_page->model().rowCount(), 9);
        const std::int64_t first = test::recently() - 3600 + 1;
        m_fixture->window().setCustom({first, first + 4});
        QTRY_COMPARE(m_page->model().rowCount(), 4);
        m_fixture->window().setCustom({10, 20});
        QTRY_COMPARE(m_page->model().rowCount(), 0);
        QTRY_VERIFY(words(*m_page).contains(QStringLiteral("No job in this window")));
        QPushButton *all = button(*m_page, QStringLiteral("Show all times"));
        QVERIFY(all);
        QTest::mouseClick(all, Qt::LeftButton);
        QTRY_COMPARE(m_page->model().rowCount(), 9);
    }

    void saysThatItsWindowIsNotCovered()
    {
        const auto *banner = m_page->findChild<ui::Banner *>(QStringLiteral("jobs.missing"));
        QVERIFY(banner);
        QString basis;
        connect(m_page.get(), &ui::JobsPage::basisChanged, this,
                [&basis](const QString &text) { basis = text; });
        m_page->show();
        // Nobody listened when these events were signed: they were only put into the file.
        QTRY_VERIFY(banner->isVisible());
        QVERIFY(banner->text().contains(QStringLiteral("no relay surely delivered everything")));
        QVERIFY2(basis.contains(QStringLiteral("not covered")), qPrintable(basis));

        // Whoever knows is not told with each answer, until another window is looked at.
        auto *close = banner->findChild<QToolButton *>();
        QVERIFY(close);
        close->click();
        basis.clear();
        m_fixture->tell({}, 0, true);
        QTRY_VERIFY(!basis.isEmpty());
        QVERIFY(!banner->isVisible());
        m_fixture->window().setCustom({test::recently() - 7200, test::recently()});
        QTRY_VERIFY(banner->isVisible());
    }

    void refreshKeepsSelectionAndChangesNothingElse()
    {
        m_page->show();
        QTRY_COMPARE(m_page->model().rowCount(), 9);
        QTRY_VERIFY(m_fixture->names().hasName(test::person(2).publicKey()));
        m_page->table().sortBy(QStringLiteral("duration"), Qt::AscendingOrder);
        m_page->table().setCurrentIndex(m_page->model().index(4, 0));
        const auto chosen = m_page->model().job(4).request;
        QSignalSpy changed(&m_page->model(), &QAbstractItemModel::dataChanged);
        QSignalSpy reset(&m_page->model(), &QAbstractItemModel::modelReset);
        QSignalSpy inserted(&m_page->model(), &QAbstractItemModel::rowsInserted);
        QSignalSpy basis(m_page.get(), &ui::Page::basisChanged);
        m_fixture->tell({}, 0, true);
        QTRY_VERIFY(basis.size() > 0); // answered anew
        QCOMPARE(reset.size() + inserted.size() + changed.size(), 0);
        QCOMPARE(m_page->model().job(m_page->table().currentIndex().row()).request, chosen);
    }

    void refreshesAreGathered()
    {
        m_page->show();
        QTRY_COMPARE(m_page->model().rowCount(), 9);
        QSignalSpy basis(m_page.get(), &ui::Page::basisChanged);
        for (int i = 0; i < 50; ++i)
            m_fixture->tell({}, 0, true);
        QTRY_COMPARE(basis.size(), 1);
        m_fixture->tell({}, 0, true);
        QTRY_COMPARE(basis.size(), 2);
    }

    void selectingInspects()
    {
        m_page->show();
        QTRY_COMPARE(m_page->model().rowCount(), 9);
        QSignalSpy inspected(m_page.get(), &ui::Page::inspectRequested);
        auto *view = m_page->table().view();
        QTest::mouseClick(view->viewport(), Qt::LeftButton, {},
                          view->visualRect(view->model()->index(2, 1)).center());
        QCOMPARE(inspected.size(), 1);
        QCOMPARE(inspected.at(0).at(0).value<nostr::EventId>(), m_page->model().job(2).request);
        QTest::keyClick(view, Qt::Key_Down);
        QCOMPARE(inspected.size(), 1);
        QTest::keyClick(view, Qt::Key_Return);
        QCOMPARE(inspected.size(), 2);
    }

    void exportsRawValues()
    {
        m_page->show();
        QTRY_COMPARE(m_page->model().rowCount(), 9);
        m_page->stateFilter().setStates({State::Delivered});
        QTRY_COMPARE(m_page->model().rowCount(), 6);
        QSignalSpy finished(&m_page->table(), &ui::DataTable::exportFinished);
        m_page->exportCsv();
        QTRY_COMPARE(finished.size(), 1);
        const QList<QByteArray> lines = m_fixture->exported().trimmed().split('\n');
        QCOMPARE(lines.size(), 7);
        QCOMPARE(lines.at(0).trimmed(),
                 QByteArrayLiteral("state,kind_name,kind,customer,dvms,cause,chain_jobs,"
                                   "duration_ms,created_at,"
                                   "payment,request_id,request_marks"));
        const QByteArray first = lines.at(1).trimmed();
        const QByteArray begins = QByteArrayLiteral("delivered,Image generation,5100,") +
                                  QByteArray::fromStdString(keyOf(1)) + ',' +
                                  QByteArray::fromStdString(keyOf(2)) + ",,,7000,2";
        QVERIFY2(first.startsWith(begins), first.constData());
        QVERIFY2(first.contains("Z,,"), first.constData());
        QVERIFY(first.endsWith(QByteArray::fromStdString(m_page->model().job(0).request.hex()) + ','));
    }

private:
    std::unique_ptr<test::PageFixture> m_fixture;
    std::unique_ptr<ui::JobsPage> m_page;
};

DVMDASH_TEST(JobsPageTest)

#include "jobs_page_test.moc"
