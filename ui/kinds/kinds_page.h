// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/boards/board_page.h"
#include "ui/models/feed.h"

namespace dvmdash::ui
{

class KindsModel;
class KindView;

/// All request kinds of the window, and a page for each of them.
class KindsPage : public BoardPage
{
    Q_OBJECT
public:
    explicit KindsPage(const PageContext &context, QWidget *parent = nullptr);

    QString title() const override { return tr("Kinds"); }
    KindsModel &model() { return *m_model; }
    KindView &view() { return *m_view; }
    const Feed<engine::KindsQuestion> &feed() const { return m_feed; }
    /// Offers to change which kinds are jobs in the file. Not of a file that only shows what was.
    void offerTable();

public Q_SLOTS:
    void editTable();
    /// The page of this kind, in place of the table.
    void showKind(int kind);

Q_SIGNALS:
    void dvmWanted(const dvmdash::nostr::PublicKey &dvm);

protected:
    void openRow(int row) override;
    const metrics::Freshness *freshness() const override;

private:
    Feed<engine::KindsQuestion> m_feed;
    KindsModel *m_model;
    KindView *m_view;
};

} // namespace dvmdash::ui
