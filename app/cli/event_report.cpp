// SPDX-License-Identifier: GPL-3.0-or-later
#include "event_report.h"

#include "engine/kinds_in_use.h"
#include "format.h"
#include "nostr/nip19.h"
#include "output.h"
#include "safe_text.h"

namespace dvmdash::cli
{

namespace
{

using nlohmann::ordered_json;

std::string kindName(int kind)
{
    return engine::kindsInUse().name(kind);
}

ordered_json names(const std::vector<std::string_view> &list)
{
    ordered_json json = ordered_json::array();
    for (const auto name : list)
        json.push_back(std::string(name));
    return json;
}

template<typename T>
ordered_json orNull(const std::optional<T> &value)
{
    return value ? ordered_json(*value) : ordered_json(nullptr);
}

ordered_json hexOrNull(const std::optional<nostr::EventId> &id)
{
    return id ? ordered_json(id->hex()) : ordered_json(nullptr);
}

ordered_json toJson(const store::Reference &reference)
{
    ordered_json json;
    json["id"] = reference.id.hex();
    json["relation"] = std::string(store::relationName(reference.relation));
    json["known"] = reference.row.has_value();
    if (reference.row) {
        json["kind"] = reference.row->kind;
        json["role"] = std::string(dvm::roleName(reference.row->role));
        json["pubkey"] = reference.row->author.hex();
        json["created_at"] = reference.row->created_at;
    }
    return json;
}

ordered_json toJson(const std::vector<store::Reference> &references)
{
    ordered_json json = ordered_json::array();
    for (const auto &reference : references)
        json.push_back(toJson(reference));
    return json;
}

ordered_json toJson(const dvm::Attempt &attempt)
{
    ordered_json json;
    json["dvm"] = attempt.dvm.hex();
    json["targeted"] = attempt.targeted;
    json["state"] = std::string(dvm::stateName(attempt.state));
    json["payment"] = std::string(dvm::paymentStateName(attempt.payment));
    json["flags"] = names(dvm::attemptFlagNames(attempt.flags));
    json["result"] = hexOrNull(attempt.result);
    json["evidence"] = hexOrNull(attempt.evidence);
    json["response_s"] = orNull(attempt.response_s);
    json["response_ms"] = orNull(attempt.response_ms);
    json["requested_msat"] = orNull(attempt.requested_msat);
    json["claimed_msat"] = attempt.claimed_msat;
    json["confirmed_msat"] = attempt.confirmed_msat;
    json["refunded_msat"] = attempt.refunded_msat;
    return json;
}

ordered_json toJson(const engine::JobDetail &job)
{
    const store::JobRow &row = job.row;
    ordered_json json;
    json["request"] = row.request.hex();
    json["request_seen"] = row.request_seen;
    json["kind"] = row.kind;
    json["kind_name"] = kindName(row.kind);
    json["customer"] = row.customer ? ordered_json(row.customer->hex()) : ordered_json(nullptr);
    json["state"] = std::string(dvm::stateName(row.state));
    json["payment"] = std::string(dvm::paymentStateName(row.payment));
    json["response_s"] = orNull(row.response_s);
    json["response_ms"] = orNull(row.response_ms);
    json["attempts"] = ordered_json::array();
    for (const auto &attempt : job.attempts)
        json["attempts"].push_back(toJson(attempt));
    return json;
}

/// How a receipt or nutzap stands by what is known.
ordered_json toJson(const store::PaymentRow &payment)
{
    ordered_json json;
    json["msat"] = payment.msat;
    json["tier"] = std::string(dvm::tierName(payment.tier));
    json["counted"] = payment.counted;
    json["refused"] = payment.refused ? ordered_json(std::string(dvm::paymentRejectText(*payment.refused)))
                                      : ordered_json(nullptr);
    json["self_signed"] = payment.self_signed;
    json["description_mismatch"] = payment.description_mismatch;
    return json;
}

QString text(std::string_view utf8)
{
    return safeLine(utf8);
}

QString joined(const std::vector<std::string_view> &list)
{
    QStringList parts;
    for (const auto name : list)
        parts.append(text(name));
    return parts.join(QStringLiteral(", "));
}

void addReferences(std::vector<QString> &lines, const QString &title,
                   const std::vector<store::Reference> &references)
{
    QString label = title;
    for (const auto &reference : references) {
        const QString what = reference.row ? QStringLiteral("%1 (%2)")
                                                 .arg(reference.row->kind)
                                                 .arg(text(dvm::roleName(reference.row->role)))
                                           : QStringLiteral("never seen");
        lines.push_back(field(
            label, QStringLiteral("%1  %2, %3")
                       .arg(text(reference.id.hex()), text(store::relationName(reference.relation)), what)));
        label.clear();
    }
}

void addJob(std::vector<QString> &lines, const engine::JobDetail &job)
{
    const store::JobRow &row = job.row;
    lines.push_back(
        field(QStringLiteral("job"),
              QStringLiteral("%1  %2").arg(text(row.request.hex()), text(dvm::stateName(row.state)))));
    for (const auto &attempt : job.attempts) {
        QString line = QStringLiteral("%1  %2").arg(
            text(nostr::nip19::encode(nostr::nip19::Npub{attempt.dvm})), text(dvm::stateName(attempt.state)));
        if (attempt.payment != dvm::PaymentState::None)
            line += QStringLiteral(", payment %1").arg(text(dvm::paymentStateName(attempt.payment)));
        if (attempt.response_s)
            line += QStringLiteral(", %1 s").arg(*attempt.response_s);
        if (attempt.flags != 0)
            line += QStringLiteral(" [%1]").arg(joined(dvm::attemptFlagNames(attempt.flags)));
        lines.push_back(field(QStringLiteral("  attempt"), line));
    }
}

void addIdentity(std::vector<QString> &lines, const EventReport &report)
{
    const nostr::Event &event = report.detail.event;
    const store::EventRow &row = report.detail.row;
    lines.push_back(field(QStringLiteral("id"), text(event.id.hex())));
    lines.push_back(field({}, text(nostr::nip19::encode(nostr::nip19::Note{event.id}))));
    lines.push_back(
        field(QStringLiteral("kind"), QStringLiteral("%1  %2 (%3)")
                                          .arg(event.kind)
                                          .arg(text(kindName(event.kind)), text(dvm::roleName(row.role)))));
    lines.push_back(
        field(QStringLiteral("author"), text(nostr::nip19::encode(nostr::nip19::Npub{event.pubkey}))));
    if (!report.author_name.isEmpty())
        lines.push_back(field({}, safeLine(report.author_name)));
    lines.push_back(field(QStringLiteral("created"), text(isoSeconds(event.created_at))));
    lines.push_back(field(QStringLiteral("received"), text(isoMilliseconds(row.received_ms))));
    lines.push_back(field(QStringLiteral("signature"), QStringLiteral("verified")));
    if (row.flags != 0)
        lines.push_back(field(QStringLiteral("flags"), joined(dvm::flagNames(row.flags))));
}

void addLifecycle(std::vector<QString> &lines, const dvm::Lifecycle &lifecycle)
{
    if (const auto &deleted = lifecycle.deleted)
        lines.push_back(
            field(QStringLiteral("deleted"),
                  QStringLiteral("%1 by its author, in %2%3")
                      .arg(text(isoSeconds(deleted->created_at)), text(deleted->event.hex()),
                           deleted->reason.empty() ? QString()
                                                   : QStringLiteral(": ") + safeLine(deleted->reason))));
    if (lifecycle.expires_at)
        lines.push_back(field(lifecycle.expired ? QStringLiteral("expired") : QStringLiteral("expires"),
                              text(isoSeconds(*lifecycle.expires_at))));
    if (lifecycle.replaced_by)
        lines.push_back(
            field(QStringLiteral("replaced"),
                  QStringLiteral("by a newer version, %1").arg(text(lifecycle.replaced_by->hex()))));
}

void addContent(std::vector<QString> &lines, const nostr::Event &event)
{
    QString label = QStringLiteral("tags");
    for (const auto &tag : event.tags) {
        ordered_json json = tag;
        lines.push_back(field(label, text(toText(json))));
        label.clear();
    }
    if (event.content.empty()) {
        lines.push_back(field(QStringLiteral("content"), QStringLiteral("(empty)")));
        return;
    }
    lines.push_back(QStringLiteral("content"));
    const QStringList content = safeBlock(event.content).split(u'\n');
    for (const QString &line : content)
        lines.push_back(QStringLiteral("  ") + line);
}

} // namespace

std::string eventReportJson(const EventReport &report)
{
    const engine::EventDetail &detail = report.detail;
    ordered_json json;
    json["role"] = std::string(dvm::roleName(detail.row.role));
    json["kind_name"] = kindName(detail.event.kind);
    json["flags"] = names(dvm::flagNames(detail.row.flags));
    const dvm::Lifecycle &lifecycle = detail.lifecycle;
    json["deleted_by"] =
        lifecycle.deleted ? ordered_json(lifecycle.deleted->event.hex()) : ordered_json(nullptr);
    json["expires_at"] =
        lifecycle.expires_at ? ordered_json(isoSeconds(*lifecycle.expires_at)) : ordered_json(nullptr);
    json["replaced_by"] = hexOrNull(lifecycle.replaced_by);
    json["author_name"] =
        report.author_name.isEmpty() ? ordered_json(nullptr) : ordered_json(report.author_name.toStdString());
    json["created_at"] = isoSeconds(detail.event.created_at);
    json["received_at"] = isoMilliseconds(detail.row.received_ms);
    json["relays"] = ordered_json::array();
    for (const auto &sighting : detail.sightings)
        json["relays"].push_back(
            {{"url", sighting.relay}, {"first_seen", isoMilliseconds(sighting.first_ms)}});
    json["refers_to"] = toJson(detail.refers_to);
    json["referred_by"] = toJson(detail.referred_by);
    json["more_references"] = detail.more_references;
    json["payment"] = detail.payment ? toJson(*detail.payment) : ordered_json(nullptr);
    json["job"] = report.job ? toJson(*report.job) : ordered_json(nullptr);
    // Put in as text, for reading and writing it again might change its spelling.
    return "{\"event\":" + nostr::toJson(detail.event) + "," + toText(json).substr(1);
}

std::vector<QString> eventReportLines(const EventReport &report)
{
    std::vector<QString> lines;
    addIdentity(lines, report);
    addLifecycle(lines, report.detail.lifecycle);
    QString label = QStringLiteral("relays");
    for (const auto &sighting : report.detail.sightings) {
        lines.push_back(field(label, QStringLiteral("%1  %2").arg(text(isoMilliseconds(sighting.first_ms)),
                                                                  text(sighting.relay))));
        label.clear();
    }
    addReferences(lines, QStringLiteral("refers to"), report.detail.refers_to);
    addReferences(lines, QStringLiteral("referred by"), report.detail.referred_by);
    if (report.detail.more_references)
        lines.push_back(field({}, QStringLiteral("and more")));
    if (const auto &payment = report.detail.payment) {
        const QString words = payment->refused   ? text(dvm::paymentRejectText(*payment->refused))
                              : payment->counted ? text(dvm::tierName(payment->tier))
                                                 : QStringLiteral("another receipt of it counts");
        lines.push_back(field(QStringLiteral("payment"),
                              QStringLiteral("%1 msat, %2").arg(grouped(payment->msat), words)));
    }
    if (report.job)
        addJob(lines, *report.job);
    addContent(lines, report.detail.event);
    return lines;
}

} // namespace dvmdash::cli
