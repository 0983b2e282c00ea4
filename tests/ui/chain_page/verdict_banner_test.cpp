// SPDX-License-Identifier: GPL-3.0-or-later
#include "../pages/page_fixture.h"
#include "made_answer.h"
#include "support/test_main.h"
#include "ui/chain/verdict_banner.h"

#include <QToolButton>
#include <QVBoxLayout>

using namespace dvmdash;
using namespace dvmdash::ui;
using dvm::State;

namespace
{

/// Two broke it, and two failed because of them.
engine::ChainAnswer twoCauses()
{
    const auto failed = [](int number, State state) {
        return test::madeNode(number, number, state, {test::madeAttempt(number, state, number + 9)});
    };
    engine::ChainAnswer answer = test::madeAnswer({failed(1, State::Failed), failed(2, State::Stalled),
                                                   failed(3, State::Ignored), failed(4, State::Ignored)});
    answer.verdict.root_causes = {{test::madeJob(1), test::madeDvm(1), dvm::Reason::Error, 9, {}},
                                  {test::madeJob(2), test::madeDvm(2), dvm::Reason::Stalled, 9, {}}};
    answer.verdict.notes = {{dvm::NoteKind::Secondary, test::madeJob(3)},
                            {dvm::NoteKind::Secondary, test::madeJob(4)}};
    return answer;
}

} // namespace

/// The banner above the views of a chain, among which it stands as on the page.
class VerdictBannerTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void nothingIsCutOff_data();
    void nothingIsCutOff();
};

void VerdictBannerTest::nothingIsCutOff_data()
{
    QTest::addColumn<int>("width");
    QTest::newRow("a line for both notes") << 900;
    QTest::newRow("a line each") << 500;
    QTest::newRow("words broken into lines") << 360;
}

void VerdictBannerTest::nothingIsCutOff()
{
    QFETCH(const int, width);
    test::PageFixture fixture;
    QWidget page;
    auto *layout = new QVBoxLayout(&page);
    auto *banner = new VerdictBanner(fixture.context().names, &page);
    layout->addWidget(banner);
    auto *views = new QWidget(&page);
    layout->addWidget(views, 1);
    page.resize(width, 600);
    page.show();
    banner->setAnswer(twoCauses());

    QTRY_COMPARE(banner->findChildren<QToolButton *>().size(), 6); // two of each cause, the notes
    QTRY_COMPARE(banner->height(), banner->heightForWidth(banner->width()));
    // It takes what it needs and leaves no gap around itself.
    QCOMPARE(banner->y(), layout->contentsMargins().top());
    QCOMPARE(views->y(), banner->geometry().bottom() + 1 + layout->spacing());
    for (QToolButton *link : banner->findChildren<QToolButton *>()) {
        QVERIFY2(link->height() >= link->sizeHint().height(), qPrintable(link->text()));
        QCOMPARE(link->visibleRegion().boundingRect(), link->rect());
    }
}

DVMDASH_TEST(VerdictBannerTest)
#include "verdict_banner_test.moc"
