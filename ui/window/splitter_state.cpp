// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/splitter_state.h"

#include "ui/theme/theme.h"
#include "ui/widgets/view_state.h"

#include <QSplitter>

namespace dvmdash::ui
{

void keepSplitter(QSplitter &splitter, ViewState &state, const QString &key)
{
    QList<int> sizes;
    const auto parts = state.value(key).split(',');
    for (const QByteArray &part : parts) {
        bool isNumber = false;
        const int size = part.toInt(&isNumber);
        if (isNumber && size > 0)
            sizes.append(size);
    }
    if (sizes.size() == splitter.count())
        splitter.setSizes(sizes);
    QObject::connect(&splitter, &QSplitter::splitterMoved, &splitter, [&splitter, &state, key] {
        QByteArrayList numbers;
        const auto now = splitter.sizes();
        for (const int size : now)
            numbers.append(QByteArray::number(size));
        // With a part hidden or closed there is nothing to come back to.
        if (!now.contains(0))
            state.setValue(key, numbers.join(','));
    });
}

QSplitter *splitWithInspector(QWidget *content, QWidget *inspector, int inspectorWidth)
{
    auto *splitter = new QSplitter(Qt::Horizontal);
    const Theme &theme = Theme::of(splitter);
    splitter->addWidget(content);
    splitter->addWidget(inspector);
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(1);
    splitter->setStretchFactor(0, 1);
    splitter->setSizes({qRound(theme.scaled(820)), qRound(theme.scaled(inspectorWidth))});
    return splitter;
}

} // namespace dvmdash::ui
