// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/boards/course.h"

#include <QCoreApplication>

namespace dvmdash::ui
{

QString eventsPer(metrics::Step step)
{
    const auto tr = [](const char *text) { return QCoreApplication::translate("course", text); };
    switch (step) {
    case metrics::Step::Minute:
        return tr(QT_TRANSLATE_NOOP("course", "events per minute"));
    case metrics::Step::FiveMinutes:
        return tr(QT_TRANSLATE_NOOP("course", "events per 5 minutes"));
    case metrics::Step::Quarter:
        return tr(QT_TRANSLATE_NOOP("course", "events per 15 minutes"));
    case metrics::Step::Hour:
        return tr(QT_TRANSLATE_NOOP("course", "events per hour"));
    case metrics::Step::FourHours:
        return tr(QT_TRANSLATE_NOOP("course", "events per 4 hours"));
    case metrics::Step::Day:
        return tr(QT_TRANSLATE_NOOP("course", "events per day"));
    case metrics::Step::Month:
        return tr(QT_TRANSLATE_NOOP("course", "events per month"));
    }
    return {};
}

QString failuresPer(metrics::Step step)
{
    const auto tr = [](const char *text) { return QCoreApplication::translate("course", text); };
    switch (step) {
    case metrics::Step::Minute:
        return tr(QT_TRANSLATE_NOOP("course", "failed attempts per minute"));
    case metrics::Step::FiveMinutes:
        return tr(QT_TRANSLATE_NOOP("course", "failed attempts per 5 minutes"));
    case metrics::Step::Quarter:
        return tr(QT_TRANSLATE_NOOP("course", "failed attempts per 15 minutes"));
    case metrics::Step::Hour:
        return tr(QT_TRANSLATE_NOOP("course", "failed attempts per hour"));
    case metrics::Step::FourHours:
        return tr(QT_TRANSLATE_NOOP("course", "failed attempts per 4 hours"));
    case metrics::Step::Day:
        return tr(QT_TRANSLATE_NOOP("course", "failed attempts per day"));
    case metrics::Step::Month:
        return tr(QT_TRANSLATE_NOOP("course", "failed attempts per month"));
    }
    return {};
}

} // namespace dvmdash::ui
