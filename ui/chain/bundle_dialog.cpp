// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chain/bundle_dialog.h"

#include "ui/theme/theme.h"
#include "ui/widgets/check_box.h"
#include "ui/widgets/format.h"
#include "ui/widgets/safe_text.h"
#include "ui/widgets/segmented_control.h"

#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace dvmdash::ui
{

namespace
{

const QString redactedId = QStringLiteral("redacted");
const QString wholeId = QStringLiteral("whole");

} // namespace

BundleDialog::BundleDialog(const PageContext &context, const nostr::EventId &job, QWidget *parent)
    : QDialog(parent)
    , m_context(context)
    , m_job(job)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Export bundle"));
    build();
    restyle();
    gather();
}

void BundleDialog::build()
{
    const Theme &theme = Theme::of(this);
    auto *layout = new QVBoxLayout(this);
    const int side = theme.space(Space::L);
    layout->setContentsMargins(side, side, side, side);
    layout->setSpacing(theme.space(Space::M));
    layout->setSizeConstraint(QLayout::SetFixedSize);

    auto *title = addText(tr("Hand this chain on as a file"));
    title->setFont(theme.font(TextSize::Body, TextWeight::Strong));
    auto *what = addText(tr("A bundle holds the jobs of the chain, their signed events and the verdict. It "
                            "opens in another DVMDash, and any tool can read it."));
    what->setWordWrap(true);

    m_choice = new SegmentedControl(tr("What goes into the file"), this);
    m_choice->addSegment(redactedId, tr("Without texts"), tr("For people who need not read what was said"));
    m_choice->addSegment(wholeId, tr("Everything, as signed"), tr("For people who may read it all"));
    auto *choice = new QHBoxLayout;
    choice->addWidget(m_choice);
    choice->addStretch(1);
    layout->addLayout(choice);

    m_meaning = new QStackedWidget(this);
    m_meaning->addWidget(buildMeaning(
        tr("Taken out"),
        {tr("inputs, outputs, parameters"), tr("messages and other contents"),
         tr("invoices, texts of payments"), tr("names and profiles")},
        tr("Stays"),
        {tr("ids, keys, signatures"), tr("times, states, amounts"), tr("which job used which"),
         tr("the verdict")},
        tr("Nobody can verify or import a redacted event. Who can guess a text can check the guess against "
           "its id.")));
    m_meaning->addWidget(buildMeaning(
        tr("In the file"),
        {tr("every event as it was signed"), tr("all texts in them"), tr("names of DVMs and customers"),
         tr("by which relays they came")},
        tr("Whoever gets it can"),
        {tr("read all of it"), tr("verify each event"), tr("import them"), tr("check the verdict")},
        tr("What is encrypted stays encrypted.")));
    layout->addWidget(m_meaning);

    m_withoutRelays = new CheckBox(tr("Also without the addresses of the relays"), this);
    layout->addWidget(m_withoutRelays);

    m_amount = addText({});
    m_amount->setObjectName(QStringLiteral("bundle.amount"));
    m_amount->setFont(theme.numberFont());
    m_warning = addText({});
    m_warning->setWordWrap(true);
    m_warning->hide();

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(theme.space(Space::S));
    auto *cancel = new QPushButton(tr("Cancel"), this);
    m_save = new QPushButton(theme.icon(Icon::Export, Ink::OnAccent), tr("Save bundle\u2026"), this);
    m_save->setObjectName(QStringLiteral("bundle.save"));
    m_save->setProperty("primary", true);
    m_save->setDefault(true);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_save);
    layout->addLayout(buttons);

    connect(m_choice, &SegmentedControl::currentChanged, this, &BundleDialog::gather);
    connect(m_withoutRelays, &QCheckBox::toggled, this, &BundleDialog::gather);
    connect(cancel, &QPushButton::clicked, this, &QDialog::close);
    connect(m_save, &QPushButton::clicked, this, [this] {
        const QByteArray file = m_bundle->text;
        Q_EMIT saveWanted(file);
        close();
    });
    m_choice->setCurrent(redactedId);
}

QLabel *BundleDialog::addText(const QString &text)
{
    auto *label = new QLabel(text, this);
    label->setTextFormat(Qt::PlainText);
    layout()->addWidget(label);
    return label;
}

