// SPDX-License-Identifier: GPL-3.0-or-later
// The graph as pictures and files; the rest of ChainGraph is in chain_graph.cpp.
#include "ui/chain/chain_graph.h"
#include "ui/models/name_book.h"
#include "ui/models/table_export.h"
#include "ui/theme/theme.h"

#include <QBuffer>
#include <QPainter>
#include <QSvgGenerator>

#include <algorithm>

namespace dvmdash::ui
{

namespace
{

constexpr qreal pictureScale = 2;
constexpr qreal longestSide = 8192; ///< pixels of a picture

/// Where the whole graph lies, with a margin.
QRectF paper(const Theme &theme, const GraphScene *scene)
{
    const qreal margin = theme.space(Space::Xl);
    return (scene ? scene->picture.bounds : QRectF()).adjusted(-margin, -margin, margin, margin);
}

/// Without selection, search and fading.
void paintPaper(QPainter &painter, const Theme &theme, const GraphScene *scene, bool critical, qreal zoom)
{
    const QRectF all = paper(theme, scene);
    painter.translate(-all.topLeft());
    painter.fillRect(all, theme.colors().card);
    GraphLook look;
    look.critical = critical;
    if (scene)
        paintGraph(painter, theme, *scene, look, all, zoom);
}

} // namespace

QByteArray ChainGraph::toSvg() const
{
    const Theme &theme = Theme::of(this);
    const QSize size = paper(theme, m_scene.get()).size().toSize();
    QByteArray bytes;
    QBuffer buffer(&bytes);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setTitle(tr("Chain of jobs"));
    generator.setResolution(96); // CSS pixels
    generator.setSize(size);
    generator.setViewBox(QRect(QPoint(0, 0), size));
    QPainter painter(&generator);
    paintPaper(painter, theme, m_scene.get(), m_view->look().critical, pictureScale); // icons are pictures
    painter.end();
    return bytes;
}

QImage ChainGraph::toImage() const
{
    const Theme &theme = Theme::of(this);
    const QSizeF size = paper(theme, m_scene.get()).size();
    const qreal scale = std::min(pictureScale, longestSide / std::max(size.width(), size.height()));
    QImage image((size * scale).toSize().expandedTo({1, 1}), QImage::Format_RGB32);
    image.fill(theme.colors().card);
    QPainter painter(&image);
    painter.scale(scale, scale);
    paintPaper(painter, theme, m_scene.get(), m_view->look().critical, scale);
    return image;
}

QString ChainGraph::toDot() const
{
    if (!m_scene)
        return {};
    const std::vector<std::size_t> causes = causeNodes(m_scene->answer);
    const auto cause = m_cause < causes.size() ? std::optional(causes[m_cause]) : std::nullopt;
    return chainDot(m_scene->answer, criticalPath(m_scene->answer, cause), nameOf());
}

void ChainGraph::exportPng()
{
    m_export->exportImage(this, toImage(), fileStem() + QStringLiteral(".png"));
}

void ChainGraph::exportSvg()
{
    m_export->exportBytes(this, toSvg(),
                          {tr("Save drawing"), fileStem() + QStringLiteral(".svg"), tr("Drawing (*.svg)")});
}

void ChainGraph::exportDot()
{
    m_export->exportBytes(
        this, toDot().toUtf8(),
        {tr("Save graph"), fileStem() + QStringLiteral(".dot"), tr("Graphviz file (*.dot *.gv)")});
}

QString ChainGraph::fileStem() const
{
    constexpr qsizetype shown = 8;
    if (!m_scene || m_scene->answer.job >= m_scene->answer.chain.nodes.size())
        return QStringLiteral("chain");
    const std::string id = m_scene->answer.chain.nodes[m_scene->answer.job].id.hex();
    return QStringLiteral("chain-") + QString::fromStdString(id).left(shown);
}

} // namespace dvmdash::ui
