// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLayout>

#include <memory>
#include <vector>

namespace dvmdash::ui
{

/// Lays items in rows of equally wide columns: as many columns as fit with `minimumColumnWidth`, all rows
/// alike, each row as high as its highest item. For cards: a wide window shows them in one row, a narrow one
/// in more. Or, as words in a paragraph, each as wide as it wants to be.
class FlowLayout : public QLayout
{
    Q_OBJECT
public:
    /// Widths in device-independent pixels.
    explicit FlowLayout(int minimumColumnWidth, int spacing, QWidget *parent = nullptr);
    struct AsWords {
    };
    FlowLayout(AsWords, int spacing, QWidget *parent = nullptr);
    ~FlowLayout() override;

    void addItem(QLayoutItem *item) override;
    int count() const override;
    QLayoutItem *itemAt(int index) const override;
    QLayoutItem *takeAt(int index) override;
    Qt::Orientations expandingDirections() const override { return Qt::Horizontal; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSize() const override;
    void setGeometry(const QRect &rect) override;

private:
    std::vector<QLayoutItem *> visibleItems() const;
    int columnsFor(int width, int items) const;
    int arrangeWords(const QRect &rect, bool apply) const;
    /// Places the items when `apply`; returns the height they take.
    int arrange(const QRect &rect, bool apply) const;

    int m_columnWidth = 0; ///< 0: as words
    std::vector<std::unique_ptr<QLayoutItem>> m_items;
};

} // namespace dvmdash::ui
