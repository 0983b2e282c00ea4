// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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

    void setFlags(std::uint32_t flags);
    /// The tag is shown: the button goes.
    void setRevealed(bool revealed);

Q_SIGNALS:
    void revealRequested();

private:
    std::uint32_t m_flags = 0;
    QPushButton *m_reveal = nullptr;
};

} // namespace dvmdash::ui
