// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/inspector/verdict_text.h"

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QVBoxLayout;

namespace dvmdash::ui
{

class FlowLayout;
class NameBook;
class RelativeTimeLabel;

/// Says who broke a job, above everything else of its chain: each cause with its job, its DVM and the reason,
/// both names leading there; what is noted of others; how long ago it was asked for.
class VerdictBanner : public QWidget
{
    Q_OBJECT
public:
    static constexpr std::size_t mostLines = 3; ///< causes, and notes, that are written out

    VerdictBanner(NameBook &names, QWidget *parent = nullptr);

    void setAnswer(const engine::ChainAnswer &answer);
    /// All that it says, line by line.
    QString words() const;

Q_SIGNALS:
    /// The reader wants to see this job of the chain.
    void jobChosen(const dvmdash::nostr::EventId &id);
    void dvmWanted(const dvmdash::nostr::PublicKey &dvm);

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void fill();
    QWidget *causeRow(const CauseText &cause);
    QWidget *noteLink(const NoteText &note);
    QString dvmName(const CauseText &cause) const;
    void restyle();

    NameBook &m_names;
    VerdictText m_text;
    QString m_shown; ///< what the widgets were made of
    QLabel *m_icon;
    QLabel *m_headline;
    QHBoxLayout *m_first; ///< a single cause stands beside the headline
    RelativeTimeLabel *m_asked;
    QLabel *m_askedCaption;
    QWidget *m_single = nullptr;
    QWidget *m_causes = nullptr;
    QWidget *m_notes = nullptr;
    QVBoxLayout *m_layout;
};

} // namespace dvmdash::ui
