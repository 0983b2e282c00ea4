// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"

#include <QWidget>

class QGridLayout;
class QLabel;

namespace dvmdash::ui
{

class CopyLabel;
class NameBook;
class RelativeTimeLabel;
class StateChip;

/// The top of the inspector: what it is, who made it and when, and that its signature was checked.
class Headline : public QWidget
{
    Q_OBJECT
public:
    Headline(NameBook &names, QWidget *parent);

    void showDetail(const engine::EventDetail &detail);
    /// Of the job that the event belongs to; nothing hides it.
    void showJobState(const std::optional<dvm::State> &state, bool awaitsPayment = false);

    QString title() const;

protected:
    void changeEvent(QEvent *event) override;

private:
    QLabel *addFact(QGridLayout *grid, const QString &caption, QWidget *value, QWidget *note);
    void showTimes(const engine::EventRow &row);
    void showName();
    void restyle();

    NameBook &m_names;
    std::optional<nostr::PublicKey> m_author;
    dvm::Role m_role = dvm::Role::Other;
    bool m_known = false;
    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_kind;
    StateChip *m_state;
    StateChip *m_verified;
    StateChip *m_payment; ///< how a receipt or nutzap stands
    CopyLabel *m_id;
    QLabel *m_authorCaption = nullptr;
    QLabel *m_authorName;
    CopyLabel *m_npub;
    QLabel *m_createdCaption = nullptr;
    RelativeTimeLabel *m_created;
    QLabel *m_createdIso;
    QLabel *m_receivedCaption = nullptr;
    RelativeTimeLabel *m_received;
    QLabel *m_receivedIso;
    QLabel *m_difference;
    std::vector<QLabel *> m_muted;
};

} // namespace dvmdash::ui
