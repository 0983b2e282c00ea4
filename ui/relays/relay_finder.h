// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/relay_discovery.h"
#include "ui/models/feed.h"
#include "ui/page.h"
#include "ui/relays/finder_models.h"
#include "ui/widgets/card.h"

#include <QStringList>

#include <memory>

class QLabel;
class QPushButton;
class QStackedWidget;

namespace dvmdash::ui
{

class DataTable;
class RelayBook;
class SegmentedControl;

/// Relays that are not on the list: those that requests and DVMs of the window name, and, when the reader
/// asks for them, those that monitors tell of (NIP-66). The chosen ones can be added.
class RelayFinder : public Card
{
    Q_OBJECT
public:
    /// `book` outlives it.
    RelayFinder(const PageContext &context, RelayBook &book, QWidget *parent = nullptr);

    DataTable *named() const { return m_namedTable; }
    DataTable *found() const { return m_foundTable; }
    SegmentedControl *sources() const { return m_sources; }
    FeedBase *feed() { return &m_feed; }
    void exportCsv();

Q_SIGNALS:
    void addWanted(const QStringList &urls);
    void backWanted();

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    DataTable *makeTable(const PageContext &context, const QString &id, QAbstractItemModel *model);
    DataTable *table() const;
    void discover();
    void showNamed();
    void showFound();
    void turn();
    void addChosen();
    void updateButtons();

    engine::Engine &m_engine;
    RelayBook &m_book;
    Feed<engine::NamedRelaysQuestion> m_feed;
    NamedRelaysModel m_named;
    FoundRelaysModel m_found;
    std::unique_ptr<engine::RelayDiscovery> m_discovery;
    SegmentedControl *m_sources;
    QLabel *m_note;
    QPushButton *m_discover;
    QPushButton *m_add;
    QStackedWidget *m_stack;
    DataTable *m_namedTable;
    DataTable *m_foundTable;
};

} // namespace dvmdash::ui
