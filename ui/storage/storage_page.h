// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page.h"

#include <QTimer>

class QLabel;
class QScrollArea;
class QStackedWidget;

namespace dvmdash::ui
{

class Banner;
class CheckBox;
class CopyLabel;
class DaysCard;
class EmptyState;
class PolicyCard;
class RebuildCard;
class StorageCards;
class StorageFeed;
class TablesCard;

/// The file: what it takes and how long it lasts, what is kept in it, and whether its numbers are right. It
/// is about the whole file, whatever window is chosen.
class StoragePage : public Page
{
    Q_OBJECT
public:
    explicit StoragePage(const PageContext &context, QWidget *parent = nullptr);

    QString title() const override { return tr("Storage"); }
    void refresh() override;
    void exportCsv() override;

    DaysCard &days() const { return *m_days; }
    TablesCard &tables() const { return *m_tables; }
    PolicyCard &policy() const { return *m_policy; }
    RebuildCard &rebuild() const { return *m_rebuild; }
    void setHidesGone(bool hides);
    StorageFeed &feed() const { return *m_feed; }

Q_SIGNALS:
    /// The reader wants to see why nothing comes in.
    void relaysRequested();
    /// The reader wants to take files of events in.
    void importWanted();
    /// The reader chose whether lists leave out what its author deleted, or what has expired.
    void hidingChosen(bool hides);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    QWidget *makeFileRow();
    QWidget *makeContent();
    void connectParts();
    void answered();
    void showTrouble();
    void tick();
    void openFolder();
    void restyle();

    StorageFeed *m_feed;
    Banner *m_banner;        ///< what is wrong
    Banner *m_note;          ///< what became of an export
    QStackedWidget *m_stack; ///< loading, what there is, why there is nothing
    QWidget *m_skeleton = nullptr;
    QScrollArea *m_scroll = nullptr;
    EmptyState *m_nothing = nullptr;
    CopyLabel *m_path = nullptr;
    StorageCards *m_cards = nullptr;
    QLabel *m_forecast = nullptr;
    CheckBox *m_hidesGone = nullptr;
    DaysCard *m_days = nullptr;
    PolicyCard *m_policy = nullptr;
    TablesCard *m_tables = nullptr;
    RebuildCard *m_rebuild = nullptr;
    QTimer m_tick;
    QString m_error;
};

} // namespace dvmdash::ui
