// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"
#include "ui/inspector/link_row.h"

#include <QWidget>

#include <optional>
#include <set>

class QVBoxLayout;

namespace dvmdash::ui
{

class MutedLabel;
class NameBook;
class Section;
class TextPane;
class ViewState;

/// What one job was asked with and what came out of it: its inputs and parameters, what each DVM answered,
/// and who took that. What is encrypted is said so; what a DVM leaked is hidden until the reader wants it.
/// Shows values; asks nobody.
class JobInOut : public QWidget
{
    Q_OBJECT
public:
    JobInOut(NameBook &names, ViewState &viewState, QWidget *parent);

    /// Another job than before: forgets what was revealed.
    void clear();
    void showMaterial(const engine::JobMaterial &material);
    /// Where its inputs come from and who takes its output; may come before or after the material.
    void showChain(const engine::ChainAnswer &chain);

    Section &inputs() { return *m_inputSection; }
    Section &outputs() { return *m_outputSection; }
    LinkList &takers() { return *m_takers; }

Q_SIGNALS:
    void eventWanted(const dvmdash::nostr::EventId &id);
    void jobWanted(const dvmdash::nostr::EventId &request);

private:
    class Stack;
    Section *addSection(const QString &id, const QString &title, QWidget *content, ViewState &viewState);
    void fill();
    void fillInputs();
    void fillOutputs();
    void fillTakers();
    void addInput(const dvm::JobInput &input);
    /// The rows of those that name events.
    QVector<LinkContent> inputRows();
    LinkContent inputRow(const nostr::EventId &id);
    void addOutput(const dvm::AnswerMaterial &answer);
    void addLeak(const dvm::AnswerMaterial &answer);
    /// A row that leads to a job, with how it stands.
    LinkContent jobRow(const dvm::ChainNode &node);
    /// The job that this input names, as the chain knows it.
    const dvm::ChainNode *jobNamed(const nostr::EventId &id) const;

    NameBook &m_names;
    std::optional<engine::JobMaterial> m_material;
    std::optional<engine::ChainAnswer> m_chain;
    std::set<nostr::EventId> m_revealed; ///< answers whose leak is shown
    QVector<LinkContent> m_inputRows;    ///< as they are shown
    MutedLabel *m_note;
    Stack *m_inputs;
    TextPane *m_parameters;
    TextPane *m_content;
    Stack *m_outputs;
    LinkList *m_takers;
    Section *m_inputSection;
    Section *m_parameterSection;
    Section *m_contentSection;
    Section *m_outputSection;
    Section *m_takerSection;
};

} // namespace dvmdash::ui
