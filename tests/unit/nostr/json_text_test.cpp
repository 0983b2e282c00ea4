// SPDX-License-Identifier: GPL-3.0-or-later
#include "nostr/json_text.h"
#include "support/test_main.h"

#include <nlohmann/json.hpp>
#include <string>

using namespace dvmdash::nostr;

class JsonTextTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void jsonIsRead()
    {
        QVERIFY(jsonFromText(R"({"a":[1,"x"]})") == nlohmann::json({{"a", {1, "x"}}}));
        QVERIFY(jsonFromText("\"\\u0000\"") == nlohmann::json(std::string(1, '\0')));
    }
    void whatIsNoneIsDiscarded()
    {
        using namespace std::string_literals;
        for (const std::string &text :
             {""s, "{"s, "{}x"s, "{} \0"s, "{}\0{}"s, "\0"s, "\"a\0b\""s, "\"\xff\""s})
            QVERIFY2(jsonFromText(text).is_discarded(), text.c_str());
    }
    void deepNestingCostsNoStack()
    {
        constexpr std::size_t levels = 500'000;
        const auto deep = jsonFromText(std::string(levels, '[') + std::string(levels, ']'));
        QVERIFY(deep.is_array());
    }
};
DVMDASH_TEST(JsonTextTest)

#include "json_text_test.moc"
