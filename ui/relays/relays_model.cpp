// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relays/relays_model.h"

#include "ui/relays/health_words.h"
#include "ui/relays/relay_book.h"
#include "ui/relays/relay_words.h"
#include "ui/widgets/format.h"

#include <QHash>

#include <cmath>
#include <tuple>

namespace dvmdash::ui
{

relay::LinkState RelayRow::state() const
{
    if (!entry.enabled)
        return relay::LinkState::Disabled;
    return isKnown() ? status.state : relay::LinkState::Connecting;
}

bool RelayRow::needsAuth() const
{
    return status.auth_challenged ||
           (status.information && status.information->auth_required.value_or(false));
}

bool RelayRow::operator==(const RelayRow &other) const
{
    const auto parts = [](const RelayRow &row) {
        return std::tie(row.entry, row.sessionOnly, row.status, row.eventsPerSecond, row.accepted,
                        row.duplicates, row.rejected, row.rejectedBy, row.health, row.given);
    };
    return parts(*this) == parts(other);
}

RelaysModel::RelaysModel(engine::Engine &engine, RelayBook &book, QObject *parent)
    : RowModel(
          {
              {QStringLiteral("on"), tr("On"), CellKind::Text, 3, false, QStringLiteral("enabled"),
               tr("Space switches the chosen relay on and off.")},
              {QStringLiteral("url"), tr("Relay"), CellKind::Text, 22, false, QStringLiteral("url")},
              {QStringLiteral("name"),
               tr("Name"),
               CellKind::Text,
               18,
               true,
               {},
               tr("As the relay calls itself (NIP-11).")},
              {QStringLiteral("state"), tr("State"), CellKind::State, 12},
              {QStringLiteral("health"), tr("Health"), CellKind::State, 8, false, {}, relayHealthRule()},
              // Thousandths, which is what the kind of millisatoshi draws: "0.4"; the file holds the integer.
              {QStringLiteral("rate"), tr("Events/s"), CellKind::Sats, 8, false,
               QStringLiteral("events_per_1000_s"),
               tr("Events received in a second, mean of the last five seconds.")},
              {QStringLiteral("given"), tr("Given"), CellKind::Number, 7, false,
               QStringLiteral("given_in_window"), givenMeaning()},
              {QStringLiteral("only"), tr("Only here"), CellKind::Rate, 8, false,
               QStringLiteral("only_here_percent"), onlyMeaning()},
              {QStringLiteral("first"), tr("First"), CellKind::Rate, 7, false,
               QStringLiteral("first_percent"), firstMeaning()},
              {QStringLiteral("late"), tr("Duplicates"), CellKind::Rate, 10, false,
               QStringLiteral("duplicates_percent"), duplicatesMeaning()},
              {QStringLiteral("since"), tr("Since"), CellKind::TimeMs, 10, true,
               QStringLiteral("state_since_utc")},
              {QStringLiteral("accepted"),
               tr("Accepted"),
               CellKind::Number,
               9,
               true,
               {},
               tr("Events that were first seen here, since the program started.")},
              {QStringLiteral("duplicates"),
               tr("Copies"),
               CellKind::Number,
               11,
               true,
               {},
               tr("Events that another relay had brought before, since the program started.")},
              {QStringLiteral("rejected"),
               tr("Rejected"),
               CellKind::Number,
               9,
               true,
               {},
               tr("Frames that were refused; the reasons stand below.")},
              {QStringLiteral("latency"), tr("Latency"), CellKind::DurationMs, 8, false,
               QStringLiteral("latency_ms"), tr("From ping to pong, the last time.")},
              {QStringLiteral("connecting"), tr("Connecting"), CellKind::DurationMs, 10, true,
               QStringLiteral("connect_ms"), tr("TCP, TLS and WebSocket together, the last time.")},
              {QStringLiteral("errors"),
               tr("Errors"),
               CellKind::Number,
               6,
               false,
               {},
               tr("Failed and lost connections since the program started.")},
              {QStringLiteral("detail"),
               tr("Last error or notice"),
               CellKind::Text,
               14,
               false,
               QStringLiteral("last_error"),
               {},
               true},
              {QStringLiteral("next_attempt"), tr("Next attempt"), CellKind::TimeMs, 12, true,
               QStringLiteral("next_attempt_utc")},
              {QStringLiteral("software"), tr("Software"), CellKind::Text, 18, true},
              {QStringLiteral("auth"),
               tr("Auth"),
               CellKind::Text,
               9,
               true,
               {},
               tr("The relay wants its users to authenticate (NIP-42).")},
          },
          parent)
    , m_engine(engine)
    , m_book(book)
{
    QObject::connect(&engine, &engine::Engine::relaysChanged, this, [this] { refresh(); });
    QObject::connect(&engine, &engine::Engine::stateChanged, this, [this] { refresh(); });
    QObject::connect(&engine, &engine::Engine::activity, this,
                     [this](const engine::ActivityPtr &activity) { noteRejects(*activity); });
    QObject::connect(&book, &RelayBook::changed, this, [this] { refresh(); });
    refresh();
}

int RelaysModel::rowOf(const QString &url) const
{
    const auto at =
        std::find_if(rows().begin(), rows().end(), [&](const RelayRow &row) { return row.key() == url; });
    return at == rows().end() ? -1 : static_cast<int>(at - rows().begin());
}

void RelaysModel::setGiven(const std::optional<engine::RelaysGiven> &given)
{
    m_given.clear();
    m_basis = given ? GivenBasis(*given) : GivenBasis();
    if (given)
        for (const auto &row : given->rows)
            m_given.emplace(QString::fromStdString(row.url), row);
    refresh();
}

void RelaysModel::refresh()
{
    QHash<QString, engine::RelayActivity> known;
    const auto activities = m_engine.relayActivity();
    for (const auto &activity : activities)
        known.insert(activity.status.url, activity);
    std::vector<RelayRow> next;
    for (const auto &entry : m_book.list()) {
        RelayRow row;
        row.entry = entry;
        row.sessionOnly = m_book.isSessionOnly(entry.url);
        if (const auto at = m_given.find(entry.url); at != m_given.end())
            row.given = at->second;
        if (const auto at = known.constFind(entry.url); at != known.cend()) {
            row.status = at->status;
            row.eventsPerSecond = at->events_per_second;
            row.accepted = at->accepted;
            row.duplicates = at->duplicates;
            row.rejected = at->rejected;
            row.conduct = at->conduct;
            row.health = at->health;
            if (const auto found = m_rejects.find(at->status.number); found != m_rejects.end())
                row.rejectedBy = found->second;
        }
        next.push_back(row);
    }
    setRows(next);
}

void RelaysModel::noteRejects(const engine::Activity &activity)
{
    bool isNew = false;
    for (const auto &[number, counters] : activity.counters.by_relay) {
        auto &kept = m_rejects[number];
        isNew = isNew || kept != counters.rejected;
        kept = counters.rejected;
    }
    if (isNew)
        refresh();
}

QVariant RelaysModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const RelayRow &shownRow = row(index.row());
    switch (role) {
    case RawValueRole:
        return rawValue(shownRow, index.column());
    case Qt::DisplayRole:
        return shown(shownRow, index.column());
    case Qt::ToolTipRole:
        return tip(shownRow, index.column());
    case ToneRole:
        return index.column() == State    ? QVariant(static_cast<int>(linkTone(shownRow.state())))
               : index.column() == Health ? QVariant(static_cast<int>(relayHealthTone(shownRow.health)))
                                          : QVariant();
    case Qt::CheckStateRole:
        return index.column() == On
                   ? QVariant(static_cast<int>(shownRow.entry.enabled ? Qt::Checked : Qt::Unchecked))
                   : QVariant();
    case Qt::AccessibleTextRole:
        return index.column() == On
                   ? QVariant(shownRow.entry.enabled ? tr("%1 is on").arg(shownRow.entry.url)
                                                     : tr("%1 is off").arg(shownRow.entry.url))
                   : QVariant();
    default:
        return {};
    }
}

