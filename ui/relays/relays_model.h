// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"
#include "ui/models/row_model.h"
#include "ui/relays/given_words.h"

#include <QCoreApplication>
#include <QPointer>

#include <array>
#include <map>
#include <optional>

namespace dvmdash::ui
{

class RelayBook;

/// One relay of the list, with what the engine knows of it.
struct RelayRow {
    relay::RelayEntry entry;
    bool sessionOnly = false;
    relay::RelayStatus status; ///< its url is empty until the engine told of it
    double eventsPerSecond = 0;
    std::int64_t accepted = 0;
    std::int64_t duplicates = 0;
    std::int64_t rejected = 0;
    std::array<std::int64_t, nostr::rejectCount> rejectedBy{}; ///< by nostr::Reject
    relay::RelayConduct conduct;
    relay::RelayHealth health;
    std::optional<engine::RelayGiven> given; ///< of the window; none: it gave nothing, or nobody counted yet

    const QString &key() const { return entry.url; }
    bool isKnown() const { return !status.url.isEmpty(); }
    relay::LinkState state() const;
    bool needsAuth() const;
    /// But for `conduct`, in which time goes on: what changes of it that matters is in `health`.
    bool operator==(const RelayRow &other) const;
};

/// The relays in the order of the list. The first column is a check box: setData() with Qt::CheckStateRole,
/// or RelayBook::setEnabled, switches a relay.
class RelaysModel : public RowModel<RelayRow>
{
    Q_DECLARE_TR_FUNCTIONS(RelaysModel)
public:
    enum ColumnNumber {
        On,
        Url,
        Name,
        State,
        Health,
        Rate,
        Given,
        Only,
        First,
        Late,
        Since,
        Accepted,
        Duplicates,
        Rejected,
        Latency,
        Connecting,
        Errors,
        Detail,
        NextAttempt,
        Software,
        Auth,
    };

    RelaysModel(engine::Engine &engine, RelayBook &book, QObject *parent = nullptr);

    int rowOf(const QString &url) const;
    /// What each gave of the window. `given`: none while nobody counted.
    void setGiven(const std::optional<engine::RelaysGiven> &given);
    const GivenBasis &basis() const { return m_basis; }

    QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    void refresh();
    void noteRejects(const engine::Activity &activity);
    QVariant rawValue(const RelayRow &row, int column) const;
    QVariant shown(const RelayRow &row, int column) const;
    QVariant tip(const RelayRow &row, int column) const;

    engine::Engine &m_engine;
    RelayBook &m_book;
    std::map<relay::RelayNumber, std::array<std::int64_t, nostr::rejectCount>> m_rejects;
    std::map<QString, engine::RelayGiven> m_given; ///< by URL
    GivenBasis m_basis;
};

} // namespace dvmdash::ui
