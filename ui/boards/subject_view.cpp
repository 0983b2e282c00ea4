// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/boards/subject_view.h"

#include "ui/models/feed.h"
#include "ui/models/freshness_words.h"
#include "ui/models/window_choice.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/format.h"
#include "ui/widgets/live_table_view.h"
#include "ui/widgets/safe_text.h"
#include "ui/widgets/skeleton.h"

#include <QAbstractItemModel>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace dvmdash::ui
{

SubjectView::SubjectView(const PageContext &context, const QString &back, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
    , m_head(new QHBoxLayout)
    , m_swatch(new QLabel(this))
    , m_name(new QLabel(this))
    , m_banner(new Banner(this))
    , m_note(new Banner(this))
    , m_stack(new QStackedWidget(this))
    , m_scroll(new QScrollArea)
    , m_skeleton(new Skeleton)
    , m_nothing(new EmptyState)
{
    const Theme &theme = Theme::of(this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme.space(Space::M));
    layout->addLayout(m_head);
    layout->addWidget(m_banner);
    layout->addWidget(m_note);
    layout->addWidget(m_stack, 1);

    auto *button = new QPushButton(theme.icon(Icon::ChevronLeft), back, this);
    button->setObjectName(QStringLiteral("subject.back"));
    button->setToolTip(tr("Back to the table (Escape)"));
    connect(button, &QPushButton::clicked, this, &SubjectView::left);
    m_name->setTextFormat(Qt::PlainText);
    m_name->setObjectName(QStringLiteral("subject.name"));
    m_head->setSpacing(theme.space(Space::S));
    m_head->addWidget(button);
    m_head->addSpacing(theme.space(Space::S));
    m_head->addWidget(m_swatch);
    m_head->addWidget(m_name);
    m_head->addSpacing(theme.space(Space::S));

    auto *area = new QWidget;
    m_cards = new QVBoxLayout(area);
    m_cards->setContentsMargins(0, 0, 0, 0);
    m_cards->setSpacing(theme.space(Space::M));
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setWidget(area);
    m_stack->addWidget(m_skeleton);
    m_stack->addWidget(m_scroll);
    m_stack->addWidget(m_nothing);

    m_banner->setDismissible(true);
    m_note->setDismissible(true);
    // Another window lacks other things.
    connect(&m_context.window, &WindowChoice::changed, this, [this] { m_dismissed.clear(); });
    connect(m_banner, &Banner::dismissed, this, [this] { m_dismissed = m_banner->text(); });
    connect(m_banner, &Banner::actionTriggered, this, [this] { refresh(); });
    setFocusProxy(button);
    restyle();
}

void SubjectView::setSubject(const QString &name, const QColor &swatch)
{
    m_name->setText(safeText(name));
    m_name->setAccessibleName(m_name->text());
    m_color = swatch;
    restyle();
}

void SubjectView::showLoading()
{
    m_stack->setCurrentWidget(m_skeleton);
    m_scroll->verticalScrollBar()->setValue(0);
    m_banner->hide();
    m_note->hide();
}

void SubjectView::showCards()
{
    m_stack->setCurrentWidget(m_scroll);
}

void SubjectView::showNothing(const QString &title, const QString &why)
{
    m_nothing->setContent(Icon::Search, title, why);
    m_stack->setCurrentWidget(m_nothing);
}

void SubjectView::showTrouble(const QString &error, const metrics::Freshness *fresh)
{
    if (!error.isEmpty()) {
        m_dismissed.clear();
        m_banner->showMessage(
            Tone::Failed,
            tr("The numbers could not be read: %1. What is shown is the last that was.").arg(safeText(error)),
            tr("Try again"));
        return;
    }
    const QString missing = fresh && isSeverelyPartial(*fresh) ? partialWords(*fresh) : QString();
    if (missing.isEmpty() || !m_dismissed.isEmpty())
        m_banner->hide();
    else
        m_banner->showMessage(Tone::Suspect, missing);
}

void SubjectView::runWhileShown(FeedBase *feed)
{
    m_feeds.append(feed);
    feed->setActive(isVisible());
}

void SubjectView::fitHeight(DataTable *table, int mostRows)
{
    const auto fit = [table, mostRows] {
        constexpr int leastRows = 4; // what an empty table needs to say why it is
        LiveTableView *view = table->view();
        const int rows = qBound(leastRows, table->model()->rowCount(), mostRows);
        table->setMinimumHeight(view->horizontalHeader()->sizeHint().height() +
                                rows * view->verticalHeader()->defaultSectionSize() + 2);
    };
    // No higher than that, but where a card beside it is.
    table->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Ignored);
    connect(table->model(), &QAbstractItemModel::rowsInserted, table, fit);
    connect(table->model(), &QAbstractItemModel::rowsRemoved, table, fit);
    fit();
}

void SubjectView::reportExport(DataTable *table)
{
    connect(table, &DataTable::exportFinished, this, [this](const QString &path, int rows) {
        m_note->showMessage(Tone::Delivered,
                            tr("%1 rows written to %2.").arg(format::count(rows), safeText(path)));
    });
    connect(table, &DataTable::exportFailed, this,
            [this](const QString &message) { m_note->showMessage(Tone::Failed, message); });
}

void SubjectView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    setFeedsActive(true);
}

void SubjectView::hideEvent(QHideEvent *event)
{
    setFeedsActive(false);
    QWidget::hideEvent(event);
}

void SubjectView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        restyle();
    QWidget::changeEvent(event);
}

void SubjectView::setFeedsActive(bool active)
{
    for (FeedBase *feed : std::as_const(m_feeds))
        feed->setActive(active);
}

void SubjectView::restyle()
{
    const Theme &theme = Theme::of(this);
    m_name->setFont(theme.font(TextSize::Figure, TextWeight::Strong));
    const qreal side = theme.scaled(14);
    QPixmap square(QSizeF(side, side).toSize() * devicePixelRatioF());
    square.setDevicePixelRatio(devicePixelRatioF());
    square.fill(Qt::transparent);
    QPainter painter(&square);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_color);
    painter.drawRoundedRect(QRectF(0, 0, side, side), 3, 3);
    painter.end();
    m_swatch->setPixmap(square);
}

} // namespace dvmdash::ui