namespace
{

/// Of a share in the window; nothing where nothing was given.
QVariant shareOf(const RelayRow &row, metrics::Rate (engine::RelayGiven::*share)() const)
{
    if (!row.given)
        return {};
    const auto value = hundredths(((*row.given).*share)());
    return value ? QVariant(*value) : QVariant();
}

} // namespace

QVariant RelaysModel::rawValue(const RelayRow &row, int column) const
{
    const relay::RelayStatus &status = row.status;
    switch (column) {
    case On:
        return row.entry.enabled;
    case Url:
        return row.entry.url;
    case Name:
        return status.information ? QVariant(status.information->name) : QVariant();
    case State:
        return relay::linkStateName(row.state());
    case Since:
        return status.state_since_ms > 0 && row.entry.enabled ? QVariant(qint64(status.state_since_ms))
                                                              : QVariant();
    case Rate:
        return row.isKnown() ? QVariant(qint64(std::llround(row.eventsPerSecond * 10)) * 100) : QVariant();
    case Health:
        return row.health.score ? QVariant(*row.health.score) : QVariant();
    case Given:
        return row.given         ? QVariant(qint64(row.given->events))
               : m_basis.isKnown ? QVariant(qint64(0))
                                 : QVariant();
    case Only:
        return shareOf(row, &engine::RelayGiven::onlyShare);
    case First:
        return shareOf(row, &engine::RelayGiven::firstShare);
    case Late:
        return shareOf(row, &engine::RelayGiven::duplicateShare);
    case Accepted:
        return qint64(row.accepted);
    case Duplicates:
        return qint64(row.duplicates);
    case Rejected:
        return qint64(row.rejected);
    case Latency:
        return status.latency_ms ? QVariant(*status.latency_ms) : QVariant();
    case Connecting:
        return status.connect_ms ? QVariant(*status.connect_ms) : QVariant();
    case Errors:
        return qint64(status.error_count);
    case Detail:
        return status.detail;
    case NextAttempt:
        return status.next_attempt_ms > 0 && row.entry.enabled ? QVariant(qint64(status.next_attempt_ms))
                                                               : QVariant();
    case Software:
        return status.information ? QVariant(softwareWords(*status.information)) : QVariant();
    case Auth:
        return row.needsAuth();
    default:
        return {};
    }
}

