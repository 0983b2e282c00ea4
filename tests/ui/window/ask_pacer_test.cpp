// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/test_main.h"
#include "ui/models/ask_pacer.h"

#include <QSignalSpy>

using dvmdash::ui::AskPacer;

class AskPacerTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void asksOnceForManyWishes();
    void neverTwoAtOnce();
    void asksAgainForWhatChangedMeanwhile();
    void hiddenKeepsTheWish();
    void readersWishGoesFirst();
    void forgottenQuestionIsAskedAgain();
    void heldKeepsTheWish();
};

void AskPacerTest::asksOnceForManyWishes()
{
    AskPacer pacer(1);
    QSignalSpy asked(&pacer, &AskPacer::ask);
    pacer.setActive(true);
    for (int i = 0; i < 100; ++i)
        pacer.want();
    QTRY_COMPARE(asked.count(), 1);
    pacer.answered();
    // Nothing was wanted since: a turn of the event loop brings no question.
    QTest::qWait(30);
    QCOMPARE(asked.count(), 1);
}

void AskPacerTest::neverTwoAtOnce()
{
    AskPacer pacer(1);
    pacer.setActive(true);
    int out = 0;
    int most = 0;
    int asked = 0;
    connect(&pacer, &AskPacer::ask, &pacer, [&] {
        most = qMax(most, ++out);
        ++asked;
        QTimer::singleShot(3, &pacer, [&] { // not after the end of this function
            --out;
            pacer.answered();
        });
    });
    QTimer wishes;
    wishes.callOnTimeout(&pacer, &AskPacer::want);
    wishes.start(1);
    QTRY_VERIFY(asked >= 5);
    QCOMPARE(most, 1);
}

void AskPacerTest::asksAgainForWhatChangedMeanwhile()
{
    AskPacer pacer(1);
    QSignalSpy asked(&pacer, &AskPacer::ask);
    pacer.setActive(true);
    pacer.want();
    QTRY_COMPARE(asked.count(), 1);
    pacer.want();
    pacer.want();
    QTest::qWait(20);
    QCOMPARE(asked.count(), 1);
    pacer.answered();
    QTRY_COMPARE(asked.count(), 2);
}

void AskPacerTest::hiddenKeepsTheWish()
{
    AskPacer pacer(1);
    QSignalSpy asked(&pacer, &AskPacer::ask);
    pacer.want();
    pacer.wantNow();
    QTest::qWait(20);
    QCOMPARE(asked.count(), 0);
    pacer.setActive(true);
    QTRY_COMPARE(asked.count(), 1);
}

void AskPacerTest::readersWishGoesFirst()
{
    AskPacer pacer(60'000);
    QSignalSpy asked(&pacer, &AskPacer::ask);
    pacer.setActive(true);
    pacer.wantNow();
    QCOMPARE(asked.count(), 1);
    pacer.wantNow(); // in place of the one that is out
    QCOMPARE(asked.count(), 2);
    pacer.answered();
    pacer.want(); // not before the gap is over
    QTest::qWait(20);
    QCOMPARE(asked.count(), 2);
}

void AskPacerTest::forgottenQuestionIsAskedAgain()
{
    AskPacer pacer(1);
    QSignalSpy asked(&pacer, &AskPacer::ask);
    pacer.setActive(true);
    pacer.want();
    QTRY_COMPARE(asked.count(), 1);
    pacer.forget();
    QTRY_COMPARE(asked.count(), 2);
}

void AskPacerTest::heldKeepsTheWish()
{
    AskPacer pacer(1);
    QSignalSpy asked(&pacer, &AskPacer::ask);
    pacer.setActive(true);
    pacer.want();
    QTRY_COMPARE(asked.count(), 1);
    pacer.hold(); // cancelled while it was out
    pacer.want();
    QTest::qWait(20);
    QCOMPARE(asked.count(), 1);
    pacer.letGo();
    QTRY_COMPARE(asked.count(), 2);
    pacer.hold();
    pacer.wantNow(); // by the reader's hand it goes at once, and what follows goes on
    QCOMPARE(asked.count(), 3);
    pacer.answered();
    pacer.want();
    QTRY_COMPARE(asked.count(), 4);
    pacer.hold();
    pacer.forget();
    QTRY_COMPARE(asked.count(), 5);
}

DVMDASH_TEST(AskPacerTest)
#include "ask_pacer_test.moc"
