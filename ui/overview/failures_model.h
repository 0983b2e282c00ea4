// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"
#include "ui/models/row_model.h"

#include <QCoreApplication>

namespace dvmdash::ui
{

class NameBook;
class Theme;

struct FailureRow {
    engine::JobRow job;
    const nostr::EventId &key() const { return job.request; }
    bool operator==(const FailureRow &) const = default;
};

/// The newest failed jobs.
class FailuresModel : public RowModel<FailureRow>
{
    Q_DECLARE_TR_FUNCTIONS(FailuresModel)
public:
    enum ColumnNumber { State, Kind, Dvm, Requested, Request };

    FailuresModel(NameBook &names, const Theme &theme, QObject *parent = nullptr);

    void setJobs(const std::vector<engine::JobRow> &jobs);

    QVariant data(const QModelIndex &index, int role) const override;

private:
    QString dvmText(const engine::JobRow &job) const;

    NameBook &m_names;
    const Theme &m_theme;
};

} // namespace dvmdash::ui
