// SPDX-License-Identifier: GPL-3.0-or-later
#include "counted_capture.h"

#include <QFile>
#include <QtTest/QTest>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

namespace dvmdash::test
{

namespace
{

std::string lower(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

} // namespace

QStringList CountWindow::arguments() const
{
    if (everything())
        return {};
    return {QStringLiteral("--since"), QString::number(since), QStringLiteral("--until"),
            QString::number(until)};
}

CountedCapture::CountedCapture(int seed)
    : m_seed(seed)
{
    // Slow enough to reach over hours and a midnight, so that every level of the rollups is asked.
    const QString file = m_folder.path(QStringLiteral("capture.jsonl"));
    const ProgramResult made =
        m_folder.run({QStringLiteral("demo"), QStringLiteral("--out"), file, QStringLiteral("--jobs"),
                      QStringLiteral("300"), QStringLiteral("--speed"), QStringLiteral("0.02"),
                      QStringLiteral("--seed"), QString::number(seed)});
    const ProgramResult imported = run({QStringLiteral("import"), file, QStringLiteral("--json")});
    QFile truth(file + QStringLiteral(".truth.json"));
    if (made.code != 0 || imported.code != 0 || !truth.open(QIODevice::ReadOnly)) {
        QTest::qFail("no capture to count", __FILE__, __LINE__);
        return;
    }
    m_truth = nlohmann::json::parse(truth.readAll().toStdString());
    m_db = std::make_unique<store::Database>(m_folder.database().toStdString(), store::OpenMode::ReadOnly);
}

nlohmann::json CountedCapture::ask(const QStringList &arguments, const CountWindow &window) const
{
    const ProgramResult result = run(arguments + window.arguments() << QStringLiteral("--json"));
    if (result.code != 0)
        QTest::qFail(result.err.constData(), __FILE__, __LINE__);
    return result.json();
}

std::vector<std::int64_t> CountedCapture::numbers(std::string_view sql, const CountWindow &window) const
{
    std::vector<std::int64_t> found;
    store::Statement rows = m_db->prepare(sql);
    rows.bind(1, window.since).bind(2, window.until);
    while (rows.step())
        found.push_back(rows.integer(0));
    return found;
}

std::int64_t CountedCapture::number(std::string_view sql, const CountWindow &window) const
{
    const auto found = numbers(sql, window);
    return found.empty() ? 0 : found.front();
}

std::string CountedCapture::text(std::string_view sql, const CountWindow &window) const
{
    store::Statement rows = m_db->prepare(sql);
    rows.bind(1, window.since).bind(2, window.until);
    return rows.step() ? lower(std::string(rows.text(0))) : std::string();
}

std::map<std::string, std::int64_t> CountedCapture::byKey(std::string_view sql,
                                                          const CountWindow &window) const
{
    std::map<std::string, std::int64_t> found;
    store::Statement rows = m_db->prepare(sql);
    rows.bind(1, window.since).bind(2, window.until);
    while (rows.step())
        found.emplace(lower(std::string(rows.text(0))), rows.integer(1));
    return found;
}

std::vector<CountWindow> CountedCapture::windows() const
{
    const auto first = number("SELECT min(created_at) FROM event WHERE ?1 = ?1 AND ?2 = ?2");
    const auto last = number("SELECT max(created_at) FROM event WHERE ?1 = ?1 AND ?2 = ?2");
    std::mt19937_64 random(static_cast<std::uint64_t>(m_seed));
    std::uniform_int_distribution<std::int64_t> anywhere(first - 1'000, last + 1'000);
    std::vector<CountWindow> windows{{}};
    constexpr int count = 8;
    for (int i = 0; i < count; ++i) {
        const std::int64_t a = anywhere(random);
        const std::int64_t b = anywhere(random);
        windows.push_back({std::min(a, b), std::max(a, b) + 1});
    }
    return windows;
}

std::optional<std::int64_t> percentileOf(std::vector<std::int64_t> values, int percent)
{
    if (values.empty())
        return std::nullopt;
    std::sort(values.begin(), values.end());
    const auto rank =
        static_cast<std::size_t>(std::ceil(static_cast<double>(values.size()) * percent / 100.0));
    return values.at(rank - 1);
}

std::optional<std::int64_t> meanOf(const std::vector<std::int64_t> &values)
{
    if (values.empty())
        return std::nullopt;
    const auto sum = std::accumulate(values.begin(), values.end(), std::int64_t{0});
    return static_cast<std::int64_t>(
        std::floor(static_cast<double>(sum) / static_cast<double>(values.size()) + 0.5));
}

bool isPercentile(const nlohmann::json &told, const std::vector<std::int64_t> &values, int percent)
{
    const auto wanted = percentileOf(values, percent);
    if (!wanted)
        return told.is_null();
    if (!told.is_number_integer())
        return false;
    constexpr std::int64_t exactBelow = 128'000;
    const std::int64_t off = std::abs(told.get<std::int64_t>() - *wanted);
    return *wanted < exactBelow && *wanted % 1'000 == 0 ? off == 0 : off * 100 <= *wanted;
}

nlohmann::json rateOf(std::int64_t part, std::int64_t whole)
{
    if (whole == 0)
        return nullptr;
    constexpr double decimals = 10'000;
    return std::round(static_cast<double>(part) / static_cast<double>(whole) * decimals) / decimals;
}

} // namespace dvmdash::test
