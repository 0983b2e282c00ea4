// SPDX-License-Identifier: GPL-3.0-or-later
// STAND-IN: replaced by the graph of branch h-graph, which has the same face.
#pragma once

#include "engine/questions.h"
#include "ui/page.h"

#include <QWidget>

#include <optional>

namespace dvmdash::ui
{

class ChainGraph : public QWidget
{
    Q_OBJECT
public:
    explicit ChainGraph(const PageContext &context, QWidget *parent = nullptr);

    void setAnswer(const engine::ChainAnswer &answer);
    void clear();
    void select(const nostr::EventId &id);
    std::optional<nostr::EventId> selected() const { return m_selected; }
    void showRoot();

public Q_SLOTS:
    void exportPng() {}
    void exportSvg() {}
    void exportDot() {}

Q_SIGNALS:
    void jobSelected(const dvmdash::nostr::EventId &id);
    void jobOpened(const dvmdash::nostr::EventId &id);
    void exportFinished(const QString &path, int rows);
    void exportFailed(const QString &message);

private:
    std::optional<nostr::EventId> m_selected;
};

} // namespace dvmdash::ui
