// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/feed.h"
#include "ui/page.h"

#include <QTimer>

#include <array>

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
class LeadersCard;
class MonthsCard;
class OverviewCards;
class StartView;

/// The numbers of the window, their course, what failed, who leads, and the months.
class OverviewPage : public Page
{
    Q_OBJECT
public:
    /// `demo`: the network is simulated.
    OverviewPage(const PageContext &context, bool demo, QWidget *parent = nullptr);

    QString title() const override { return tr("Overview"); }
    void exportCsv() override;
    void refresh() override;

    Feed<engine::OverviewQuestion> *feed() const { return m_feed; }
    OverviewCards *cards() const { return m_cards; }
    ActivityCard *activity() const { return m_activity; }
    LeadersCard *leaders() const { return m_leadersCard; }
    MonthsCard *months() const { return m_monthsCard; }
    Feed<engine::BestQuestion> *bestFeed() const { return m_best; }
    Feed<engine::MonthsQuestion> *monthsFeed() const { return m_months; }
    AttentionCard *attention() const { return m_attention; }
    DataTable *failuresTable() const { return m_failuresTable; }

Q_SIGNALS:
    void dvmWanted(const dvmdash::nostr::PublicKey &dvm);
    void kindWanted(int kind);
    /// Show the jobs of this state.
    void failuresWanted(dvmdash::dvm::State state);
    void relaysWanted();
    /// All DVMs that are possibly down.
    void downDvmsWanted();
    void demoWanted();

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    QWidget *makeContent();
    std::array<FeedBase *, 5> feeds() const;
    Card *makeFailures();
    void showAnswer();
    void showFailures();
    void showRelays();
    void updateBanner();
    void updateBasis();
    void updateStack();
    /// No event that counts is stored at all.
    void fetchHistory();
    void showHistory();
    bool isFileEmpty() const;
    /// Why a question of the page was not answered.
    QString error() const;

    Feed<engine::OverviewQuestion> *m_feed;
    Feed<engine::BestQuestion> *m_best;
    Feed<engine::MonthsQuestion> *m_months;
    Feed<engine::DvmsQuestion> *m_dvms;
    FailureWatch *m_failures;
    QStackedWidget *m_stack;
    StartView *m_start;
    QWidget *m_content = nullptr;
    Banner *m_banner = nullptr;
    OverviewCards *m_cards = nullptr;
    ActivityCard *m_activity = nullptr;
    AttentionCard *m_attention = nullptr;
    LeadersCard *m_leadersCard = nullptr;
    MonthsCard *m_monthsCard = nullptr;
    FailuresModel *m_failuresModel = nullptr;
    DataTable *m_failuresTable = nullptr;
    QTimer m_basisTick;
};

} // namespace dvmdash::ui
