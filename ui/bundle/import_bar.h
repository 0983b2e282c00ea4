// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"

#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace dvmdash::ui
{

class Banner;

/// A line across all pages: how far the import of archives is, with a button to stop it, and afterwards what
/// was taken in, until the reader puts it away. Not there when nothing was imported.
class ImportBar : public QWidget
{
    Q_OBJECT
public:
    /// The engine outlives it.
    explicit ImportBar(engine::Engine &engine, QWidget *parent = nullptr);

    Banner &outcome() const { return *m_outcome; }
    QString words() const; ///< of the one that is under way; empty when none is

private:
    QWidget *makeProgress();
    void show(const engine::ImportStatus &status);

    engine::Engine &m_engine;
    QWidget *m_running = nullptr;
    QLabel *m_words = nullptr;
    QProgressBar *m_bar = nullptr;
    QPushButton *m_stop = nullptr;
    Banner *m_outcome;
};

} // namespace dvmdash::ui
