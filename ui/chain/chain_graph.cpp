// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chain/chain_graph.h"

#include "ui/models/name_book.h"
#include "ui/models/table_export.h"
#include "ui/theme/theme.h"
#include "ui/widgets/format.h"
#include "ui/widgets/search_field.h"

#include <QAccessible>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace dvmdash::ui
{

namespace
{

bool shareAJob(const dvm::Chain &a, const dvm::Chain &b)
{
    return std::any_of(a.nodes.begin(), a.nodes.end(),
                       [&](const dvm::ChainNode &node) { return b.indexOf(node.id).has_value(); });
}

} // namespace

ChainGraph::ChainGraph(const PageContext &context, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
    , m_view(new GraphView(this))
    , m_export(new TableExport(this))
{
    m_export->setFileChooser(context.files);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Theme::of(this).space(Space::Xs));
    buildBar();
    column->addWidget(m_view, 1);
    setFocusProxy(m_view);
    m_view->setAccessibleName(tr("Graph of the chain"));
    m_view->setToolTips(
        [this](int box) {
            return boxToolTip(m_scene->answer, m_scene->shape.boxes[static_cast<std::size_t>(box)], nameOf());
        },
        [this](int edge) {
            const auto at = static_cast<std::size_t>(edge);
            return edgeToolTip(m_scene->words, m_scene->shape.edges[at], m_scene->picture.edges[at].back);
        });
    connect(m_view, &GraphView::boxClicked, this, &ChainGraph::clicked);
    connect(m_view, &GraphView::boxOpened, this, [this](int box) {
        selectBox(box);
        openSelected();
    });
    connect(&m_layouter, &GraphLayouter::laidOut, this, &ChainGraph::showScene);
    connect(&context.names, &NameBook::namesChanged, this, &ChainGraph::renameBoxes);
    connect(m_export, &TableExport::finished, this, &ChainGraph::exportFinished);
    connect(m_export, &TableExport::failed, this, &ChainGraph::exportFailed);
}

ChainGraph::~ChainGraph() = default;

void ChainGraph::buildBar()
{
    const Theme &theme = Theme::of(this);
    m_bar = new QWidget(this);
    layout()->addWidget(m_bar);
    auto *bar = new QHBoxLayout(m_bar);
    bar->setContentsMargins(0, 0, 0, 0);
    bar->setSpacing(theme.space(Space::Xs));
    m_search = new SearchField(tr("Find a job"), this);
    m_search->setToolTip(
        tr("Words of the kind, the DVM or the id. Enter goes to the next one; the key / leads here."));
    m_search->setMaximumWidth(qRound(theme.scaled(240)));
    bar->addWidget(m_search, 1);
    m_note = new QLabel(this);
    m_note->setForegroundRole(QPalette::PlaceholderText);
    m_note->setMinimumWidth(0);
    bar->addWidget(m_note);
    bar->addStretch(1);

    m_root = addButton(tr("Root cause"), tr("Show the root cause, then the next one (Home)"));
    m_critical =
        addButton(tr("Critical path"), tr("From the root cause to this job, and what it waited for (C)"));
    m_neighbours = addButton(tr("Neighbours"), tr("Only the inputs and consumers of the selected job (E)"));
    QToolButton *fit = addButton(tr("Fit"), tr("Show the whole graph (Ctrl+0)"));
    QToolButton *out = addButton(QString(QChar(0x2212)), tr("Zoom out (-)"));
    QToolButton *in = addButton(QStringLiteral("+"), tr("Zoom in (+)"));
    out->setAccessibleName(tr("Zoom out"));
    in->setAccessibleName(tr("Zoom in"));
    for (QToolButton *button : {m_critical, m_neighbours})
        button->setCheckable(true);
    m_critical->setChecked(true);
    m_root->setEnabled(false);

    connect(m_root, &QToolButton::clicked, this, &ChainGraph::showRoot);
    connect(m_critical, &QToolButton::toggled, this, &ChainGraph::showLook);
    connect(m_neighbours, &QToolButton::toggled, this, &ChainGraph::showLook);
    connect(fit, &QToolButton::clicked, m_view, &GraphView::fit);
    connect(out, &QToolButton::clicked, this, [this] { m_view->zoomBy(1 / GraphView::zoomStep); });
    connect(in, &QToolButton::clicked, this, [this] { m_view->zoomBy(GraphView::zoomStep); });
    connect(m_search, &SearchField::queryChanged, this, &ChainGraph::search);
    connect(m_search, &SearchField::submitted, this, &ChainGraph::nextHit);
    connect(m_search, &SearchField::left, m_view, qOverload<>(&QWidget::setFocus));
}

QToolButton *ChainGraph::addButton(const QString &text, const QString &explanation)
{
    auto *button = new QToolButton(this);
    button->setText(text);
    button->setToolTip(explanation);
    button->setAccessibleName(text);
    button->setFocusPolicy(Qt::TabFocus);
    m_bar->layout()->addWidget(button);
    return button;
}

NameOf ChainGraph::nameOf() const
{
    return [this](const nostr::PublicKey &key) { return m_context.names.name(key); };
}

// What is shown
// ------------------------------------------------------------------------------------------------------------

void ChainGraph::setAnswer(const engine::ChainAnswer &answer)
{
    const GraphScene *before = m_next ? m_next.get() : m_scene.get();
    if (before && !shareAJob(before->answer.chain, answer.chain))
        clear();
    lay(answer);
}

void ChainGraph::clear()
{
    m_layouter.cancel();
    m_scene.reset();
    m_next.reset();
    m_opened.clear();
    m_cause = 0;
    m_selectedKey.clear();
    m_kept.reset();
    m_hits = 0;
    m_note->clear();
    m_root->setEnabled(false);
    m_view->setEmptyText({});
    m_view->clear();
    showLook();
}

void ChainGraph::lay(engine::ChainAnswer answer)
{
    auto scene = std::make_shared<GraphScene>();
    scene->answer = std::move(answer);
    scene->opened = m_opened;
    scene->kept = m_kept ? scene->answer.chain.indexOf(*m_kept) : std::nullopt;
    scene->apart = markedNodes(scene->answer);
    scene->shape = shapeOf(scene->answer, scene->opened, m_cause, scene->kept, scene->apart);
    scene->words = wordsOf(*scene);
    m_next = scene;
    if (!m_scene)
        m_view->setEmptyText(tr("Laying out %1 jobs")
                                 .arg(format::count(static_cast<qint64>(scene->answer.chain.nodes.size()))));
    const Theme &theme = Theme::of(this);
    m_layouter.layOut(scene, m_scene ? m_scene->positions : layout::Positions(), boxSize(theme),
                      layoutOptions(theme));
}

/// The newest answer, folded in another way.
void ChainGraph::layAgain()
{
    lay((m_next ? m_next : m_scene)->answer);
}

void ChainGraph::showScene(std::shared_ptr<GraphScene> scene)
{
    m_next.reset();
    m_scene = std::move(scene);
    const std::vector<std::size_t> causes = causeNodes(m_scene->answer);
    if (m_cause >= causes.size())
        m_cause = 0;
    const int opening = causes.empty() ? selectedBox() : m_scene->shape.boxOf[causes[m_cause]];
    const auto asked = m_scene->answer.job;
    m_view->setScene(
        m_scene, opening >= 0 || asked >= m_scene->shape.boxOf.size() ? opening : m_scene->shape.boxOf[asked],
        m_selectedKey);
    relight();
    search(m_query);
    if (m_wanted)
        select(*m_wanted);
    if (std::exchange(m_rootWanted, false))
        showRoot();
}

void ChainGraph::renameBoxes()
{
    for (const auto &scene :
         {m_scene, m_next}) // one on its way keeps its words: the layout reads only the shape
        if (scene)
            scene->words = wordsOf(*scene);
    search(m_query);
    m_view->update();
}

/// Marks the critical path of the chosen cause; no box is moved.
void ChainGraph::relight()
{
    m_scene->shape = shapeOf(m_scene->answer, m_scene->opened, m_cause, m_scene->kept, m_scene->apart);
    const auto causes = static_cast<qint64>(causeNodes(m_scene->answer).size());
    m_root->setEnabled(causes > 0);
    m_root->setText(causes > 1
                        ? tr("Root cause %1 of %2")
                              .arg(format::count(static_cast<qint64>(m_cause) + 1), format::count(causes))
                        : tr("Root cause"));
    showLook();
}

// Selection
// ------------------------------------------------------------------------------------------------------------

std::optional<nostr::EventId> ChainGraph::selected() const
{
    const int box = selectedBox();
    if (box < 0)
        return std::nullopt;
    const GraphBox &chosen = m_scene->shape.boxes[static_cast<std::size_t>(box)];
    if (chosen.isFolded())
        return std::nullopt;
    return m_scene->answer.chain.nodes[chosen.nodes.front()].id;
}

int ChainGraph::selectedBox() const
{
    return m_scene && !m_selectedKey.empty() ? m_scene->shape.find(m_selectedKey).value_or(-1) : -1;
}

void ChainGraph::selectBox(int box, bool tell)
{
    const std::string key = box < 0 ? std::string() : m_scene->shape.boxes[static_cast<std::size_t>(box)].key;
    if (key == m_selectedKey)
        return;
    m_selectedKey = key;
    showLook();
    describeSelection();
    if (tell)
        m_wanted.reset();
    if (const auto job = selected(); job && tell)
        Q_EMIT jobSelected(*job);
}

void ChainGraph::select(const nostr::EventId &job)
{
    const auto node = m_scene ? m_scene->answer.chain.indexOf(job) : std::nullopt;
    if (!node) {
        m_wanted = job;
        return;
    }
    m_wanted.reset();
    const int box = m_scene->shape.boxOf[*node];
    if (m_scene->shape.boxes[static_cast<std::size_t>(box)].isFolded()) {
        // Taken out of its fold; done when that is laid out.
        m_wanted = job;
        m_kept = job;
        layAgain();
        return;
    }
    selectBox(box, false);
    m_view->lookAt(box);
}

void ChainGraph::showRoot()
{
    if (!m_scene) {
        m_rootWanted = true;
        return;
    }
    const engine::ChainAnswer &answer = m_scene->answer;
    const std::vector<std::size_t> causes = causeNodes(answer);
    if (causes.empty() && answer.job >= m_scene->shape.boxOf.size())
        return;
    if (!causes.empty() && selectedBox() == m_scene->shape.boxOf[causes[m_cause]])
        m_cause = (m_cause + 1) % causes.size();
    m_critical->setChecked(true);
    relight();
    const int box = m_scene->shape.boxOf[causes.empty() ? answer.job : causes[m_cause]];
    selectBox(box);
    m_view->approach(box);
}

void ChainGraph::clicked(int box)
{
    const GraphBox *clicked = box < 0 ? nullptr : &m_scene->shape.boxes[static_cast<std::size_t>(box)];
    if (clicked && clicked->isFolded())
        unfold(box, clicked->nodes.front());
    else
        selectBox(box);
}

void ChainGraph::unfold(int box, std::size_t node)
{
    m_opened.insert(m_scene->shape.boxes[static_cast<std::size_t>(box)].key);
    const nostr::EventId job = m_scene->answer.chain.nodes[node].id;
    m_selectedKey = job.hex();
    layAgain();
    describeSelection();
    Q_EMIT jobSelected(job);
}

void ChainGraph::goTo(std::optional<int> box, bool centred)
{
    if (!box)
        return;
    selectBox(*box);
    if (centred)
        m_view->lookAt(*box);
    else
        m_view->reveal(*box);
}

void ChainGraph::goToFailure(bool backwards)
{
    std::vector<bool> failures;
    for (const GraphBox &box : m_scene->shape.boxes)
        failures.push_back(box.failed);
    goTo(nextOf(*m_scene, failures, selectedBox(), backwards), true);
}

void ChainGraph::openSelected()
{
    const int box = selectedBox();
    if (box < 0)
        return;
    if (const auto job = selected())
        Q_EMIT jobOpened(*job);
    else
        unfold(box, m_scene->shape.boxes[static_cast<std::size_t>(box)].nodes.front());
}

void ChainGraph::showLook()
{
    GraphLook look = m_view->look();
    look.critical = m_critical->isChecked();
    look.selected = selectedBox();
    look.unfaded.clear();
    if (m_neighbours->isChecked() && look.selected >= 0)
        look.unfaded = neighbourhood(m_scene->shape, look.selected);
    else if (m_scene && m_unfaded)
        look.unfaded = boxesOf(*m_scene, *m_unfaded);
    m_view->setLook(look);
}

void ChainGraph::describeSelection()
{
    const int box = selectedBox();
    QString text;
    if (box >= 0) {
        const auto at = static_cast<std::size_t>(box);
        text = boxSentence(m_scene->words[at], m_scene->shape.boxes[at]);
    }
    m_view->setAccessibleDescription(text);
    QAccessibleEvent event(m_view, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&event);
}

} // namespace dvmdash::ui
