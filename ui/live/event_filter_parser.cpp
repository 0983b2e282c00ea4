// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/identifiers.h"
#include "ui/inspector/flag_words.h"
#include "ui/live/event_filter.h"
#include "ui/widgets/safe_text.h"

#include <QCoreApplication>
#include <QStringList>

#include <array>
#include <optional>
#include <utility>

namespace dvmdash::ui
{

namespace
{

constexpr qsizetype longestQuotation = 40;
constexpr std::uint32_t everyRole = (1u << (static_cast<unsigned>(dvm::Role::Pong) + 1)) - 1;

QString tr(const char *text)
{
    return QCoreApplication::translate("EventFilter", text);
}

QString quotation(const QString &text)
{
    return safeText(text, LineBreaks::Inline, longestQuotation);
}

/// A written word with its quotes taken away.
struct Piece {
    QString text;
    bool quoted = false; ///< some of it stood in quotes
};

/// One term as it is written: the text before the first colon that is not in quotes, and what follows.
struct Written {
    bool negated = false;
    std::optional<QString> field;
    std::vector<Piece> values; ///< one for words, those between commas for a field
};

QString roleNames()
{
    QStringList names;
    for (unsigned role = 0; everyRole >> role; ++role) {
        const std::string_view name = dvm::roleName(static_cast<dvm::Role>(role));
        names.append(QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())));
    }
    return names.join(QStringLiteral(", "));
}

QString flagNames()
{
    QStringList names;
    for (const FlagWords &flag : flagWords(allFlags))
        names.append(flag.word);
    return names.join(QStringLiteral(", "));
}

/// Names in the filter may be written with a minus or underscore in place of a space.
std::string spaced(std::string text)
{
    for (char &c : text)
        if (c == '-' || c == '_')
            c = ' ';
    return text;
}

} // namespace

/// Reads a filter from left to right; stops at the first thing that it does not understand.
class EventFilterParser
{
public:
    explicit EventFilterParser(const QString &text)
        : m_text(text)
    {
    }

    EventFilter::Parsed parse()
    {
        EventFilter filter;
        while (skipSpace()) {
            const std::optional<Written> written = readTerm();
            if (!written)
                return {{}, m_error};
            auto term = understand(*written);
            if (!term)
                return {{}, m_error};
            filter.m_terms.push_back(std::move(*term));
        }
        return {std::move(filter), {}};
    }

private:
    using Field = EventFilter::Field;
    using Term = EventFilter::Term;
    using Value = EventFilter::Value;

    bool skipSpace()
    {
        while (m_at < m_text.size() && m_text.at(m_at).isSpace())
            ++m_at;
        return m_at < m_text.size();
    }

    std::nullopt_t fail(const QString &error)
    {
        m_error = error;
        return std::nullopt;
    }

    std::optional<Written> readTerm()
    {
        Written written;
        if (m_text.at(m_at) == QLatin1Char('-')) {
            written.negated = true;
            ++m_at;
            if (m_at == m_text.size() || m_text.at(m_at).isSpace())
                return fail(tr("A minus stands alone. Put the word that must not be there right behind it."));
        }
        Piece piece;
        bool inQuotes = false;
        for (; m_at < m_text.size() && (inQuotes || !m_text.at(m_at).isSpace()); ++m_at) {
            const QChar c = m_text.at(m_at);
            if (c == QLatin1Char('"')) {
                inQuotes = !inQuotes;
                piece.quoted = true;
            } else if (!inQuotes && c == QLatin1Char(':') && !written.field && !piece.quoted) {
                written.field = std::exchange(piece, {}).text;
            } else if (!inQuotes && c == QLatin1Char(',') && written.field) {
                written.values.push_back(std::exchange(piece, {}));
            } else {
                piece.text += c;
            }
        }
        if (inQuotes)
            return fail(tr("A quotation mark is opened and not closed."));
        written.values.push_back(std::move(piece));
        return written;
    }

