// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/replay/record_dialog.h"

#include "ui/models/file_chooser.h"
#include "ui/theme/theme.h"
#include "ui/widgets/muted_label.h"
#include "ui/widgets/safe_text.h"
#include "ui/widgets/view_state.h"

#include <QDir>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QStandardPaths>
#include <QVBoxLayout>

namespace dvmdash::ui
{

namespace
{

const QString key = QStringLiteral("recording/settings");
constexpr qint64 megabyte = 1'000'000;
constexpr qint64 hour = 3600;
constexpr int mostMegabytes = 1'000'000;
constexpr int mostHours = 10'000;
constexpr int mostFiles = 100'000;

} // namespace

engine::RecordingSettings keptRecording(const ViewState &state)
{
    const QJsonObject kept = QJsonDocument::fromJson(state.value(key)).object();
    engine::RecordingSettings settings;
    settings.path = kept[QLatin1String("path")].toString();
    if (settings.path.isEmpty())
        settings.path = QDir(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation))
                            .filePath(QStringLiteral("DVMDash captures/"));
    settings.max_bytes = kept[QLatin1String("max_bytes")].toInteger(256 * megabyte);
    settings.max_seconds = kept[QLatin1String("max_seconds")].toInteger(24 * hour);
    settings.keep = kept[QLatin1String("keep")].toInt();
    return settings;
}

void keepRecording(ViewState &state, const engine::RecordingSettings &settings)
{
    state.setValue(key,
                   QJsonDocument(QJsonObject{{QStringLiteral("path"), settings.path},
                                             {QStringLiteral("max_bytes"), qint64(settings.max_bytes)},
                                             {QStringLiteral("max_seconds"), qint64(settings.max_seconds)},
                                             {QStringLiteral("keep"), settings.keep}})
                       .toJson(QJsonDocument::Compact));
}

RecordDialog::RecordDialog(const engine::RecordingSettings &settings, FileChooser &files, QWidget *parent)
    : QDialog(parent)
    , m_files(files)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setObjectName(QStringLiteral("record.dialog"));
    setWindowTitle(tr("Record live stream"));
    build(settings);
}

void RecordDialog::build(const engine::RecordingSettings &settings)
{
    const Theme &theme = Theme::of(this);
    auto *layout = new QVBoxLayout(this);
    const int side = theme.space(Space::L);
    layout->setContentsMargins(side, side, side, side);
    layout->setSpacing(theme.space(Space::M));
    auto *what =
        new MutedLabel(this, tr("Every event that comes in from now on is written to a capture, with "
                                "when and from which relays it came. A capture can be replayed, here "
                                "and elsewhere, and imported."));
    what->setMinimumWidth(qRound(theme.scaled(460)));
    layout->addWidget(what);

    auto *form = new QFormLayout;
    form->setHorizontalSpacing(theme.space(Space::M));
    form->setVerticalSpacing(theme.space(Space::S));
    layout->addLayout(form);
    auto *place = new QHBoxLayout;
    place->setSpacing(theme.space(Space::S));
    m_path = new QLineEdit(settings.path, this);
    m_path->setObjectName(QStringLiteral("record.path"));
    m_path->setAccessibleName(tr("File, or folder"));
    auto *choose = new QPushButton(tr("Choose\u2026"), this);
    place->addWidget(m_path, 1);
    place->addWidget(choose);
    form->addRow(tr("File, or folder"), place);
    m_size = addNumber("record.size", tr("Next file after"), mostMegabytes, tr(" MB"),
                       static_cast<int>(settings.max_bytes / megabyte));
    m_hours = addNumber("record.hours", tr("or after"), mostHours, tr(" hours"),
                        static_cast<int>(settings.max_seconds / hour));
    m_keep = addNumber("record.keep", tr("Keep the newest"), mostFiles, tr(" files"), settings.keep);
    m_size->setSpecialValueText(tr("any size"));
    m_hours->setSpecialValueText(tr("any time"));
    m_keep->setSpecialValueText(tr("all files"));

    m_problem = new QLabel(this);
    m_problem->setObjectName(QStringLiteral("record.problem"));
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    m_problem->hide();
    layout->addWidget(m_problem);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(theme.space(Space::S));
    auto *cancel = new QPushButton(tr("Cancel"), this);
    m_start = new QPushButton(theme.icon(Icon::Record, Ink::OnAccent), tr("Record"), this);
    m_start->setObjectName(QStringLiteral("record.start"));
    m_start->setProperty("primary", true);
    m_start->setDefault(true);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_start);
    layout->addLayout(buttons);

    const auto check = [this] { m_start->setEnabled(!m_path->text().trimmed().isEmpty()); };
    connect(m_path, &QLineEdit::textChanged, this, check);
    check();
    connect(cancel, &QPushButton::clicked, this, &QDialog::close);
    connect(m_start, &QPushButton::clicked, this, [this] { Q_EMIT startWanted(this->settings()); });
    connect(choose, &QPushButton::clicked, this, [this] {
        const SaveRequest request{tr("Record to"), QStringLiteral("dvmdash.jsonl"), tr("Captures (*.jsonl)")};
        m_files.chooseSavePath(this, request, [this](const QString &path) {
            if (!path.isEmpty())
                m_path->setText(path);
        });
    });
}

QSpinBox *RecordDialog::addNumber(const char *name, const QString &label, int most, const QString &unit,
                                  int value)
{
    auto *number = new QSpinBox(this);
    number->setObjectName(QString::fromLatin1(name));
    number->setRange(0, most);
    number->setSuffix(unit);
    number->setGroupSeparatorShown(true);
    number->setAccessibleName(label);
    number->setValue(value);
    auto *forms = findChild<QFormLayout *>();
    forms->addRow(label, number);
    return number;
}

engine::RecordingSettings RecordDialog::settings() const
{
    engine::RecordingSettings settings;
    settings.path = m_path->text().trimmed();
    settings.max_bytes = m_size->value() * megabyte;
    settings.max_seconds = m_hours->value() * hour;
    settings.keep = settings.rotates() ? m_keep->value() : 0;
    return settings;
}

void RecordDialog::showProblem(const QString &text)
{
    m_problem->setText(safeText(text));
    setTextInk(*m_problem, Theme::of(this).color(Tone::Failed));
    m_problem->show();
}

} // namespace dvmdash::ui
