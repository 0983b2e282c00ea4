// SPDX-License-Identifier: GPL-3.0-or-later
#include "nostr/sha256.h"

#include <openssl/evp.h>

#include <cstdio>
#include <cstdlib>
#include <memory>

namespace dvmdash::nostr
{

namespace
{

struct FreeContext {
    void operator()(EVP_MD_CTX *context) const { EVP_MD_CTX_free(context); }
};

/// A libcrypto that cannot do SHA-256 leaves nothing this program could do.
[[noreturn]] void fail()
{
    std::fputs("libcrypto offers no SHA-256\n", stderr);
    std::abort();
}

/// Fetched once: a fetch walks the providers and takes a lock. Lives as long as the program.
const EVP_MD *algorithm()
{
    static const EVP_MD *const fetched = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    return fetched;
}

} // namespace

std::array<unsigned char, 32> sha256(std::string_view bytes)
{
    thread_local const std::unique_ptr<EVP_MD_CTX, FreeContext> context(EVP_MD_CTX_new());
    std::array<unsigned char, 32> digest;
    if (!context || EVP_DigestInit_ex2(context.get(), algorithm(), nullptr) != 1 ||
        EVP_DigestUpdate(context.get(), bytes.data(), bytes.size()) != 1 ||
        EVP_DigestFinal_ex(context.get(), digest.data(), nullptr) != 1)
        fail();
    return digest;
}

} // namespace dvmdash::nostr
