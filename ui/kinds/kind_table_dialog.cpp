// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kinds/kind_table_dialog.h"

#include "engine/kinds_of_file.h"
#include "ui/kinds/kind_list_text.h"
#include "ui/kinds/kind_rows_model.h"
#include "ui/models/file_chooser.h"
#include "ui/theme/theme.h"
#include "ui/widgets/muted_label.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/table_header.h"

#include <QFile>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSaveFile>
#include <QSpinBox>
#include <QStyle>
#include <QTableView>
#include <QVBoxLayout>

namespace dvmdash::ui
{

namespace
{

const QString standardId = QStringLiteral("standard");
const QString wholeId = QStringLiteral("nip90");
const QString namedId = QStringLiteral("named");
const QString ownId = QStringLiteral("own");

constexpr qint64 mostBytes = qint64{1024} * 1024;
constexpr int rangeLines = 2;
constexpr int shownRows = 5;
constexpr int tablePixels = 690; ///< all columns with their heads
constexpr int rowPixels = 28;
constexpr int kindPixels = 56;
constexpr int timePixels = 100;

QString filterText()
{
    return KindTableDialog::tr("Table of kinds (*.json);;All files (*)");
}

QPlainTextEdit *smallEdit(const QString &name)
{
    auto *edit = new QPlainTextEdit;
    edit->setObjectName(name);
    edit->setTabChangesFocus(true);
    constexpr int marginPixels = 16; // of the document and the frame
    edit->setFixedHeight(rangeLines * edit->fontMetrics().lineSpacing() + marginPixels);
    return edit;
}

} // namespace

KindTableDialog::KindTableDialog(engine::Engine &engine, FileChooser &files, QWidget *parent)
    : QDialog(parent)
    , m_engine(engine)
    , m_files(files)
    , m_now(engine.kinds())
    , m_preset(new SegmentedControl(tr("Where to begin"), this))
    , m_ranges(smallEdit(QStringLiteral("kinds.ranges")))
    , m_excluded(smallEdit(QStringLiteral("kinds.excluded")))
    , m_rows(new KindRowsModel(this))
    , m_table(new QTableView)
    , m_newKind(new QSpinBox)
    , m_meaning(new QLabel)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setObjectName(QStringLiteral("kinds.dialog"));
    setWindowTitle(tr("Which kinds are jobs"));
    build();
    if (const auto stored = engine::kindChangesOf(engine.databasePath()))
        fill(*stored);
    else
        fill({});
    m_ask = engine.ask(engine::StorageQuestion{false, 0}, this,
                       [this](const engine::Result<engine::Storage> &storage) {
                           if (!storage)
                               return;
                           m_events = storage->events;
                           showMeaning();
                       });
}

void KindTableDialog::build()
{
    const Theme &theme = Theme::of(this);
    auto *layout = new QVBoxLayout(this);
    const int side = theme.space(Space::L);
    layout->setContentsMargins(side, side, side, side);
    layout->setSpacing(theme.space(Space::S));

    auto *why = new QLabel(
        tr("Requests of these kinds are asked for and counted, and so are their results, which have kinds of "
           "their own. Which ones these are belongs to this file; other programs that open it follow it."));
    why->setWordWrap(true);
    setTextInk(*why, theme.ink(Ink::Muted));
    layout->addWidget(why);

    m_preset->setObjectName(QStringLiteral("kinds.preset"));
    m_preset->addSegment(standardId, tr("Standard"),
                         tr("The range of NIP-90 without kinds that other protocols use"));
    m_preset->addSegment(wholeId, tr("All of NIP-90"), tr("5000-5999 and 6000-6999, nothing left out"));
    m_preset->addSegment(namedId, tr("Named kinds"),
                         tr("Only kinds that have a name: less noise, and shorter questions to relays"));
    m_preset->addSegment(ownId, tr("Own"), tr("As the fields say"));
    auto *presets = new QHBoxLayout;
    presets->addWidget(m_preset);
    presets->addStretch(1);
    layout->addLayout(presets);

    addCaption(tr("&Requests, and with + how much higher their results are (1000 where nothing is said)"),
               m_ranges);
    layout->addWidget(m_ranges);
    addCaption(tr("&Left out, of requests and results"), m_excluded);
    m_excluded->setPlaceholderText(tr("none"));
    layout->addWidget(m_excluded);
    addCaption(tr("&Names, and how long is waited"), m_table);
    layout->addWidget(buildRows(), 1);

    m_meaning->setObjectName(QStringLiteral("kinds.meaning"));
    m_meaning->setTextFormat(Qt::PlainText);
    m_meaning->setWordWrap(true);
    m_meaning->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    constexpr int meaningLines = 3;
    m_meaning->setMinimumHeight(meaningLines * fontMetrics().lineSpacing());
    layout->addWidget(m_meaning);
    layout->addWidget(buildButtons());

    connect(m_preset, &SegmentedControl::clicked, this, &KindTableDialog::choosePreset);
    connect(m_ranges, &QPlainTextEdit::textChanged, this, &KindTableDialog::showMeaning);
    connect(m_excluded, &QPlainTextEdit::textChanged, this, &KindTableDialog::showMeaning);
    connect(m_rows, &QAbstractItemModel::dataChanged, this, &KindTableDialog::showMeaning);
    connect(&m_engine, &engine::Engine::importChanged, this, &KindTableDialog::showMeaning);
    connect(&m_engine, &engine::Engine::recordingChanged, this, &KindTableDialog::showMeaning);
}

