// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"

#include <QWidget>

#include <cstdint>

class QPushButton;

namespace dvmdash::ui
{

/// The flags of an event, each with its shape, its word and one line that says what it means. Hidden without
/// flags. Where a request tag was hidden it has the button that shows it.
class FlagList : public QWidget
{
    Q_OBJECT
public:
    explicit FlagList(QWidget *parent);

    /// `lifecycle` says more of those flags that come from it.
    void setFlags(std::uint32_t flags, const dvm::Lifecycle &lifecycle);
    /// The tag is shown: the button goes.
    void setRevealed(bool revealed);

Q_SIGNALS:
    void revealRequested();
    /// What deleted or replaced the event.
    void opened(const dvmdash::nostr::EventId &id);

private:
    void addLink(const QString &text, const nostr::EventId &id);

    std::uint32_t m_flags = 0;
    dvm::Lifecycle m_lifecycle;
    QPushButton *m_reveal = nullptr;
};

} // namespace dvmdash::ui