QVariant RelaysModel::shown(const RelayRow &row, int column) const
{
    switch (column) {
    case Url:
        return row.sessionOnly ? tr("%1 (this session)").arg(row.entry.url) : row.entry.url;
    case State:
        return linkWord(row.state());
    case Health:
        return row.health.score ? QString::number(*row.health.score) : QString();
    case Auth:
        return row.needsAuth() ? tr("needed") : QString();
    case Name:
    case Detail:
    case Software:
        return rawValue(row, column);
    default:
        return {};
    }
}

QVariant RelaysModel::tip(const RelayRow &row, int column) const
{
    switch (column) {
    case On:
        return row.entry.enabled ? tr("On: click or press Space to switch it off")
                                 : tr("Off: click or press Space to switch it on");
    case State:
        return linkMeaning(row.state());
    case Health:
        return relayHealthSentence(row.health, row.conduct);
    case Only:
        return row.given ? partWords(row.given->onlyShare()) : QString();
    case First:
        return row.given ? partWords(row.given->firstShare()) : QString();
    case Late:
        return row.given ? partWords(row.given->duplicateShare()) : QString();
    default:
        return {};
    }
}

bool RelaysModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (!index.isValid() || index.column() != On || role != Qt::CheckStateRole)
        return false;
    // A copy: the book tells of the change, and the row is replaced.
    const QString url = row(index.row()).entry.url;
    m_book.setEnabled(url, value.toInt() == Qt::Checked);
    return true;
}

Qt::ItemFlags RelaysModel::flags(const QModelIndex &index) const
{
    const Qt::ItemFlags usual = QAbstractTableModel::flags(index);
    return index.column() == On ? usual | Qt::ItemIsUserCheckable : usual;
}

} // namespace dvmdash::ui
