// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/event_words.h"

#include "engine/kinds_in_use.h"
#include "ui/theme/theme.h"
#include "ui/widgets/safe_text.h"

#include <QCoreApplication>
#include <QHash>

#include <utility>

namespace dvmdash::ui
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("event", text);
}

bool saysStatus(dvm::Role role)
{
    return role == dvm::Role::Feedback || role == dvm::Role::CustomerNote || role == dvm::Role::Pong;
}

} // namespace

QString roleWord(dvm::Role role)
{
    switch (role) {
    case dvm::Role::Other:
        return tr("Other");
    case dvm::Role::Request:
        return tr("Request");
    case dvm::Role::Result:
        return tr("Result");
    case dvm::Role::Feedback:
        return tr("Feedback");
    case dvm::Role::Announcement:
        return tr("Announcement");
    case dvm::Role::Heartbeat:
        return tr("Heartbeat");
    case dvm::Role::ZapReceipt:
        return tr("Zap receipt");
    case dvm::Role::Nutzap:
        return tr("Nutzap");
    case dvm::Role::Redemption:
        return tr("Redemption");
    case dvm::Role::Deletion:
        return tr("Deletion");
    case dvm::Role::CustomerNote:
        return tr("Customer's note");
    case dvm::Role::Pong:
        return tr("Pong");
    }
    return {};
}

Icon roleIcon(dvm::Role role)
{
    switch (role) {
    case dvm::Role::Other:
        return Icon::HollowRing;
    case dvm::Role::Request:
        return Icon::ArrowUp;
    case dvm::Role::Result:
        return Icon::ArrowDown;
    case dvm::Role::Feedback:
        return Icon::DotRing;
    case dvm::Role::Announcement:
        return Icon::Dvms;
    case dvm::Role::Heartbeat:
    case dvm::Role::Pong:
        return Icon::Live;
    case dvm::Role::ZapReceipt:
    case dvm::Role::Nutzap:
    case dvm::Role::Redemption:
        return Icon::Coin;
    case dvm::Role::Deletion:
        return Icon::Remove;
    case dvm::Role::CustomerNote:
        return Icon::Edit;
    }
    return Icon::Question;
}

QString kindName(int kind)
{
    static QHash<int, QString> names;
    static const dvm::KindTable *table = nullptr;
    const dvm::KindTable &kinds = engine::kindsInUse();
    if (std::exchange(table, &kinds) != &kinds)
        names.clear();
    const auto known = names.constFind(kind);
    if (known != names.cend())
        return *known;
    return *names.insert(kind, QString::fromStdString(kinds.name(kind)));
}

QColor kindSwatch(const Theme &theme, int kind)
{
    const dvm::KindTable &kinds = engine::kindsInUse();
    if (kinds.isResult(kind))
        return theme.kindColor(kinds.requestKind(kind));
    return kinds.isRequest(kind) ? theme.kindColor(kind) : theme.ink(Ink::Disabled);
}

std::string statusOf(const engine::EventRow &row)
{
    if (!saysStatus(row.role))
        return {};
    const std::string_view summary = row.summary;
    const std::size_t end = std::min(summary.find(": "), summary.find(" - "));
    const std::string_view head = summary.substr(0, end);
    const dvm::Status status = dvm::statusFromText(head);
    if (status == dvm::Status::None)
        return {};
    if (status == dvm::Status::Unknown && row.role != dvm::Role::Pong &&
        !(row.flags & dvm::FlagUnknownStatus))
        return {};
    return dvm::statusWord(head);
}

Tone statusTone(std::string_view status)
{
    switch (dvm::statusFromText(status)) {
    case dvm::Status::Processing:
    case dvm::Status::Partial:
    case dvm::Status::ChainScheduled:
    case dvm::Status::Scheduled:
        return Tone::Running;
    case dvm::Status::PaymentRequired:
    case dvm::Status::SubscriptionRequired:
        return Tone::Payment;
    case dvm::Status::Success:
        return Tone::Delivered;
    case dvm::Status::Error:
    case dvm::Status::PaymentRejected:
        return Tone::Failed;
    case dvm::Status::None:
    case dvm::Status::Unknown:
        return Tone::Waiting;
    }
    return Tone::Waiting;
}

QString relationWord(store::Relation relation, dvm::Role referrer)
{
    switch (relation) {
    case store::Relation::Event:
        switch (referrer) {
        case dvm::Role::Result:
        case dvm::Role::Feedback:
            return tr("Answers");
        case dvm::Role::ZapReceipt:
        case dvm::Role::Nutzap:
            return tr("Pays");
        case dvm::Role::Redemption:
            return tr("Redeems");
        case dvm::Role::Deletion:
            return tr("Deletes");
        case dvm::Role::CustomerNote:
            return tr("Notes on");
        case dvm::Role::Other:
        case dvm::Role::Request:
        case dvm::Role::Announcement:
        case dvm::Role::Heartbeat:
        case dvm::Role::Pong:
            return tr("Names");
        }
        return tr("Names");
    case store::Relation::Quote:
        return tr("Quotes");
    case store::Relation::JobInput:
        return tr("Takes the output of");
    case store::Relation::EventInput:
        return tr("Takes as input");
    case store::Relation::NestedRequest:
        return tr("Carries");
    }
    return {};
}

QString referrerWord(store::Relation relation, dvm::Role referrer)
{
    switch (relation) {
    case store::Relation::Event:
        switch (referrer) {
        case dvm::Role::Result:
        case dvm::Role::Feedback:
            return tr("Answered by");
        case dvm::Role::ZapReceipt:
        case dvm::Role::Nutzap:
            return tr("Paid by");
        case dvm::Role::Redemption:
            return tr("Redeemed by");
        case dvm::Role::Deletion:
            return tr("Deleted by");
        case dvm::Role::CustomerNote:
            return tr("Noted on by");
        case dvm::Role::Other:
        case dvm::Role::Request:
        case dvm::Role::Announcement:
        case dvm::Role::Heartbeat:
        case dvm::Role::Pong:
            return tr("Named by");
        }
        return tr("Named by");
    case store::Relation::Quote:
        return tr("Quoted by");
    case store::Relation::JobInput:
        return tr("Output taken by");
    case store::Relation::EventInput:
        return tr("Taken as input by");
    case store::Relation::NestedRequest:
        return tr("Carried by");
    }
    return {};
}

QString summaryOrNote(const engine::EventRow &row)
{
    return row.summary.empty() ? tr("(nothing in it)") : QString::fromStdString(row.summary);
}

} // namespace dvmdash::ui
