// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bundle/import_dialog.h"

#include "ui/theme/theme.h"
#include "ui/widgets/format.h"
#include "ui/widgets/muted_label.h"
#include "ui/widgets/safe_text.h"
#include "ui/widgets/segmented_control.h"

#include <QEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace dvmdash::ui
{

namespace
{

const QString sampleId = QStringLiteral("sample");
const QString recordingId = QStringLiteral("recording");

constexpr qsizetype mostNamed = 6;
constexpr int longestName = 60;

QString shortName(const QString &path)
{
    const QString name = safeText(QFileInfo(path).fileName());
    return name.size() <= longestName
               ? name
               : name.left(longestName / 2) + QStringLiteral("\u2026") + name.right(longestName / 2);
}

} // namespace

ImportDialog::ImportDialog(const QStringList &paths, QWidget *parent)
    : QDialog(parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Import archive"));
    build(paths);
    restyle();
}

void ImportDialog::build(const QStringList &paths)
{
    const Theme &theme = Theme::of(this);
    auto *layout = new QVBoxLayout(this);
    const int side = theme.space(Space::L);
    layout->setContentsMargins(side, side, side, side);
    layout->setSpacing(theme.space(Space::M));
    layout->setSizeConstraint(QLayout::SetFixedSize);

    auto *title = addText(paths.size() == 1 ? tr("Take in the events of one file")
                                            : tr("Take in the events of %1 files").arg(paths.size()));
    title->setFont(theme.font(TextSize::Body, TextWeight::Strong));
    QStringList names;
    qint64 bytes = 0;
    for (const QString &path : paths) {
        const qint64 size = QFileInfo(path).size();
        bytes += size;
        if (names.size() < mostNamed)
            names.append(tr("%1, %2").arg(shortName(path), format::bytes(size)));
    }
    if (paths.size() > mostNamed)
        names.append(tr("and %1 more, %2 in all").arg(paths.size() - mostNamed).arg(format::bytes(bytes)));
    m_files = addText(names.join(u'\n'));
    m_files->setObjectName(QStringLiteral("import.files"));

    addText(paths.size() == 1 ? tr("What is it?") : tr("What are they?"));
    m_choice = new SegmentedControl(tr("What the files are"), this);
    m_choice->addSegment(sampleId, tr("A sample"), tr("Something may be missing in it"));
    m_choice->addSegment(recordingId, tr("A recording"), tr("Nothing is missing in it"));
    auto *choice = new QHBoxLayout;
    choice->addWidget(m_choice);
    choice->addStretch(1);
    layout->addLayout(choice);

    m_meaning = addText({});
    m_meaning->setObjectName(QStringLiteral("import.meaning"));
    m_meaning->setWordWrap(true);
    m_meaning->setFixedWidth(qRound(theme.scaled(440)));
    m_meaning->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_note = addText(tr("Every event is verified. What is known already is passed over, and what the file "
                        "no longer keeps is refused as too old."));
    m_note->setWordWrap(true);
    m_note->setFixedWidth(m_meaning->minimumWidth());
    m_note->setFont(theme.font(TextSize::Caption));

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(theme.space(Space::S));
    auto *cancel = new QPushButton(tr("Cancel"), this);
    auto *import = new QPushButton(theme.icon(Icon::ArrowDown, Ink::OnAccent), tr("Import"), this);
    import->setObjectName(QStringLiteral("import.begin"));
    import->setProperty("primary", true);
    import->setDefault(true);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(import);
    layout->addLayout(buttons);

    connect(m_choice, &SegmentedControl::currentChanged, this, &ImportDialog::showMeaning);
    connect(cancel, &QPushButton::clicked, this, &QDialog::close);
    connect(import, &QPushButton::clicked, this, [this] {
        engine::ImportOptions options;
        options.recording = m_choice->current() == recordingId;
        Q_EMIT importWanted(options);
        close();
    });
    m_choice->setCurrent(sampleId); // it claims less
    showMeaning();
}

QLabel *ImportDialog::addText(const QString &text)
{
    auto *label = new QLabel(text, this);
    label->setTextFormat(Qt::PlainText);
    layout()->addWidget(label);
    return label;
}

void ImportDialog::showMeaning()
{
    m_meaning->setText(
        m_choice->current() == recordingId
            ? tr("Between its first and its last event, up to pauses of an hour, all was heard that there "
                 "was "
                 "to hear. So a request without an answer was ignored, and DVMs are judged by it.")
            : tr("Answers may be missing in it. So a request without an answer stays unobserved, and nobody "
                 "is blamed for silence."));
}

void ImportDialog::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange && m_note)
        restyle();
    QDialog::changeEvent(event);
}

void ImportDialog::restyle()
{
    const Theme &theme = Theme::of(this);
    for (QLabel *label : {m_files, m_note})
        setTextInk(*label, theme.ink(Ink::Muted));
}

} // namespace dvmdash::ui
