// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/chain/graph_layouter.h"
#include "ui/chain/graph_view.h"
#include "ui/page.h"

#include <QImage>
#include <QWidget>

#include <memory>
#include <optional>
#include <set>

class QLabel;
class QToolButton;

namespace dvmdash::ui
{

class SearchField;
class TableExport;

/// A chain of jobs as a graph from left to right, with a line above it to search and to choose what is lit.
///
/// Keys: arrows along the lines (Left inputs, Right consumers, Up and Down in the column), Enter opens, F and
/// Shift+F the next and previous failure, Home the root cause, C critical path, E neighbours only, / search
/// (Enter: next hit), Ctrl+0 fit, + and - zoom.
class ChainGraph : public QWidget
{
    Q_OBJECT
public:
    explicit ChainGraph(const PageContext &context, QWidget *parent = nullptr);
    ~ChainGraph() override;

    /// The whole chain and its verdict. Another chain than before (no job in common) opens anew; the same one
    /// keeps its boxes where they were, and zoom, place and selection. A chain of more than 300 boxes is laid
    /// out in a thread, and what was shown stays until it is done.
    void setAnswer(const engine::ChainAnswer &answer);
    void clear();
    /// Says something on the boxes of these jobs, which are not folded then; all others say nothing. Stands
    /// until it is set anew.
    void setMarks(const JobMarks &marks);
    /// Fades all but these jobs; nothing: none is faded. While only neighbours are shown, that goes first.
    void setUnfaded(const std::optional<std::set<nostr::EventId>> &jobs);
    /// For narrow places: no line above the graph, which the keys do not need, and the whole of it is shown
    /// as long as it can be read. The critical path is lit when the reader asks for it.
    void setBare();
    /// Selects, and centres what is not in view (what is stays where it is, so a fitted graph stays fitted);
    /// takes the job out of the box that it is folded into. A job that is not there yet is selected when an
    /// answer brings it. Does not emit jobSelected().
    void select(const nostr::EventId &job);
    /// No job is selected; does not emit.
    void deselect();
    /// Nothing also while a box of folded jobs is selected.
    std::optional<nostr::EventId> selected() const;
    /// Selects the first root cause, and the next one each time it is called again, with the path from it
    /// lit; centres it unless the whole graph is in view. Without one the job that was asked for.
    void showRoot();

    QByteArray toSvg() const; ///< the whole graph at zoom 1
    QImage toImage() const;   ///< the same at twice the resolution, or as much as is sensible
    QString toDot() const;    ///< the whole chain, nothing folded

    /// How a file about this chain is called, without its suffix.
    QString fileStem() const;

    /// For tests and for those that place things above it.
    GraphView &view() { return *m_view; }

public Q_SLOTS:
    void exportPng();
    void exportSvg();
    void exportDot();

Q_SIGNALS:
    /// The reader selected another job.
    void jobSelected(const dvmdash::nostr::EventId &job);
    /// Double click or Enter.
    void jobOpened(const dvmdash::nostr::EventId &job);
    void exportFinished(const QString &path, int rows);
    void exportFailed(const QString &message);

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void buildBar();
    std::vector<BoxWords> wordsOf(const GraphScene &scene) const;
    std::vector<bool> markedNodes(const engine::ChainAnswer &answer) const;
    QToolButton *addButton(const QString &text, const QString &explanation);
    NameOf nameOf() const;
    /// Shape, words and a layout of the answer.
    void lay(engine::ChainAnswer answer);
    void layAgain();
    void showScene(std::shared_ptr<GraphScene> scene);
    void renameBoxes();
    void relight();

    int selectedBox() const;
    void selectBox(int box, bool tell = true);
    /// Opens a folded box and selects that job of it.
    void unfold(int box, std::size_t node);
    void clicked(int box);
    void goTo(std::optional<int> box, bool centred);
    void goToFailure(bool backwards);
    void openSelected();

    void search(const QString &query);
    void nextHit();
    void showLook();
    void describeSelection();
    bool handles(const QKeyEvent &event) const;
    bool handleKey(int key, Qt::KeyboardModifiers modifiers);

    PageContext m_context;
    GraphView *m_view;
    GraphLayouter m_layouter;
    TableExport *m_export;
    QWidget *m_bar = nullptr;
    SearchField *m_search = nullptr;
    QLabel *m_note = nullptr;
    QToolButton *m_root = nullptr;
    QToolButton *m_critical = nullptr;
    QToolButton *m_neighbours = nullptr;

    std::shared_ptr<GraphScene> m_scene; ///< shown
    std::shared_ptr<GraphScene> m_next;  ///< being laid out
    OpenedFolds m_opened;
    std::size_t m_cause = 0; ///< whose path is lit
    std::string m_selectedKey;
    std::optional<nostr::EventId> m_kept;   ///< selected out of a fold
    std::optional<nostr::EventId> m_wanted; ///< to be selected as soon as it is there
    bool m_rootWanted = false;              ///< to be shown as soon as there is a scene
    QString m_query;
    int m_hits = 0; ///< jobs
    JobMarks m_marks;
    std::optional<std::set<nostr::EventId>> m_unfaded;
};

} // namespace dvmdash::ui
