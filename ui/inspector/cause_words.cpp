// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/cause_words.h"

#include "ui/models/name_book.h"

#include <QCoreApplication>

namespace dvmdash::ui
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("cause", text);
}

} // namespace

const std::vector<dvm::Reason> &allReasons()
{
    using R = dvm::Reason;
    static const std::vector<R> list{
        R::Error,        R::Ignored,           R::Stalled,         R::PaidUndelivered, R::BadResult,
        R::KindMismatch, R::UnauthorisedInput, R::AwaitingPayment, R::BeyondObserved,  R::NotObservable};
    return list;
}

QString reasonWords(dvm::Reason reason)
{
    switch (reason) {
    case dvm::Reason::Error:
        return tr("said that it failed");
    case dvm::Reason::Ignored:
        return tr("did not answer in time");
    case dvm::Reason::Stalled:
        return tr("accepted it and then fell silent");
    case dvm::Reason::PaidUndelivered:
        return tr("was paid and did not deliver");
    case dvm::Reason::KindMismatch:
        return tr("sent a result of the wrong kind");
    case dvm::Reason::BadResult:
        return tr("delivered an empty result");
    case dvm::Reason::UnauthorisedInput:
        return tr("was not asked, and its result was used");
    case dvm::Reason::AwaitingPayment:
        return tr("waiting for a payment that was not seen");
    case dvm::Reason::BeyondObserved:
        return tr("beyond what was observed");
    case dvm::Reason::NotObservable:
        return tr("cannot be read from outside");
    }
    return {};
}

QString reasonWord(dvm::Reason reason)
{
    switch (reason) {
    case dvm::Reason::Error:
        return tr("error");
    case dvm::Reason::Ignored:
        return tr("ignored");
    case dvm::Reason::Stalled:
        return tr("stalled");
    case dvm::Reason::PaidUndelivered:
        return tr("paid, not delivered");
    case dvm::Reason::KindMismatch:
        return tr("wrong kind");
    case dvm::Reason::BadResult:
        return tr("empty result");
    case dvm::Reason::UnauthorisedInput:
        return tr("DVM not asked");
    case dvm::Reason::AwaitingPayment:
        return tr("awaiting payment");
    case dvm::Reason::BeyondObserved:
        return tr("beyond observed");
    case dvm::Reason::NotObservable:
        return tr("not readable");
    }
    return {};
}

QString reasonRule(dvm::Reason reason)
{
    switch (reason) {
    case dvm::Reason::Error:
        return tr("All that the job needed had come, and the DVM answered with status error.");
    case dvm::Reason::Ignored:
        return tr("The request names this DVM. It gave no answer within the response time (usually 30 s), "
                  "while DVMDash was listening.");
    case dvm::Reason::Stalled:
        return tr("The DVM took the job, and neither a result nor a further word came in the time for that "
                  "(at least 120 s), while DVMDash was listening.");
    case dvm::Reason::PaidUndelivered:
        return tr("A payment by the customer was seen, and no result within 120 s after it.");
    case dvm::Reason::KindMismatch:
        return tr("A result has the kind of its request plus 1000. This one has another kind, so it "
                  "delivers nothing.");
    case dvm::Reason::BadResult:
        return tr("The result that the next job used is empty. The job that failed on it is secondary.");
    case dvm::Reason::UnauthorisedInput:
        return tr("The request names other DVMs. This one answered uninvited, and the next job used its "
                  "result: not that job is to blame.");
    case dvm::Reason::AwaitingPayment:
        return tr("The DVM asked for a payment, and none was seen. No DVM is at fault. A paid invoice leaves "
                  "no trace on Nostr, so this is never called unpaid.");
    case dvm::Reason::BeyondObserved:
        return tr("The walk upstream ends at a job that no relay gave, or that ran while DVMDash was not "
                  "listening. What happened there is not known.");
    case dvm::Reason::NotObservable:
        return tr("What was said is encrypted: only the customer and the DVM can read it.");
    }
    return {};
}

Tone reasonTone(dvm::Reason reason)
{
    switch (reason) {
    case dvm::Reason::Error:
    case dvm::Reason::PaidUndelivered:
        return Tone::Failed;
    case dvm::Reason::Ignored:
    case dvm::Reason::Stalled:
        return Tone::Stalled;
    case dvm::Reason::KindMismatch:
    case dvm::Reason::BadResult:
    case dvm::Reason::UnauthorisedInput:
        return Tone::Suspect;
    case dvm::Reason::AwaitingPayment:
        return Tone::Payment;
    case dvm::Reason::BeyondObserved:
        return Tone::Ghost;
    case dvm::Reason::NotObservable:
        return Tone::Waiting;
    }
    return Tone::Waiting;
}

QString causeWords(const dvm::RootCause &cause, NameBook &names)
{
    const QString words = reasonWords(cause.reason);
    return cause.dvm ? tr("%1: %2").arg(names.name(*cause.dvm), words) : words;
}

QString noteWords(dvm::NoteKind note)
{
    switch (note) {
    case dvm::NoteKind::Premature:
        return tr("began before its input was there");
    case dvm::NoteKind::Secondary:
        return tr("failed because of what it was given");
    case dvm::NoteKind::InputCancelled:
        return tr("was withdrawn by the customer");
    case dvm::NoteKind::InputUnserved:
        return tr("was taken by nobody");
    case dvm::NoteKind::InputOpen:
        return tr("is still in progress");
    case dvm::NoteKind::Cycle:
        return tr("names itself over other jobs");
    }
    return {};
}

QString noteRule(dvm::NoteKind note)
{
    switch (note) {
    case dvm::NoteKind::Premature:
        return tr("Premature: it spoke of failure before the result of an input had come. So it is to "
                  "blame itself.");
    case dvm::NoteKind::Secondary:
        return tr("Secondary: an input of it failed, is missing, or was of no use. It is not to blame.");
    case dvm::NoteKind::InputCancelled:
        return tr("An input that the customer withdrew is no cause.");
    case dvm::NoteKind::InputUnserved:
        return tr("An input that was meant for anybody and that nobody took is no cause.");
    case dvm::NoteKind::InputOpen:
        return tr("An input that is still worked on is no cause yet.");
    case dvm::NoteKind::Cycle:
        return tr("Jobs that name each other in a circle are forged or confused. Within the circle nobody "
                  "is blamed for waiting.");
    }
    return {};
}

} // namespace dvmdash::ui
