// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relays/relay_list_banner.h"

#include "ui/relays/relay_book.h"

namespace dvmdash::ui
{

namespace
{

constexpr int undoMs = 15'000;

} // namespace

RelayListBanner::RelayListBanner(RelayBook &book, QWidget *parent)
    : Banner(parent)
    , m_book(book)
{
    setObjectName(QStringLiteral("relays.undo"));
    setDismissible(true);
    m_undoEnds.setSingleShot(true);
    m_undoEnds.setInterval(undoMs);
    connect(&m_undoEnds, &QTimer::timeout, this, &QWidget::hide);
    connect(this, &Banner::actionTriggered, this, [this] {
        hide();
        if (m_resetIsAsked)
            reset();
        else
            m_book.restore(m_before);
    });
}

void RelayListBanner::remove(const QStringList &urls)
{
    if (urls.isEmpty())
        return;
    const relay::RelayList before = m_book.list();
    for (const QString &url : urls)
        m_book.remove(url);
    offerUndo(before, urls.size() == 1 ? tr("Removed %1.").arg(urls.front())
                                       : tr("Removed %1 relays.").arg(urls.size()));
}

void RelayListBanner::wantReset()
{
    if (m_book.list().isEmpty()) {
        reset();
        return;
    }
    m_undoEnds.stop();
    m_resetIsAsked = true;
    const auto count = m_book.list().size();
    showMessage(Tone::Suspect,
                count == 1
                    ? tr("Replace the one relay of the list by those of a new installation?")
                    : tr("Replace the %1 relays of the list by those of a new installation?").arg(count),
                tr("Replace the list"));
}

void RelayListBanner::reset()
{
    const relay::RelayList before = m_book.list();
    m_book.reset();
    if (m_book.list() != before)
        offerUndo(before, tr("The list was replaced by the default one."));
}

void RelayListBanner::tell(Tone tone, const QString &text)
{
    m_undoEnds.stop();
    m_resetIsAsked = false;
    showMessage(tone, text);
}

void RelayListBanner::offerUndo(const relay::RelayList &before, const QString &text)
{
    m_before = before;
    m_resetIsAsked = false;
    showMessage(Tone::Waiting, text, tr("Undo"));
    m_undoEnds.start();
}

} // namespace dvmdash::ui
