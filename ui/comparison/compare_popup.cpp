// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/comparison/compare_popup.h"

#include "engine/identifiers.h"
#include "ui/comparison/similar_model.h"
#include "ui/theme/theme.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/live_table_view.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/safe_text.h"

#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QScreen>
#include <QVBoxLayout>

namespace dvmdash::ui
{

namespace
{

constexpr int tableVersion = 1;

} // namespace

ComparePopup::ComparePopup(const PageContext &context, QWidget *parent)
    : QWidget(parent, Qt::Popup)
    , m_context(context)
    , m_model(new SimilarModel(context.names, this))
    , m_table(new DataTable(QStringLiteral("similar_chains"), tableVersion, this))
    , m_field(new QLineEdit(this))
    , m_problem(new QLabel(this))
{
    setObjectName(QStringLiteral("compare.popup"));
    setAccessibleName(tr("Compare with"));
    build();
}

void ComparePopup::build()
{
    const Theme &theme = Theme::of(this);
    auto *layout = new QVBoxLayout(this);
    const int side = theme.space(Space::M);
    layout->setContentsMargins(side, side, side, side);
    layout->setSpacing(theme.space(Space::S));
    auto *title = new QLabel(tr("Compare with a delivered job of this kind"), this);
    title->setFont(theme.font(TextSize::Body, TextWeight::Strong));
    layout->addWidget(title);
    auto *why = new QLabel(tr("Chains like this one in which nothing failed come first, then the same "
                              "customer's, then the newest."),
                           this);
    why->setFont(theme.font(TextSize::Caption));
    why->setForegroundRole(QPalette::PlaceholderText);
    layout->addWidget(why);
    m_table->setModel(m_model);
    m_table->view()->setAccessibleName(tr("Delivered jobs like this one"));
    layout->addWidget(m_table, 1);
    m_field->setPlaceholderText(tr("Or any job: id, note or nevent, then Return"));
    m_field->setAccessibleName(tr("Job to compare with"));
    layout->addWidget(m_field);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setFont(theme.font(TextSize::Caption));
    m_problem->hide();
    layout->addWidget(m_problem);
    resize(qRound(theme.scaled(600)), qRound(theme.scaled(380)));

    const auto takeRow = [this](const QModelIndex &index) {
        if (index.isValid())
            take(m_model->row(index.row()).chain.job);
    };
    connect(m_table, &DataTable::activated, this, takeRow);
    connect(m_table->view(), &QAbstractItemView::clicked, this,
            [this, takeRow] { takeRow(m_table->currentIndex()); });
    connect(m_field, &QLineEdit::textEdited, m_problem, &QWidget::hide);
    connect(m_field, &QLineEdit::returnPressed, this, &ComparePopup::takeTyped);
}

void ComparePopup::open(const QWidget &anchor, const nostr::EventId &job)
{
    m_job = job;
    m_field->clear();
    m_problem->hide();
    m_model->setRows({});
    QPoint place = anchor.mapToGlobal(QPoint(anchor.width() - width(), anchor.height()));
    place.ry() += Theme::of(this).space(Space::Xs);
    if (const QScreen *screen = anchor.screen())
        place.setX(qMax(screen->availableGeometry().left(), place.x()));
    move(place);
    QWidget::show();
    m_table->setFocus(Qt::PopupFocusReason);
    ask();
}

void ComparePopup::ask()
{
    m_table->setLoading(true);
    m_ask =
        m_context.engine.ask(engine::SimilarChainsQuestion{*m_job}, this,
                             [this](const engine::Result<engine::SimilarChains> &result) { show(result); });
}

void ComparePopup::show(const engine::Result<engine::SimilarChains> &result)
{
    m_table->setLoading(false);
    if (!result) {
        m_table->setEmptyState(Icon::Triangle, tr("Chains like this one could not be found"),
                               safeText(result.error));
        return;
    }
    m_table->setEmptyState(Icon::Jobs, tr("No delivered job of this kind"),
                           tr("None of this kind was delivered, as far as this file reaches. Any job can be "
                              "named below."));
    m_model->setChains(*result);
    if (m_model->rowCount() > 0)
        m_table->setCurrentIndex(m_model->index(0, 0));
    else
        m_field->setFocus(Qt::OtherFocusReason);
}

void ComparePopup::take(const nostr::EventId &reference)
{
    m_ask.cancel();
    close();
    Q_EMIT chosen(reference);
}

void ComparePopup::takeTyped()
{
    const auto id = nostr::nip19::eventIdFromText(m_field->text().trimmed().toStdString());
    if (id && id != m_job) {
        take(*id);
        return;
    }
    const Theme &theme = Theme::of(this);
    QPalette palette = m_problem->palette();
    palette.setColor(QPalette::WindowText, theme.color(Tone::Failed));
    m_problem->setPalette(palette);
    m_problem->setText(id ? tr("That is this job itself.")
                          : tr("That is no id: 64 hex characters, a note or an nevent."));
    m_problem->show();
}

QString ComparePopup::problem() const
{
    return m_problem->isHidden() ? QString() : m_problem->text();
}

void ComparePopup::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = Theme::of(this);
    painter.fillRect(rect(), theme.colors().card);
    painter.setPen(QPen(theme.colors().border, 1));
    painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
}

void ComparePopup::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        close();
    else
        QWidget::keyPressEvent(event);
}

} // namespace dvmdash::ui
