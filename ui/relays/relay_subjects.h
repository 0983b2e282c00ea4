// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/board_model.h"
#include "ui/page.h"

#include <QWidget>

class QLabel;

namespace dvmdash::ui
{

class DataTable;
struct GivenBasis;

/// A kind, or a DVM, at one relay. Shares are of what the relay gave of them all.
struct KindAtRelay {
    int kind = 0;
    qint64 events = 0;
    metrics::Rate share;
    bool operator==(const KindAtRelay &) const = default;
};
struct DvmAtRelay {
    nostr::PublicKey dvm;
    qint64 events = 0;
    metrics::Rate share;
    bool operator==(const DvmAtRelay &) const = default;
};

/// Which kinds and DVMs live at one relay: those with most events of the window.
class RelaySubjects : public QWidget
{
    Q_OBJECT
public:
    explicit RelaySubjects(const PageContext &context, QWidget *parent = nullptr);

    /// nullptr: it gave nothing.
    void show(const engine::RelayGiven *given, const GivenBasis &basis);
    DataTable *kinds() const { return m_kindsTable; }
    DataTable *dvms() const { return m_dvmsTable; }

private:
    DataTable *makeTable(const PageContext &context, const QString &id, QAbstractItemModel *model,
                         const QString &empty);

    BoardModel<KindAtRelay, int> m_kinds;
    BoardModel<DvmAtRelay, nostr::PublicKey> m_dvms;
    DataTable *m_kindsTable;
    DataTable *m_dvmsTable;
    QLabel *m_kindsNote;
    QLabel *m_dvmsNote;
};

} // namespace dvmdash::ui
