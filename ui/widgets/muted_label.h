// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace dvmdash::ui
{

/// Writes in this ink. Does nothing where it is so already, for setting it is a change of the palette again.
void setTextInk(QWidget &label, const QColor &ink);

/// Plain caption text in the muted ink, in light and dark; breaks into lines unless told otherwise. Texts of
/// strangers must be safe before they come here.
class MutedLabel : public QLabel
{
    Q_OBJECT
public:
    explicit MutedLabel(QWidget *parent, const QString &text = {});

protected:
    void changeEvent(QEvent *event) override;

private:
    void restyle();
};

} // namespace dvmdash::ui
