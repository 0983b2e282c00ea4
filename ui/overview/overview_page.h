// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page.h"

#include <QTimer>

class QStackedWidget;

namespace dvmdash::ui
{

class ActivityCard;
class AttentionCard;
class Banner;
class Card;
class DataTable;
class FailuresModel;
class FailureWatch;
class OverviewCards;
class OverviewFeed;
class StartView;

/// The numbers of the window, their course, what failed and who leads.
class OverviewPage : public Page
{
    Q_OBJECT
public:
    /// `demo`: the network is simulated.
    OverviewPage(const PageContext &context, bool demo, QWidget *parent = nullptr);

    QString title() const override { return tr("Overview"); }
    void exportCsv() override;
    void refresh() override;

    OverviewFeed *feed() const { return m_feed; }
    OverviewCards *cards() const { return m_cards; }
    ActivityCard *activity() const { return m_activity; }
    DataTable *failuresTable() const { return m_failuresTable; }

Q_SIGNALS:
    /// Show the jobs that match the text (as Page::applySearch takes it).
    void jobsWanted(const QString &filter);
    /// Show the jobs of this state.
    void failuresWanted(dvmdash::dvm::State state);
    void relaysWanted();
    void demoWanted();

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    QWidget *makeContent();
    Card *makeFailures();
    void showAnswer();
    void showFailures();
    void showRelays();
    void updateBanner();
    void updateBasis();
    void updateStack();

    OverviewFeed *m_feed;
    FailureWatch *m_failures;
    QStackedWidget *m_stack;
    StartView *m_start;
    QWidget *m_content = nullptr;
    Banner *m_banner = nullptr;
    OverviewCards *m_cards = nullptr;
    ActivityCard *m_activity = nullptr;
    AttentionCard *m_attention = nullptr;
    FailuresModel *m_failuresModel = nullptr;
    DataTable *m_failuresTable = nullptr;
    QString m_error; ///< of the last question; empty when it was answered
    QTimer m_basisTick;
};

} // namespace dvmdash::ui
