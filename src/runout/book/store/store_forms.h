// Writing a book in one of its forms, for the files of the store only.
#pragma once

#include "runout/book/store.h"

namespace runout::book {

/// As write_book, by a caller that holds the WriterLock.
void write_form(const Book& book, const std::filesystem::path& path, StoreForm form);

}  // namespace runout::book
