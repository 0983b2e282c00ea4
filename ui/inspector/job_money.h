// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"
#include "ui/inspector/link_row.h"

#include <QWidget>

#include <optional>

namespace dvmdash::ui
{

class MutedLabel;
class NameBook;
class Section;
class ViewState;

/// The money of one job: what each DVM asked for, and every receipt that was seen. The tiers stand apart and
/// are never added up. Shows values; asks nobody.
class JobMoney : public QWidget
{
    Q_OBJECT
public:
    JobMoney(NameBook &names, ViewState &viewState, QWidget *parent);

    void showMoney(const engine::JobDetail &detail, const engine::JobMaterial &material);

    LinkList &dvms() { return *m_dvms; }
    LinkList &asks() { return *m_asks; }
    LinkList &receipts() { return *m_receipts; }

Q_SIGNALS:
    void eventWanted(const dvmdash::nostr::EventId &id);

private:
    void fill();
    void fillSection(Section *section, LinkList *list, const QVector<LinkContent> &rows);
    LinkContent dvmRow(const dvm::Attempt &attempt);
    LinkContent askRow(const dvm::AnswerMaterial &answer);
    LinkContent receiptRow(const store::JobPayment &row);

    NameBook &m_names;
    std::optional<engine::JobDetail> m_detail;
    engine::JobMaterial m_material;
    MutedLabel *m_meaning;
    MutedLabel *m_bid;
    LinkList *m_dvms;
    LinkList *m_asks;
    LinkList *m_receipts;
    Section *m_dvmSection;
    Section *m_askSection;
    Section *m_receiptSection;
};

} // namespace dvmdash::ui
