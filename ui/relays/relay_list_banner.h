// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/relay_list.h"
#include "ui/widgets/banner.h"

#include <QStringList>
#include <QTimer>

namespace dvmdash::ui
{

class RelayBook;

/// Changes the list of relays, says what was changed, and for a while lets it be undone. What somebody
/// gathered is replaced only after a question.
class RelayListBanner : public Banner
{
    Q_OBJECT
public:
    /// `book` outlives it.
    RelayListBanner(RelayBook &book, QWidget *parent);

    void remove(const QStringList &urls);
    /// Asks whether to replace the list by the one of a new installation; an empty one is replaced at once.
    void wantReset();
    void reset();
    /// What else was done; nothing is offered with it.
    void tell(Tone tone, const QString &text);

private:
    void offerUndo(const relay::RelayList &before, const QString &text);

    RelayBook &m_book;
    QTimer m_undoEnds;
    bool m_resetIsAsked = false; ///< its button replaces the list; else it undoes
    relay::RelayList m_before;
};

} // namespace dvmdash::ui
