// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/text_pane.h"

#include "ui/theme/theme.h"
#include "ui/widgets/format.h"
#include "ui/widgets/safe_text.h"

#include <QClipboard>
#include <QEvent>
#include <QFontMetrics>
#include <QGuiApplication>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QTextCursor>
#include <QTextDocument>
#include <QVBoxLayout>

#include <algorithm>

namespace dvmdash::ui
{

namespace
{

constexpr qsizetype slice = 32 * 1024;
/// A line of a million characters would be laid out at once; it is broken for the eye, never for the
/// clipboard.
constexpr qsizetype longestLine = 2'000;
constexpr int mostLines = 14;

/// Where a text may be cut: not inside of a character or a line break.
qsizetype cutAt(const QString &text, qsizetype at)
{
    if (at <= 0 || at >= text.size())
        return text.size();
    if (text.at(at).isLowSurrogate() || text.at(at) == QLatin1Char('\n'))
        return at + 1;
    return at;
}

} // namespace

TextPane::TextPane(Pitch pitch, QWidget *parent)
    : QWidget(parent)
    , m_pitch(pitch)
    , m_edit(new QPlainTextEdit(this))
    , m_more(new QPushButton(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::of(this).space(Space::Xs));
    layout->addWidget(m_edit);
    layout->addWidget(m_more, 0, Qt::AlignLeft);
    m_edit->setReadOnly(true);
    m_edit->setUndoRedoEnabled(false);
    m_edit->setTabChangesFocus(true);
    m_edit->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_edit->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    m_edit->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_more->hide();
    m_slices.setInterval(0);
    connect(&m_slices, &QTimer::timeout, this, [this] {
        append(slice);
        if (isComplete())
            m_slices.stop();
    });
    connect(m_more, &QPushButton::clicked, this, &TextPane::showAll);
    restyle();
}

void TextPane::setText(const QString &text, const std::optional<QString> &shown)
{
    const QString next = shown.value_or(text);
    if (text == m_text && next == m_shown)
        return;
    m_slices.stop();
    m_text = text;
    m_shown = next;
    m_at = 0;
    m_lineLength = 0;
    m_edit->clear();
    append(firstPart);
    m_edit->moveCursor(QTextCursor::Start);
    m_edit->verticalScrollBar()->setValue(0);
    fitHeight();
}

QString TextPane::shownText() const
{
    return m_edit->toPlainText();
}

void TextPane::copy()
{
    QGuiApplication::clipboard()->setText(m_text);
}

void TextPane::showAll()
{
    if (!isComplete())
        m_slices.start();
    updateMore();
}

void TextPane::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitHeight();
}

void TextPane::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        restyle();
    QWidget::changeEvent(event);
}

void TextPane::append(qsizetype count)
{
    const qsizetype end = cutAt(m_shown, m_at + count);
    const QString safe = safeText(QStringView(m_shown).mid(m_at, end - m_at), LineBreaks::Keep);
    m_at = end;
    QString lines;
    lines.reserve(safe.size() + safe.size() / longestLine);
    for (const QChar c : safe) {
        if (m_lineLength >= longestLine && !c.isLowSurrogate()) {
            lines += QLatin1Char('\n');
            m_lineLength = 0;
        }
        lines += c;
        m_lineLength = c == QLatin1Char('\n') ? 0 : m_lineLength + 1;
    }
    // Not the visible cursor: the reader's selection and place stay.
    QTextCursor cursor(m_edit->document());
    cursor.movePosition(QTextCursor::End);
    cursor.insertText(lines);
    updateMore();
}

void TextPane::updateMore()
{
    m_more->setVisible(!isComplete() && !m_slices.isActive());
    m_more->setText(tr("Show all, %1 characters").arg(format::count(m_shown.size())));
}

void TextPane::fitHeight()
{
    const int line = QFontMetrics(m_edit->font()).lineSpacing();
    // The layout of plain texts counts in lines, wrapped ones included.
    const int lines = std::clamp(qRound(m_edit->document()->size().height()), 1, mostLines);
    // Inset and border of the style, and the margin of the document.
    const int around =
        qRound(Theme::of(this).scaled(12)) + 2 * qRound(m_edit->document()->documentMargin()) + 2;
    m_edit->setFixedHeight(lines * line + around);
}

void TextPane::restyle()
{
    const Theme &theme = Theme::of(this);
    m_edit->setFont(m_pitch == Pitch::Fixed ? theme.monoFont(TextSize::Caption) : theme.font());
}

} // namespace dvmdash::ui