/// Two lists side by side, and what else there is to know.
QWidget *BundleDialog::buildMeaning(const QString &left, const QStringList &leftItems, const QString &right,
                                    const QStringList &rightItems, const QString &note)
{
    const Theme &theme = Theme::of(this);
    auto *page = new QWidget(this);
    auto *grid = new QGridLayout(page);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(theme.space(Space::Xl));
    grid->setVerticalSpacing(theme.space(Space::Xs));
    const auto put = [&](const QString &text, int row, int column) {
        auto *label = new QLabel(text, page);
        label->setTextFormat(Qt::PlainText);
        grid->addWidget(label, row, column);
        return label;
    };
    int column = 0;
    for (const auto &[caption, items] : {std::pair(left, leftItems), std::pair(right, rightItems)}) {
        auto *head = put(caption, 0, column);
        head->setFont(theme.font(TextSize::Caption));
        m_muted.push_back(head);
        for (int i = 0; i < items.size(); ++i)
            put(items.at(i), i + 1, column);
        grid->setColumnMinimumWidth(column, qRound(theme.scaled(208)));
        ++column;
    }
    auto *last = put(note, static_cast<int>(leftItems.size()) + 1, 0);
    grid->addWidget(last, static_cast<int>(leftItems.size()) + 1, 0, 1, 2);
    last->setWordWrap(true);
    last->setFont(theme.font(TextSize::Caption));
    last->setContentsMargins(0, theme.space(Space::Xs), 0, 0);
    m_muted.push_back(last);
    grid->setRowStretch(grid->rowCount(), 1);
    return page;
}

engine::Redaction BundleDialog::redaction() const
{
    if (m_choice->current() == wholeId)
        return engine::Redaction::None;
    return m_withoutRelays->isChecked() ? engine::Redaction::TextsAndRelays : engine::Redaction::Texts;
}

QString BundleDialog::amount() const
{
    return m_amount->text();
}

void BundleDialog::gather()
{
    const bool isRedacted = m_choice->current() != wholeId;
    m_meaning->setCurrentIndex(isRedacted ? 0 : 1);
    m_withoutRelays->setEnabled(isRedacted);
    m_bundle.reset();
    m_save->setEnabled(false);
    m_amount->setText(tr("Gathering the events\u2026"));
    m_ask = m_context.engine.ask(
        engine::BundleQuestion{m_job, m_context.engine.judging(), redaction()}, this,
        [this](const engine::Result<engine::BundleAnswer> &result) { showBundle(result); });
}

void BundleDialog::showBundle(const engine::Result<engine::BundleAnswer> &result)
{
    m_warning->setVisible(!result || result->incomplete);
    if (!result) {
        m_amount->setText(tr("There is nothing to save."));
        m_warning->setText(safeText(result.error));
        return;
    }
    m_bundle = *result;
    m_save->setEnabled(true);
    m_warning->setText(tr("Not all of this chain can be put into a file, so its verdict may not follow from "
                          "the bundle."));
    QStringList parts{m_bundle->jobs == 1 ? tr("1 job") : tr("%1 jobs").arg(format::count(m_bundle->jobs)),
                      m_bundle->redacted > 0
                          ? tr("%1 events, %2 of them redacted")
                                .arg(format::count(m_bundle->events), format::count(m_bundle->redacted))
                      : m_bundle->events == 1 ? tr("1 event")
                                              : tr("%1 events").arg(format::count(m_bundle->events))};
    parts.append(format::bytes(m_bundle->text.size()));
    m_amount->setText(parts.join(QStringLiteral(" \u00b7 ")));
}

void BundleDialog::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        restyle();
    QDialog::changeEvent(event);
}

void BundleDialog::restyle()
{
    const Theme &theme = Theme::of(this);
    QPalette palette = this->palette();
    palette.setColor(QPalette::WindowText, theme.ink(Ink::Muted));
    for (QLabel *label : m_muted)
        label->setPalette(palette);
    palette.setColor(QPalette::WindowText, theme.color(Tone::Suspect));
    if (m_warning)
        m_warning->setPalette(palette);
}

} // namespace dvmdash::ui
