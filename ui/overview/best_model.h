// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"
#include "ui/models/row_model.h"

#include <QCoreApplication>

namespace dvmdash::ui
{

class NameBook;
class Theme;

struct BestRow {
    metrics::KindBest best;
    int key() const { return best.kind; }
    bool operator==(const BestRow &other) const;
};

/// For each kind that was requested its fastest DVM and the one that was paid most, most requested first.
class BestModel : public RowModel<BestRow>
{
    Q_DECLARE_TR_FUNCTIONS(BestModel)
public:
    enum ColumnIndex { Kind, Fastest, P50, Samples, TopEarning, Paid, Tier, Requests };

    BestModel(NameBook &names, const Theme &theme, QObject *parent = nullptr);

    void setBest(const engine::Best &best);

    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    QVariant dvmData(const std::optional<nostr::PublicKey> &dvm, int role) const;
    QString tip(const metrics::KindBest &best, int column) const;

    NameBook &m_names;
    const Theme &m_theme;
    QString m_freshness;
};

} // namespace dvmdash::ui
