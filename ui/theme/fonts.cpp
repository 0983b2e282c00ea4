// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/fonts.h"

#include <QFontDatabase>
#include <QFontInfo>
#include <QFontMetricsF>

namespace dvmdash::ui
{

namespace
{

const QLatin1String dejaVu("DejaVu Sans");

/// DejaVu has the larger x-height; a point more keeps the text as legible as the platform meant it.
constexpr qreal replacedExtraPoints = 1;

} // namespace

QString preferredFamily(const QString &resolved, const QStringList &installed)
{
    if (resolved != dejaVu)
        return resolved;
    for (const auto &family :
         {QStringLiteral("Roboto"), QStringLiteral("Noto Sans"), QStringLiteral("Open Sans")}) {
        if (installed.contains(family))
            return family;
    }
    return resolved;
}

bool hasTabularDigits(const QFont &font)
{
    const QFontMetricsF metrics(font);
    const qreal width = metrics.horizontalAdvance(QLatin1Char('0'));
    for (char digit = '1'; digit <= '9'; ++digit) {
        if (qAbs(metrics.horizontalAdvance(QLatin1Char(digit)) - width) > 0.01)
            return false;
    }
    return true;
}

QFont chooseBodyFont(const QFont &platformFont)
{
    QFont font(platformFont);
#ifdef Q_OS_LINUX
    const QString resolved = QFontInfo(platformFont).family();
    const QString family = preferredFamily(resolved, QFontDatabase::families());
    if (family != resolved) {
        font = QFont(family);
        font.setPointSizeF(QFontInfo(platformFont).pointSizeF() + replacedExtraPoints);
    }
#endif
    font.setWeight(QFont::Normal);
    // Hinted advances are rounded to whole pixels and make tight, uneven text at small sizes.
    font.setHintingPreference(QFont::PreferVerticalHinting);
    return font;
}

QFont chooseNumberFont(const QFont &body)
{
    if (hasTabularDigits(body))
        return body;
    const QStringList installed = QFontDatabase::families();
    for (const auto &family :
         {QStringLiteral("Helvetica Neue"), QStringLiteral("Segoe UI"), QStringLiteral("Roboto"),
          QStringLiteral("Noto Sans"), QStringLiteral("Arial"), QStringLiteral("DejaVu Sans")}) {
        if (!installed.contains(family))
            continue;
        QFont font(body);
        font.setFamilies({family});
        if (hasTabularDigits(font))
            return font;
    }
    return body;
}

QFont chooseMonoFont(const QFont &body)
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    if (body.pointSizeF() > 0)
        font.setPointSizeF(body.pointSizeF() * 0.93); // fixed-pitch faces look larger at the same size
    font.setStyleHint(QFont::Monospace);
    font.setHintingPreference(QFont::PreferVerticalHinting);
    return font;
}

} // namespace dvmdash::ui