    std::optional<Term> understand(const Written &written)
    {
        Term term;
        term.negated = written.negated;
        if (!written.field) {
            if (written.values.front().text.isEmpty())
                return fail(tr("There is nothing between the quotation marks."));
            return wordsOrKey(std::move(term), written.values.front());
        }
        const auto field = fieldNamed(*written.field);
        if (!field)
            return fail(
                tr("“%1:” is no field. Fields are kind, author, role, status, flag and id. Put text with a "
                   "colon in quotation marks.")
                    .arg(quotation(*written.field)));
        term.field = *field;
        for (const Piece &piece : written.values) {
            if (piece.text.isEmpty())
                return fail(tr("“%1:” needs a value right behind the colon.").arg(quotation(*written.field)));
            if (!addValue(term, piece))
                return std::nullopt;
        }
        return term;
    }

    /// Whole ids and keys are pasted without a field: note1..., nevent1..., npub1..., nprofile1...
    static Term wordsOrKey(Term term, const Piece &piece)
    {
        const std::string text = folded(piece.text);
        const auto begins = [&](std::string_view head) { return text.starts_with(head); };
        if (begins("note1") || begins("nevent1")) {
            if (const auto id = nostr::nip19::eventIdFromText(text)) {
                term.field = Field::Id;
                term.values.push_back({id->hex(), true});
                return term;
            }
        }
        if (begins("npub1") || begins("nprofile1")) {
            if (const auto key = nostr::nip19::publicKeyFromText(text)) {
                term.field = Field::Author;
                term.values.push_back({key->hex(), true});
                return term;
            }
        }
        term.values.push_back({text, false});
        return term;
    }

    static std::optional<Field> fieldNamed(const QString &name)
    {
        static const std::array<std::pair<QLatin1String, Field>, 6> fields{{
            {QLatin1String("kind"), Field::Kind},
            {QLatin1String("author"), Field::Author},
            {QLatin1String("role"), Field::Role},
            {QLatin1String("status"), Field::Status},
            {QLatin1String("flag"), Field::Flag},
            {QLatin1String("id"), Field::Id},
        }};
        for (const auto &[word, field] : fields)
            if (name.compare(word, Qt::CaseInsensitive) == 0)
                return field;
        return std::nullopt;
    }

    /// False with m_error set when the value means nothing.
    bool addValue(Term &term, const Piece &piece)
    {
        Value value{folded(piece.text), piece.quoted};
        switch (term.field) {
        case Field::Role:
            return addRoles(term, value, piece);
        case Field::Flag:
            return addFlags(term, value, piece);
        case Field::Status:
            // As statuses are compared: payment_required is payment-required.
            value.text = dvm::statusWord(value.text);
            break;
        case Field::Id:
            if (value.text.find_first_not_of("0123456789abcdef") != std::string::npos) {
                m_error =
                    tr("“id:” takes the beginning of an event id in hex: digits and the letters a to f.");
                return false;
            }
            break;
        case Field::Words:
        case Field::Kind:
        case Field::Author:
            break;
        }
        term.values.push_back(std::move(value));
        return true;
    }

    bool addRoles(Term &term, const Value &value, const Piece &piece)
    {
        const std::string wanted = spaced(value.text);
        std::uint32_t bits = 0;
        for (unsigned role = 0; everyRole >> role; ++role) {
            const std::string_view name = dvm::roleName(static_cast<dvm::Role>(role));
            if (value.whole ? name == wanted : name.starts_with(wanted))
                bits |= 1u << role;
        }
        if (bits == 0)
            m_error = tr("There is no role “%1”. Roles are: %2.").arg(quotation(piece.text), roleNames());
        term.bits |= bits;
        return bits != 0;
    }

    bool addFlags(Term &term, const Value &value, const Piece &piece)
    {
        const std::string wanted = spaced(value.text);
        std::uint32_t bits = wanted == "any" ? allFlags : 0;
        for (const FlagWords &flag : flagWords(allFlags)) {
            const std::string name = folded(flag.word);
            if (value.whole ? name == wanted : name.starts_with(wanted))
                bits |= flag.flag;
        }
        if (bits == 0)
            m_error =
                tr("There is no flag “%1”. Flags are: any, %2.").arg(quotation(piece.text), flagNames());
        term.bits |= bits;
        return bits != 0;
    }

    const QString &m_text;
    qsizetype m_at = 0;
    QString m_error;
};

EventFilter::Parsed EventFilter::parse(const QString &text)
{
    return EventFilterParser(text).parse();
}

} // namespace dvmdash::ui
