// SPDX-License-Identifier: GPL-3.0-or-later
#include "dvm_counts.h"

#include <algorithm>
#include <cmath>

namespace dvmdash::test
{

CountedDvms countDvms(const WindowFixture &fixture, const engine::TimeWindow &window)
{
    const auto within = [&](const char *column) {
        return QStringLiteral(" %1 >= %2 AND %1 < %3 ")
            .arg(QLatin1String(column))
            .arg(window.since)
            .arg(window.until);
    };
    CountedDvms dvms;
    const QString isNote = QStringLiteral("(SELECT rid FROM answer WHERE note = 1)");
    for (const auto &row : fixture.texts(
             QStringLiteral(
                 "SELECT lower(hex(pk)), role, kind FROM event JOIN pubkey USING(pid) WHERE role IN "
                 "(2, 3) AND (flags & 1) = 0 AND rid NOT IN ") +
             isNote + QStringLiteral(" AND") + within("created_at"))) {
        CountedDvm &dvm = dvms[row.at(0)];
        const bool isResult = row.at(1) == QLatin1String("2");
        ++(isResult ? dvm.results : dvm.feedback);
        if (isResult)
            dvm.kinds.insert(row.at(2).toInt() - 1000);
    }
    for (const auto &row : fixture.texts(
             QStringLiteral("SELECT lower(hex(pk)), attempt.state, attempt.targeted, requested_msat, "
                            "attempt.payment, attempt.response_s, attempt.response_ms, job.kind FROM attempt "
                            "JOIN job USING(jid) JOIN pubkey USING(pid) WHERE") +
             within("job.created_at"))) {
        CountedDvm &dvm = dvms[row.at(0)];
        ++dvm.attempts[row.at(1).toInt()];
        dvm.targeted += row.at(2).toInt();
        dvm.requested += row.at(3).toLongLong();
        if (row.at(4) == QLatin1String("2"))
            dvm.inferred += row.at(3).toLongLong();
        if (!row.at(5).isEmpty() && row.at(5).toLongLong() >= 0)
            dvm.responses.push_back(row.at(6).isEmpty() ? row.at(5).toLongLong() * 1000
                                                        : row.at(6).toLongLong());
        if (row.at(7) != QLatin1String("0"))
            dvm.kinds.insert(row.at(7).toInt());
    }
    for (const auto &row : fixture.texts(
             QStringLiteral("SELECT lower(hex(pk)), tier, msat, kind FROM payment JOIN pubkey ON pid = "
                            "payee WHERE counted = 1 AND purpose = 1 AND") +
             within("created_at"))) {
        CountedDvm &dvm = dvms[row.at(0)];
        (row.at(1) == QLatin1String("4") ? dvm.confirmed : dvm.claimed) += row.at(2).toLongLong();
        if (row.at(3) != QLatin1String("0"))
            dvm.kinds.insert(row.at(3).toInt());
    }
    for (const auto &row : fixture.texts(
             QStringLiteral(
                 "SELECT lower(hex(pk)), max(created_at) FROM event JOIN pubkey USING(pid) WHERE role "
                 "IN (2, 3) AND (flags & 1) = 0 AND rid NOT IN ") +
             isNote + QStringLiteral(" GROUP BY pid")))
        if (const auto at = dvms.find(row.at(0)); at != dvms.end())
            at->second.lastSeen = row.at(1).toLongLong();
    for (const auto &row :
         fixture.texts(QStringLiteral("SELECT lower(hex(pk)), max(delivered_at) FROM attempt JOIN pubkey "
                                      "USING(pid) WHERE delivered_at IS NOT NULL GROUP BY pid")))
        if (const auto at = dvms.find(row.at(0)); at != dvms.end())
            at->second.lastCompleted = row.at(1).toLongLong();
    return dvms;
}

qint64 attemptsIn(const CountedDvm &dvm, dvm::State state)
{
    const auto at = dvm.attempts.find(static_cast<int>(state));
    return at == dvm.attempts.end() ? 0 : at->second;
}

qint64 attemptsFailed(const CountedDvm &dvm)
{
    return attemptsIn(dvm, dvm::State::Failed) + attemptsIn(dvm, dvm::State::Ignored) +
           attemptsIn(dvm, dvm::State::Stalled) + attemptsIn(dvm, dvm::State::PaidUndelivered);
}

qint64 ranked(std::vector<qint64> values, int percent)
{
    std::sort(values.begin(), values.end());
    const auto rank = static_cast<std::size_t>(
        std::max(1.0, std::ceil(static_cast<double>(values.size()) * percent / 100.0)));
    return values.at(rank - 1);
}

} // namespace dvmdash::test