QLabel *KindTableDialog::addCaption(const QString &text, QWidget *buddy)
{
    auto *label = new QLabel(text);
    label->setBuddy(buddy);
    label->setFont(Theme::of(this).font(TextSize::Caption, TextWeight::Strong));
    layout()->addWidget(label);
    return label;
}

QWidget *KindTableDialog::buildRows()
{
    const Theme &theme = Theme::of(this);
    m_table->setObjectName(QStringLiteral("kinds.rows"));
    m_table->setAccessibleName(tr("Names and deadlines of kinds"));
    auto *header = new TableHeader(m_table);
    header->setSectionsClickable(false);
    header->setSectionsMovable(false);
    header->setSortIndicatorShown(false);
    header->setContextMenuPolicy(Qt::NoContextMenu);
    m_table->setHorizontalHeader(header);
    const int ofStyle = style()->pixelMetric(QStyle::PM_FocusFrameHMargin, nullptr, m_table) + 1;
    m_table->setStyleSheet(QStringLiteral("QTableView::item { border: 0px; padding: 0px %1px; }")
                               .arg(qMax(0, theme.space(Space::S) - ofStyle)));
    m_table->setModel(m_rows);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(qRound(theme.scaled(rowPixels)));
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed |
                             QAbstractItemView::AnyKeyPressed);
    m_table->setMinimumWidth(qRound(theme.scaled(tablePixels)));
    m_table->setMinimumHeight((shownRows + 1) * qRound(theme.scaled(rowPixels)));
    header->setSectionResizeMode(QHeaderView::Fixed);
    for (int column = 0; column < KindRowsModel::ColumnCount; ++column)
        header->resizeSection(column,
                              qRound(theme.scaled(column == KindRowsModel::Kind ? kindPixels : timePixels)));
    header->setFlexible(KindRowsModel::Name, header->sectionSize(KindRowsModel::Response));

    m_newKind->setObjectName(QStringLiteral("kinds.new"));
    m_newKind->setRange(1, 65'535);
    m_newKind->setValue(m_now.ranges().front().first);
    m_newKind->setAccessibleName(tr("Kind to give a name or deadlines"));
    auto *add = new QPushButton(tr("Add a kind"));
    add->setObjectName(QStringLiteral("kinds.add"));
    connect(add, &QPushButton::clicked, this, &KindTableDialog::addKind);
    auto *below = new QHBoxLayout;
    below->addStretch(1);
    below->addWidget(m_newKind);
    below->addWidget(add);
    auto *both = new QWidget;
    auto *rows = new QVBoxLayout(both);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(theme.space(Space::S));
    rows->addWidget(m_table, 1);
    rows->addLayout(below);
    return both;
}

QWidget *KindTableDialog::buildButtons()
{
    auto *buttons = new QWidget;
    auto *line = new QHBoxLayout(buttons);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(Theme::of(this).space(Space::S));
    const auto add = [&](const QString &text, const char *name) {
        auto *button = new QPushButton(text);
        button->setObjectName(QString::fromLatin1(name));
        button->setAutoDefault(false);
        line->addWidget(button);
        return button;
    };
    connect(add(tr("Import..."), "kinds.import"), &QPushButton::clicked, this, &KindTableDialog::importFile);
    connect(add(tr("Export..."), "kinds.export"), &QPushButton::clicked, this, &KindTableDialog::exportFile);
    line->addStretch(1);
    connect(add(tr("Cancel"), "kinds.cancel"), &QPushButton::clicked, this, &QDialog::close);
    m_save = add(tr("Save"), "kinds.save");
    m_save->setProperty("primary", true);
    connect(m_save, &QPushButton::clicked, this, &KindTableDialog::save);
    return buttons;
}

/// The fields as of these changes.
void KindTableDialog::take(const dvm::KindChanges &changes)
{
    const dvm::KindTable &standard = dvm::KindTable::standard();
    m_filling = true;
    m_ranges->setPlainText(rangesText(changes.ranges.value_or(standard.ranges())));
    m_excluded->setPlainText(kindsText(changes.excluded.value_or(standard.excluded())));
    m_filling = false;
}

