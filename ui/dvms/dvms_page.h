// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/boards/board_page.h"
#include "ui/models/feed.h"

namespace dvmdash::ui
{

class DvmsModel;
class DvmView;

/// All DVMs of the window, and a page for each of them.
class DvmsPage : public BoardPage
{
    Q_OBJECT
public:
    explicit DvmsPage(const PageContext &context, QWidget *parent = nullptr);

    QString title() const override { return tr("DVMs"); }
    DvmsModel &model() { return *m_model; }
    DvmView &view() { return *m_view; }
    const Feed<engine::DvmsQuestion> &feed() const { return m_feed; }

public Q_SLOTS:
    /// The page of this DVM, in place of the table.
    void showDvm(const dvmdash::nostr::PublicKey &dvm);

Q_SIGNALS:
    void kindWanted(int kind);
    void chainWanted(const dvmdash::nostr::EventId &request);

protected:
    void openRow(int row) override;
    const metrics::Freshness *freshness() const override;

private:
    Feed<engine::DvmsQuestion> m_feed;
    DvmsModel *m_model;
    DvmView *m_view;
};

} // namespace dvmdash::ui
