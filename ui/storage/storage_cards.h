// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"

#include <QWidget>

namespace dvmdash::ui
{

class FlowLayout;
class StatCard;

/// What the file takes, in figures: a card each, with what it means in its tool tip.
class StorageCards : public QWidget
{
    Q_OBJECT
public:
    explicit StorageCards(QWidget *parent = nullptr);

    /// `nowMs` is Unix milliseconds.
    void show(const engine::Storage &storage, qint64 nowMs);

private:
    StatCard *add(const QString &caption, const char *name);

    FlowLayout *m_layout;
    StatCard *m_onDisk;
    StatCard *m_inUse;
    StatCard *m_events;
    StatCard *m_perEvent;
    StatCard *m_lastDay;
    StatCard *m_oldest;
    StatCard *m_newest;
    StatCard *m_limit;
};

} // namespace dvmdash::ui
