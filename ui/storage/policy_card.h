// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page.h"
#include "ui/widgets/card.h"

#include <optional>

class QLabel;
class QPushButton;

namespace dvmdash::ui
{

class Banner;
class PolicyForm;
struct Deletion;

/// What is kept, to look at and to change. Before a change deletes anything that is stored it says what, and
/// asks.
class PolicyCard : public Card
{
    Q_OBJECT
public:
    explicit PolicyCard(const PageContext &context, QWidget *parent = nullptr);

    /// What holds now. What the reader is editing stays.
    void show(const engine::Storage &storage);
    PolicyForm &form() const { return *m_form; }
    /// The question that waits for the reader; empty: none.
    QString asking() const;

Q_SIGNALS:
    /// Another policy was given to the engine.
    void applied();
    /// A question waits for the reader, who has to see it.
    void asked();

protected:
    void changeEvent(QEvent *event) override;

private:
    enum class Step {
        Looking,   ///< nothing was edited
        Editing,   ///< something was
        Reckoning, ///< what would go is being read from the file
        Asking,    ///< the reader is asked whether it may go
        Applying,  ///< until the file holds it
    };

    void edited();
    void apply();
    void reckoned(const engine::Result<engine::Storage> &result);
    void give();
    void revert();
    void turnTo(Step step);
    void updateButtons();
    void restyle();
    bool isOpen() const;

    const PageContext m_context;
    PolicyForm *m_form;
    QLabel *m_deleted;
    Banner *m_warning;
    QPushButton *m_revert;
    QPushButton *m_apply;
    engine::Ask m_ask;
    Step m_step = Step::Looking;
    std::optional<engine::Storage> m_storage;
};

} // namespace dvmdash::ui
