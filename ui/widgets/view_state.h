// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>
#include <QString>
#include <QVector>

#include <optional>

class QSettings;

namespace dvmdash::ui
{

/// Where windows, tables and splitters keep how the reader left them. GUI thread.
class ViewState
{
public:
    virtual ~ViewState() = default;
    /// Empty when never set.
    virtual QByteArray value(const QString &key) const = 0;
    virtual void setValue(const QString &key, const QByteArray &value) = 0;
};

/// In QSettings under the group "view". The settings must live as long as this.
class SettingsViewState : public ViewState
{
public:
    explicit SettingsViewState(QSettings &settings);
    QByteArray value(const QString &key) const override;
    void setValue(const QString &key, const QByteArray &value) override;

private:
    QSettings &m_settings;
};

/// Forgets at the end; for tests and for windows that shall not remember.
class MemoryViewState : public ViewState
{
public:
    QByteArray value(const QString &key) const override { return m_values.value(key); }
    void setValue(const QString &key, const QByteArray &value) override { m_values.insert(key, value); }

private:
    QHash<QString, QByteArray> m_values;
};

/// The columns of a table by their ids, as JSON: readable, and columns that come or go between versions of
/// the program disturb nothing.
struct TableState {
    struct ColumnState {
        QString id;
        int width = 0; ///< device-independent pixels
        bool visible = true;
    };
    int version = 0;              ///< of the table; another version is not restored
    QVector<ColumnState> columns; ///< in the order they are shown
    QString sortColumn;           ///< empty: the model's own order
    bool descending = false;

    QByteArray toJson() const;
    /// Nothing when the bytes are no table state.
    static std::optional<TableState> fromJson(const QByteArray &json);
};

} // namespace dvmdash::ui
