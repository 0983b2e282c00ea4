// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/job_in_out.h"

#include "ui/inspector/event_words.h"
#include "ui/inspector/job_words.h"
#include "ui/inspector/json_text.h"
#include "ui/inspector/section.h"
#include "ui/inspector/text_pane.h"
#include "ui/inspector/verdict_text.h"
#include "ui/models/name_book.h"
#include "ui/theme/theme.h"
#include "ui/widgets/format.h"
#include "ui/widgets/muted_label.h"
#include "ui/widgets/safe_text.h"
#include "ui/widgets/state_chip.h"

#include <QPushButton>
#include <QStringList>
#include <QVBoxLayout>

#include <algorithm>

namespace dvmdash::ui
{

namespace
{

const QString between = QStringLiteral(" · ");
/// Each is a pane of text; the rest stands in the events.
constexpr std::size_t mostShown = 8;

QString text(const std::string &bytes)
{
    return QString::fromStdString(bytes);
}

QString sizeOf(const std::string &content)
{
    return format::bytes(static_cast<qint64>(content.size()));
}

/// "size = 512 | 512", a line each; what is wanted comes first.
QString parameterLines(const dvm::RequestMaterial &request)
{
    QStringList lines;
    for (const std::string &output : request.outputs)
        lines.append(JobInOut::tr("wanted: %1", "output format").arg(text(output)));
    for (const dvm::JobParameter &parameter : request.parameters) {
        QStringList values;
        for (const std::string &value : parameter.values)
            values.append(text(value));
        lines.append(text(parameter.name) + QStringLiteral(" = ") + values.join(QStringLiteral(" | ")));
    }
    return lines.join(QLatin1Char('\n'));
}

/// What a leak says, as plain lines.
QString leakLines(const dvm::RequestMaterial &leak)
{
    QStringList lines;
    for (const dvm::JobInput &input : leak.inputs)
        lines.append(JobInOut::tr("input: %1").arg(text(input.data)));
    if (const QString parameters = parameterLines(leak); !parameters.isEmpty())
        lines.append(parameters);
    if (!leak.content.empty())
        lines.append(text(leak.content));
    return lines.join(QLatin1Char('\n'));
}

/// What brings something: results, parts of them, and what was said instead.
bool isOutput(const dvm::AnswerMaterial &answer)
{
    return answer.kind != 7000 || answer.status == dvm::Status::Partial ||
           answer.status == dvm::Status::Error;
}

} // namespace

/// Widgets below each other that are made anew when what they show has changed.
class JobInOut::Stack : public QWidget
{
public:
    explicit Stack(QWidget *parent)
        : QWidget(parent)
    {
        m_layout = new QVBoxLayout(this);
        m_layout->setContentsMargins(0, 0, 0, 0);
        m_layout->setSpacing(Theme::of(this).space(Space::Xs));
    }
    void clear()
    {
        while (QLayoutItem *item = m_layout->takeAt(0)) {
            // A button in it may be what asked for this.
            if (QWidget *widget = item->widget()) {
                widget->hide();
                widget->deleteLater();
            }
            delete item;
        }
    }
    void add(QWidget *widget) { m_layout->addWidget(widget); }
    void addLeft(QWidget *widget) { m_layout->addWidget(widget, 0, Qt::AlignLeft); }
    void addNote(const QString &words) { add(new MutedLabel(this, words)); }
    void addText(const QString &words, const std::optional<QString> &shown = {})
    {
        auto *pane = new TextPane(TextPane::Pitch::Proportional, this);
        add(pane);
        pane->setText(words, shown);
    }

private:
    QVBoxLayout *m_layout;
};

JobInOut::JobInOut(NameBook &names, ViewState &viewState, QWidget *parent)
    : QWidget(parent)
    , m_names(names)
    , m_note(new MutedLabel(this))
    , m_inputs(new Stack(this))
    , m_parameters(new TextPane(TextPane::Pitch::Fixed, this))
    , m_content(new TextPane(TextPane::Pitch::Proportional, this))
    , m_outputs(new Stack(this))
    , m_takers(new LinkList(this))
{
    const Theme &theme = Theme::of(this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme.space(Space::L), 0, theme.space(Space::L), theme.space(Space::L));
    layout->setSpacing(0);
    m_note->setContentsMargins(0, 0, 0, theme.space(Space::Xs));
    layout->addWidget(m_note);
    m_inputSection = addSection(QStringLiteral("inputs"), tr("Inputs"), m_inputs, viewState);
    m_parameterSection = addSection(QStringLiteral("parameters"), tr("Parameters"), m_parameters, viewState);
    m_contentSection =
        addSection(QStringLiteral("request-content"), tr("Content of the request"), m_content, viewState);
    m_outputSection = addSection(QStringLiteral("outputs"), tr("Outputs"), m_outputs, viewState);
    m_takerSection = addSection(QStringLiteral("taken-by"), tr("Taken by"), m_takers, viewState);
    layout->addStretch(1);
    connect(m_takers, &LinkList::activated, this, &JobInOut::jobWanted);
    connect(&names, &NameBook::namesChanged, this, &JobInOut::fillTakers);
}

Section *JobInOut::addSection(const QString &id, const QString &title, QWidget *content, ViewState &viewState)
{
    auto *section = new Section(id, title, this);
    section->setContent(content);
    section->restoreFrom(viewState);
    layout()->addWidget(section);
    return section;
}

void JobInOut::clear()
{
    m_material.reset();
    m_chain.reset();
    m_revealed.clear();
}

void JobInOut::showMaterial(const engine::JobMaterial &material)
{
    // What is read and scrolled in stays as it is while nothing new came.
    if (m_material && m_material->request == material.request && m_material->answers == material.answers)
        return;
    m_material = material;
    fill();
}

void JobInOut::showChain(const engine::ChainAnswer &chain)
{
    m_chain = chain;
    if (!m_material)
        return;
    if (inputRows() != m_inputRows)
        fillInputs();
    fillTakers();
}

void JobInOut::fill()
{
    fillInputs();
    fillOutputs();
    fillTakers();
}

void JobInOut::fillInputs()
{
    const auto &request = m_material->request;
    m_inputs->clear();
    m_inputRows = inputRows();
    m_note->setText(!request ? tr("The request was never seen, so what it asked with is not known.")
                    : request->encrypted
                        ? tr("Encrypted: what it asks with (%1) can be read by the customer and "
                             "the DVM only.")
                              .arg(sizeOf(request->content))
                        : QString());
    m_note->setVisible(!m_note->text().isEmpty());
    m_inputSection->setVisible(request && (!request->inputs.empty() || !request->encrypted));
    m_parameterSection->setVisible(request && (!request->parameters.empty() || !request->outputs.empty()));
    m_contentSection->setVisible(request && !request->encrypted && !request->content.empty());
    if (!request)
        return;
    const std::size_t shown = std::min(mostShown, request->inputs.size());
    for (std::size_t i = 0; i < shown; ++i)
        addInput(request->inputs[i]);
    if (request->inputs.empty())
        m_inputs->addNote(tr("It names no input."));
    if (request->inputs.size() > shown)
        m_inputs->addNote(tr("%1 more stand in the tags of the request.")
                              .arg(request->more
                                       ? tr("Many", "inputs")
                                       : format::count(static_cast<qint64>(request->inputs.size() - shown))));
    m_inputSection->setNote(format::count(static_cast<qint64>(request->inputs.size())));
    m_parameters->setText(parameterLines(*request));
    m_parameterSection->setNote(format::count(static_cast<qint64>(request->parameters.size())));
    m_content->setText(text(request->content), prettyJson(text(request->content)));
    m_contentSection->setNote(sizeOf(request->content));
}

void JobInOut::addInput(const dvm::JobInput &input)
{
    QStringList about{input.type.empty() ? tr("no type") : safeText(text(input.type))};
    if (!input.marker.empty())
        about.append(tr("marked “%1”").arg(safeText(text(input.marker))));
    if (!input.relay.empty())
        about.append(tr("at %1", "relay").arg(safeText(text(input.relay))));
    m_inputs->addNote(about.join(between));
    if (!input.event) {
        m_inputs->addText(text(input.data));
        return;
    }
    auto *row = new LinkRow(m_inputs);
    row->setContent(inputRow(*input.event));
    connect(row, &LinkRow::clicked, this, [this, id = *input.event] {
        if (const dvm::ChainNode *node = jobNamed(id))
            Q_EMIT jobWanted(node->id);
        else
            Q_EMIT eventWanted(id);
    });
    m_inputs->add(row);
}

QVector<LinkContent> JobInOut::inputRows()
{
    QVector<LinkContent> rows;
    if (m_material && m_material->request)
        for (const dvm::JobInput &input : m_material->request->inputs)
            if (input.event)
                rows.append(inputRow(*input.event));
    return rows;
}

LinkContent JobInOut::inputRow(const nostr::EventId &id)
{
    if (const dvm::ChainNode *node = jobNamed(id))
        return jobRow(*node);
    LinkContent link;
    link.target = id;
    link.icon = Icon::External;
    link.primary = tr("event %1").arg(format::shortId(text(id.hex())));
    link.secondary = tr("no job that is known");
    return link;
}

void JobInOut::fillOutputs()
{
    m_outputs->clear();
    const auto &answers = m_material->answers;
    const auto count = std::count_if(answers.begin(), answers.end(), isOutput);
    std::size_t shown = 0;
    for (const dvm::AnswerMaterial &answer : answers)
        if (isOutput(answer) && shown++ < mostShown)
            addOutput(answer);
    if (count == 0)
        m_outputs->addNote(tr("Nothing came."));
    if (shown > mostShown || m_material->more)
        m_outputs->addNote(tr("Only the first are shown; the others stand among the events of the job."));
    m_outputSection->setNote(format::count(count));
}

void JobInOut::addOutput(const dvm::AnswerMaterial &answer)
{
    auto *row = new LinkRow(m_outputs);
    LinkContent link;
    link.target = answer.id;
    const bool isResult = answer.kind != 7000;
    link.tone = answer.status == dvm::Status::Error     ? Tone::Failed
                : answer.status == dvm::Status::Partial ? Tone::Running
                : isResult                              ? Tone::Delivered
                                                        : Tone::Waiting;
    link.icon = toneIcon(*link.tone);
    link.primary = m_names.name(answer.author);
    QStringList words{isResult ? roleWord(dvm::Role::Result)
                               : text(std::string(dvm::statusName(answer.status)))};
    words.append(answer.content.empty() ? tr("empty") : sizeOf(answer.content));
    link.secondary = words.join(between);
    link.time = answer.created_at;
    row->setContent(link);
    connect(row, &LinkRow::clicked, this, [this, id = answer.id] { Q_EMIT eventWanted(id); });
    m_outputs->add(row);
    if (!answer.status_text.empty())
        m_outputs->addText(text(answer.status_text));
    if (answer.encrypted && !answer.content.empty())
        m_outputs->addNote(tr("Encrypted: the customer and the DVM can read it, nobody else."));
    else if (!answer.content.empty())
        m_outputs->addText(text(answer.content), prettyJson(text(answer.content)));
    else if (isResult)
        m_outputs->addNote(tr("There is nothing in it."));
    if (answer.leaked)
        addLeak(answer);
}

void JobInOut::addLeak(const dvm::AnswerMaterial &answer)
{
    m_outputs->addLeft(new StateChip(Tone::Suspect, tr("may leak"), m_outputs));
    if (m_revealed.contains(answer.id)) {
        m_outputs->addText(leakLines(*answer.leaked));
        return;
    }
    m_outputs->addNote(
        tr("It carries a request that is not the one that it says. Some DVMs put decrypted inputs "
           "there, so it is hidden."));
    auto *show = new QPushButton(tr("Show it anyway"), m_outputs);
    show->setObjectName(QStringLiteral("leak.show"));
    connect(show, &QPushButton::clicked, this, [this, id = answer.id] {
        m_revealed.insert(id);
        fillOutputs();
    });
    m_outputs->addLeft(show);
}

void JobInOut::fillTakers()
{
    QVector<LinkContent> rows;
    if (m_chain) {
        std::set<std::size_t> told;
        for (const dvm::ChainEdge &edge : m_chain->chain.edges)
            if (edge.from == m_chain->job && edge.to != edge.from && told.insert(edge.to).second)
                rows.append(jobRow(m_chain->chain.nodes[edge.to]));
    }
    m_takers->setRows(rows);
    m_takerSection->setNote(format::count(rows.size()));
    m_takerSection->setVisible(!rows.isEmpty());
}

LinkContent JobInOut::jobRow(const dvm::ChainNode &node)
{
    LinkContent row;
    row.target = node.id;
    row.primary = jobName(node);
    row.ghost = node.ghost;
    if (node.ghost) {
        row.icon = Icon::Question;
        row.secondary = tr("never seen: no relay gave it");
        return row;
    }
    const bool awaits = dvm::awaitsPayment(node);
    row.tone = stateTone(node.state, awaits);
    row.icon = toneIcon(*row.tone);
    QStringList words{stateWord(node.state, awaits)};
    for (const dvm::Attempt &attempt : node.attempts)
        if (attempt.state == node.state && words.size() < 3)
            words.append(m_names.name(attempt.dvm));
    row.secondary = words.join(between);
    row.time = node.created_at;
    return row;
}

const dvm::ChainNode *JobInOut::jobNamed(const nostr::EventId &id) const
{
    if (!m_chain)
        return nullptr;
    const dvm::Chain &chain = m_chain->chain;
    if (const auto at = chain.indexOf(id))
        return &chain.nodes[*at];
    // An answer was named.
    for (const dvm::ChainEdge &edge : chain.edges)
        if (edge.to == m_chain->job && edge.pinned == id)
            return &chain.nodes[edge.from];
    return nullptr;
}

} // namespace dvmdash::ui
