// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/columns.h"

#include <QAbstractTableModel>
#include <QStringList>
#include <QTemporaryDir>

namespace dvmdash::test
{

struct Row {
    QString id;
    QString text;
    qint64 number = 0;
    qint64 seconds = 0;
};

/// A small table of every sort of column, filled by hand.
class RowsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    explicit RowsModel(QVector<Row> rows = {}, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    void insert(int at, const QVector<Row> &rows);
    void remove(int first, int count);
    void rearrange();
    void replaceAll(const QVector<Row> &rows);

private:
    QVector<Row> m_rows;
};

/// Rows "id0" ..., text "text 0" ..., number 0 ..., one second apart from 1,700,000,000 downwards.
QVector<Row> someRows(int count, int first = 0);

/// The cells of a CSV text, read after RFC 4180 by a parser that shares nothing with the writer.
QVector<QStringList> parseCsv(const QByteArray &bytes);

QByteArray readFile(const QString &path);

} // namespace dvmdash::test
