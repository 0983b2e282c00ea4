// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/lifecycle_words.h"

#include "ui/inspector/flag_words.h"
#include "ui/widgets/format.h"
#include "ui/widgets/safe_text.h"

#include <QCoreApplication>

namespace dvmdash::ui
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("Lifecycle", text);
}

} // namespace

QString lifecycleMeaning(std::uint32_t flag, const dvm::Lifecycle &lifecycle)
{
    if (flag == dvm::FlagDeleted && lifecycle.deleted) {
        const QString when = format::isoUtc(lifecycle.deleted->created_at);
        constexpr qsizetype longestReason = 200;
        const QString reason =
            safeText(QString::fromStdString(lifecycle.deleted->reason).left(longestReason));
        return reason.isEmpty()
                   ? tr("Its author asked for its deletion at %1. It is kept here, and still counts for what "
                        "it was.")
                         .arg(when)
                   : tr("Its author asked for its deletion at %1: \u201c%2\u201d. It is kept here, and still "
                        "counts for what it was.")
                         .arg(when, reason);
    }
    if ((flag == dvm::FlagLapsed || flag == dvm::FlagExpired) && lifecycle.expires_at)
        return tr("Its author let it stand until %1.").arg(format::isoUtc(*lifecycle.expires_at));
    return {};
}

Marks standingMarks(std::uint32_t flags)
{
    Marks marks;
    for (const FlagWords &flag : flagWords(flags & standingFlags))
        marks.append({flag.tone, flag.word});
    return marks;
}

QString standingMeaning(std::uint32_t flags)
{
    QStringList lines;
    for (const FlagWords &flag : flagWords(flags & standingFlags))
        lines.append(flag.word + QStringLiteral(": ") + flag.meaning);
    return lines.join(QLatin1Char('\n'));
}

} // namespace dvmdash::ui
