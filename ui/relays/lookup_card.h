// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/feed.h"
#include "ui/page.h"
#include "ui/widgets/card.h"

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace dvmdash::ui
{

class CheckBox;

/// Who may be asked besides the relays on the list: the domains of DVMs over HTTP, off until the reader
/// allows it, and relays that hints name; with what each question tells to whom. Closed it is one line, which
/// says what is allowed.
class LookupCard : public Card
{
    Q_OBJECT
public:
    explicit LookupCard(const PageContext &context, QWidget *parent = nullptr);

    /// Opens it and brings the keyboard to the first choice.
    void open();
    bool isOpen() const;
    /// There is nobody to ask (a simulated network): says so, and leaves no choice.
    void setUnavailable(const QString &why);
    FeedBase *feed() { return &m_feed; }

Q_SIGNALS:
    void opened(bool isOpen);
    /// The reader chose; the engine has it already. To be kept for the next start.
    void permissionChosen(const dvmdash::lookup::Permission &permission);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    struct Choice {
        CheckBox *box = nullptr;
        QLabel *meaning = nullptr;
        QLabel *state = nullptr;
    };
    Choice addChoice(QVBoxLayout &layout, const QString &name, const QString &text, const QString &meaning);
    void setOpen(bool open);
    void choose();
    void showState();
    void restyle();

    engine::Engine &m_engine;
    Feed<engine::LookupsQuestion> m_feed;
    QPushButton *m_toggle;
    QWidget *m_choices;
    Choice m_lnurl;
    Choice m_nip05;
    Choice m_hints;
    bool m_isAvailable = true;
};

} // namespace dvmdash::ui
