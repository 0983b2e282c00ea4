// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "page_fixture.h"
#include "ui/inspector/inspector.h"

#include <QTest>

namespace dvmdash::test
{

/// A test of the inspector, which is another one for each function, over a database of the test's events.
class InspectorFixture : public QObject
{
    Q_OBJECT
protected:
    explicit InspectorFixture(int height)
        : m_height(height)
    {
    }
    virtual std::vector<nostr::Event> events() const = 0;

    ui::EventView &view() { return m_inspector->view(); }

    std::unique_ptr<PageFixture> m_fixture;
    std::unique_ptr<ui::Inspector> m_inspector;

private Q_SLOTS:
    void initTestCase()
    {
        m_fixture = std::make_unique<PageFixture>(events());
        QVERIFY(m_fixture->isReady());
    }
    void cleanupTestCase() { m_fixture.reset(); }
    void init()
    {
        m_fixture->viewState() = ui::MemoryViewState();
        m_inspector = std::make_unique<ui::Inspector>(m_fixture->context());
        m_inspector->resize(420, m_height);
        m_inspector->show();
    }
    void cleanup() { m_inspector.reset(); }

private:
    const int m_height;
};

} // namespace dvmdash::test
