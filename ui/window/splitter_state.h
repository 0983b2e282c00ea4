// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QSplitter;
class QWidget;

namespace dvmdash::ui
{

class ViewState;

/// Gives the splitter the sizes it was left with, and keeps them whenever the reader moves it. Sizes are
/// stored as numbers; a list of another length (a part came or went) is ignored. `state` outlives the
/// splitter.
void keepSplitter(QSplitter &splitter, ViewState &state, const QString &key);

/// The content of a window and at its right the inspector, which keeps its width when the window grows; that
/// is `inspectorWidth` at first, before scaling.
QSplitter *splitWithInspector(QWidget *content, QWidget *inspector, int inspectorWidth);

} // namespace dvmdash::ui
