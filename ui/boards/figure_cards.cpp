// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/boards/figure_cards.h"

#include "ui/models/freshness_words.h"
#include "ui/relays/lookup_words.h"
#include "ui/theme/theme.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/stat_card.h"

#include <QStringList>

#include <algorithm>

namespace dvmdash::ui
{

FigureCards::FigureCards(const QVector<std::pair<Figure, QString>> &figures, QWidget *parent)
    : QWidget(parent)
{
    const Theme &theme = Theme::of(this);
    m_layout = new FlowLayout(qRound(theme.scaled(118)), theme.space(Space::M), this);
    for (const auto &[figure, caption] : figures)
        m_cards.append({figure, addCard(caption)});
}

StatCard *FigureCards::addCard(const QString &caption)
{
    auto *made = new StatCard(caption, this);
    const Theme &theme = Theme::of(this);
    // These cards have no course below their words.
    made->setFixedHeight(made->sizeHint().height() - qRound(theme.scaled(40)) - 2 * theme.space(Space::Xs));
    m_layout->addWidget(made);
    return made;
}

StatCard *FigureCards::card(Figure figure) const
{
    const auto at = std::find_if(m_cards.begin(), m_cards.end(),
                                 [figure](const auto &pair) { return pair.first == figure; });
    return at == m_cards.end() ? nullptr : at->second;
}

void FigureCards::show(const metrics::Figures &now, const metrics::Figures *before,
                       const metrics::Freshness &fresh)
{
    for (const auto &[figure, made] : std::as_const(m_cards)) {
        const auto change = before ? figureChange(now, *before, figure) : std::nullopt;
        made->setFigure(figureText(now, figure), figureNote(now, figure));
        made->setChange(change);
        QStringList lines{figureDefinition(figure)};
        if (figure == Figure::Claimed)
            lines.append(confirmationWords());
        if (const QString basis = figureBasis(now, figure); !basis.isEmpty())
            lines.append(basis);
        lines.append(before ? tr("%1 in the window of equal length before.").arg(figureText(*before, figure))
                            : tr("Counted over everything that is stored."));
        lines.append(freshnessWords(fresh));
        made->setExplanation(lines.join(QLatin1Char('\n')));
    }
}

} // namespace dvmdash::ui
