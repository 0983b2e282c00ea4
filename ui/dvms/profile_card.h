// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/feed.h"
#include "ui/page.h"
#include "ui/widgets/card.h"

#include <QTimer>

class QLabel;

namespace dvmdash::ui
{

class FactGrid;
struct Fact;

/// What a DVM says of itself, all of it as claimed, and when it was last heard of. Pictures are not fetched.
class ProfileCard : public Card
{
    Q_OBJECT
public:
    explicit ProfileCard(const PageContext &context, QWidget *parent = nullptr);

    FeedBase *feed() { return &m_feed; }
    void setDvm(const nostr::PublicKey &dvm);
    /// When it answered, which is known from elsewhere.
    void setRow(const metrics::DvmRow &row);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void showFacts();
    void showTimes();
    Fact addressFact(const QString &name, const std::string &address, lookup::What what);

    engine::Engine &m_engine;
    std::optional<nostr::PublicKey> m_dvm;
    metrics::DvmRow m_row;
    Feed<engine::ProfileQuestion> m_feed;
    QLabel *m_about;
    FactGrid *m_facts;
    FactGrid *m_times;
    QTimer m_tick;
};

} // namespace dvmdash::ui