void KindTableDialog::fill(const dvm::KindChanges &changes)
{
    m_rows->setChanges(changes);
    take(changes);
    showMeaning();
}

/// Names and deadlines are nobody's preset: they stay.
void KindTableDialog::choosePreset(const QString &id)
{
    if (id == standardId)
        take({});
    else if (id == wholeId)
        take(dvm::wholeRangeOfNip90());
    else if (id == namedId)
        take(dvm::namedKindsOnly(dvm::KindTable::standard()));
    showMeaning();
}

std::optional<dvm::KindChanges> KindTableDialog::changes() const
{
    const auto ranges = rangesFromText(m_ranges->toPlainText(), nullptr);
    const auto excluded = kindsFromText(m_excluded->toPlainText(), nullptr);
    if (!ranges || !excluded)
        return std::nullopt;
    dvm::KindChanges changes;
    const dvm::KindTable &standard = dvm::KindTable::standard();
    if (*ranges != standard.ranges())
        changes.ranges = *ranges;
    if (*excluded != standard.excluded())
        changes.excluded = *excluded;
    m_rows->writeTo(changes);
    return dvm::changed(standard, changes) ? std::optional(changes) : std::nullopt;
}

void KindTableDialog::showMeaning()
{
    if (m_filling)
        return;
    QString problem;
    const auto ranges = rangesFromText(m_ranges->toPlainText(), &problem);
    const auto excluded = ranges ? kindsFromText(m_excluded->toPlainText(), &problem) : std::nullopt;
    dvm::KindChanges wanted;
    std::optional<dvm::KindTable> table;
    if (ranges && excluded) {
        wanted.ranges = *ranges;
        wanted.excluded = *excluded;
        m_rows->writeTo(wanted);
        std::string why;
        table = dvm::changed(dvm::KindTable::standard(), wanted, &why);
        problem = QString::fromStdString(why);
    }
    const auto looksLike = [&](const dvm::KindChanges &preset) {
        const auto as = dvm::changed(dvm::KindTable::standard(), preset);
        return table && as->ranges() == table->ranges() && as->excluded() == table->excluded();
    };
    m_preset->setCurrent(looksLike({})                                                ? standardId
                         : looksLike(dvm::wholeRangeOfNip90())                        ? wholeId
                         : looksLike(dvm::namedKindsOnly(dvm::KindTable::standard())) ? namedId
                                                                                      : ownId);
    if (table && m_engine.importStatus().running)
        problem = tr("An import is under way, and would be broken off: wait for its end");
    if (!problem.isEmpty()) {
        say(problem);
        return;
    }
    setTextInk(*m_meaning, Theme::of(this).ink(Ink::Muted));
    QString meaning = kindsMeaning(m_now, *table, m_events);
    if (m_engine.recording().on)
        meaning += u' ' + tr("The recording that is under way ends.");
    m_meaning->setText(meaning);
    m_save->setEnabled(true);
}

void KindTableDialog::say(const QString &problem)
{
    setTextInk(*m_meaning, Theme::of(this).color(Tone::Failed));
    m_meaning->setText(tr("%1.").arg(problem));
    m_save->setEnabled(false);
}

void KindTableDialog::addKind()
{
    const int row = m_rows->addKind(m_newKind->value());
    const QModelIndex name = m_rows->index(row, KindRowsModel::Name);
    m_table->scrollTo(name);
    m_table->setCurrentIndex(name);
    m_table->edit(name);
}

void KindTableDialog::importFile()
{
    m_files.chooseOpenPath(this, {tr("Import a table of kinds"), filterText()}, [this](const QString &path) {
        if (path.isEmpty())
            return;
        QFile file(path);
        std::string why = "it cannot be read";
        std::optional<dvm::KindChanges> changes;
        if (file.open(QIODevice::ReadOnly))
            changes = dvm::KindChanges::parse(file.read(mostBytes).toStdString(), &why);
        if (changes)
            fill(*changes);
        else
            say(tr("%1 is no table of kinds (%2)")
                    .arg(QFileInfo(path).fileName(), QString::fromStdString(why)));
    });
}

void KindTableDialog::exportFile()
{
    const auto wanted = changes();
    if (!wanted)
        return;
    const SaveRequest request{tr("Export the table of kinds"), QStringLiteral("kinds.json"), filterText()};
    m_files.chooseSavePath(this, request, [this, text = wanted->toJson()](const QString &path) {
        if (path.isEmpty())
            return;
        QSaveFile file(path);
        const QByteArray bytes = QByteArray::fromStdString(text + "\n");
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
            say(tr("%1 could not be written: %2").arg(path, file.errorString()));
    });
}

void KindTableDialog::save()
{
    const auto wanted = changes();
    if (!wanted)
        return;
    close();
    m_engine.changeKinds(*wanted);
}

} // namespace dvmdash::ui
