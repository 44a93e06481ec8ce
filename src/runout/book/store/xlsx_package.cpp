#include "runout/book/store/xlsx_package.h"

#include <charconv>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <pugixml.hpp>

#include "runout/base/error.h"
#include "runout/base/text.h"
#include "runout/book/store/xlsx_value.h"
#include "runout/book/store/xlsx_zip.h"

namespace runout::book {
namespace {

constexpr unsigned kParse = pugi::parse_default | pugi::parse_ws_pcdata;

/// The name without its namespace prefix: some programs write x:row for row.
std::string_view local_name(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node child(const pugi::xml_node& parent, std::string_view name) {
  for (const pugi::xml_node& node : parent.children()) {
    if (local_name(node) == name) return node;
  }
  return {};
}

std::string_view attribute(const pugi::xml_node& node, std::string_view name) {
  for (const pugi::xml_attribute& candidate : node.attributes()) {
    const std::string_view full = candidate.name();
    if (full == name) return candidate.value();
    const std::size_t colon = full.find(':');
    if (colon != std::string_view::npos && full.substr(colon + 1) == name &&
        node.attribute(std::string{name}.c_str()).empty()) {
      return candidate.value();
    }
  }
  return {};
}

template <typename Number>
std::optional<Number> number_of(std::string_view text) {
  Number number{};
  const auto [stop, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc{} || stop != text.data() + text.size()) return std::nullopt;
  return number;
}

/// Text of <t> and of runs <r><t>; phonetic hints (<rPh>) are not part of it.
std::string rich_text(const pugi::xml_node& node) {
  std::string text;
  for (const pugi::xml_node& part : node.children()) {
    if (local_name(part) == "t") text += part.child_value();
    if (local_name(part) == "r") text += child(part, "t").child_value();
  }
  return unescape(text);
}

class Workbook {
 public:
  Workbook(std::string_view bytes, const std::string& name, Diagnostics& diagnostics)
      : archive_{bytes, name}, name_{name}, diagnostics_{diagnostics} {}

  std::vector<XlsxSheet> read() {
    const std::string main_part = find_main_part();
    const pugi::xml_document workbook = parse(main_part);
    const pugi::xml_node root = workbook.document_element();
    const std::string_view dates = attribute(child(root, "workbookPr"), "date1904");
    if (dates == "1" || dates == "true") system_ = DateSystem::from_1904;
    const std::size_t slash = main_part.rfind('/');
    folder_ = slash == std::string::npos ? "" : main_part.substr(0, slash + 1);
    const auto targets =
        read_relations(folder_ + "_rels/" + main_part.substr(folder_.size()) + ".rels");
    read_shared_strings(targets);
    read_styles(targets);

    std::vector<XlsxSheet> sheets;
    for (const pugi::xml_node& entry : child(root, "sheets").children()) {
      if (local_name(entry) != "sheet") continue;
      XlsxSheet sheet;
      sheet.name = attribute(entry, "name");
      const auto target = targets.find(std::string{entry_relation(entry)});
      if (target == targets.end()) refuse(fmt::format("sheet '{}' is missing", sheet.name));
      read_sheet(target->second.part, sheet);
      sheets.push_back(std::move(sheet));
    }
    if (sheets.empty()) refuse("it has no sheets");
    return sheets;
  }

 private:
  struct Relation {
    std::string type;
    std::string part;
  };
  using Relations = std::map<std::string, Relation>;

  [[noreturn]] void refuse(const std::string& why) const {
    throw Error{ErrorKind::invalid_input, fmt::format("cannot read '{}': {}", name_, why)};
  }

  static std::string_view entry_relation(const pugi::xml_node& entry) {
    for (const pugi::xml_attribute& candidate : entry.attributes()) {
      const std::string_view full = candidate.name();
      if (full.ends_with(":id")) return candidate.value();
    }
    return {};
  }

  pugi::xml_document parse(const std::string& part) {
    const auto text = archive_.read(part);
    if (!text) refuse(fmt::format("it is not a workbook ({} is missing)", part));
    pugi::xml_document document;
    const auto result = document.load_buffer(text->data(), text->size(), kParse);
    if (!result) refuse(fmt::format("{} is damaged ({})", part, result.description()));
    return document;
  }

  std::string find_main_part() {
    for (const auto& [id, relation] : read_relations("_rels/.rels")) {
      if (relation.type.ends_with("/officeDocument")) return relation.part;
    }
    return "xl/workbook.xml";
  }

  Relations read_relations(const std::string& part) {
    Relations relations;
    const auto text = archive_.read(part);
    if (!text) return relations;
    pugi::xml_document document;
    if (!document.load_buffer(text->data(), text->size(), kParse)) {
      refuse(fmt::format("{} is damaged", part));
    }
    for (const pugi::xml_node& node : document.document_element().children()) {
      std::string target{attribute(node, "Target")};
      if (target.starts_with('/')) {
        target.erase(0, 1);
      } else {
        target.insert(0, folder_);
      }
      relations[std::string{attribute(node, "Id")}] = {std::string{attribute(node, "Type")},
                                                       std::move(target)};
    }
    return relations;
  }

  static const Relation* find_type(const Relations& relations, std::string_view ending) {
    for (const auto& [id, relation] : relations) {
      if (relation.type.ends_with(ending)) return &relation;
    }
    return nullptr;
  }

  void read_shared_strings(const Relations& relations) {
    const Relation* relation = find_type(relations, "/sharedStrings");
    if (relation == nullptr) return;
    const pugi::xml_document document = parse(relation->part);
    for (const pugi::xml_node& node : document.document_element().children()) {
      if (local_name(node) == "si") strings_.push_back(rich_text(node));
    }
  }

  void read_styles(const Relations& relations) {
    const Relation* relation = find_type(relations, "/styles");
    if (relation == nullptr) return;
    const pugi::xml_document document = parse(relation->part);
    const pugi::xml_node root = document.document_element();
    std::map<int, bool> own_formats;
    for (const pugi::xml_node& node : child(root, "numFmts").children()) {
      const auto id = number_of<int>(attribute(node, "numFmtId"));
      if (id) own_formats[*id] = is_date_format(attribute(node, "formatCode"));
    }
    for (const pugi::xml_node& node : child(root, "cellXfs").children()) {
      if (local_name(node) != "xf") continue;
      const int id = number_of<int>(attribute(node, "numFmtId")).value_or(0);
      const auto own = own_formats.find(id);
      is_date_style_.push_back(own == own_formats.end() ? is_built_in_date_format(id)
                                                        : own->second);
    }
  }

  void read_sheet(const std::string& part, XlsxSheet& sheet) {
    const pugi::xml_document document = parse(part);
    const pugi::xml_node root = document.document_element();
    std::size_t number = 0;
    for (const pugi::xml_node& node : child(root, "sheetData").children()) {
      if (local_name(node) != "row") continue;
      number = number_of<std::size_t>(attribute(node, "r")).value_or(number + 1);
      if (number == 0 || number > kMostRows ||
          (!sheet.rows.empty() && sheet.rows.back().number >= number)) {
        refuse(fmt::format("sheet '{}' has rows out of order", sheet.name));
      }
      SheetRow row{number, {}};
      bool is_kept = false;
      std::size_t column = 0;
      for (const pugi::xml_node& cell : node.children()) {
        if (local_name(cell) != "c") continue;
        const std::string_view address = attribute(cell, "r");
        if (!address.empty()) {
          const auto place = column_of(address);
          if (!place) refuse(fmt::format("sheet '{}' has a cell '{}'", sheet.name, address));
          column = *place;
        }
        std::string text = cell_text(cell, sheet, number, column);
        // The mark of a row that is blank on purpose.
        is_kept = is_kept || std::string_view{child(cell, "f").child_value()} == "\"\"";
        if (!text.empty()) row.cells[column] = std::move(text);
        ++column;
      }
      if (is_kept || !row.cells.empty()) sheet.rows.push_back(std::move(row));
    }
    read_merged(child(root, "mergeCells"), sheet);
  }

  static void read_merged(const pugi::xml_node& merged, XlsxSheet& sheet) {
    for (const pugi::xml_node& node : merged.children()) {
      const std::string_view range = attribute(node, "ref");
      const std::size_t colon = range.find(':');
      if (colon == std::string_view::npos) continue;
      const auto from = column_of(range);
      const auto to = column_of(range.substr(colon + 1));
      const std::size_t digits = range.find_first_of("0123456789");
      if (!from || !to || digits >= colon) continue;
      const auto row = number_of<std::size_t>(range.substr(digits, colon - digits));
      if (row && *to > *from) sheet.merged_columns[{*row, *from}] = *to - *from + 1;
    }
  }

  void report(Severity severity, const char* code, const XlsxSheet& sheet, std::size_t row,
              std::string message, const char* help) {
    diagnostics_.push_back({severity, code, fmt::format("{}:{}", name_, sheet.name), row, "",
                            std::move(message), help});
  }

  std::string cell_text(const pugi::xml_node& cell, const XlsxSheet& sheet, std::size_t row,
                        std::size_t column) {
    const pugi::xml_node formula = child(cell, "f");
    const pugi::xml_node value = child(cell, "v");
    const auto address = [&] { return fmt::format("{}{}", column_name(column), row); };
    if (formula && std::string_view{formula.child_value()} != "\"\"") {
      if (!value) {
        report(Severity::error, "formula_without_value", sheet, row,
               fmt::format("{} holds a formula without a stored value", address()),
               "open the workbook and save it once");
      } else {
        report(Severity::warning, "formula", sheet, row,
               fmt::format("{} holds a formula; its stored value '{}' is taken", address(),
                           value.child_value()),
               "");
      }
    }
    const std::string_view type = attribute(cell, "t");
    const std::string_view text = value.child_value();
    if (type == "inlineStr") return rich_text(child(cell, "is"));
    if (type == "str") return unescape(text);
    if (type == "b") return text == "1" || text == "true" ? "yes" : text.empty() ? "" : "no";
    if (type == "e") {
      report(Severity::error, "cell_error", sheet, row,
             fmt::format("{} holds the error {}", address(), text), "mend the formula");
      return "";
    }
    if (type == "s") {
      const auto index = number_of<std::size_t>(trim(text));
      if (!index || *index >= strings_.size()) {
        refuse(fmt::format("sheet '{}' is damaged at {}", sheet.name, address()));
      }
      return strings_[*index];
    }
    if (type == "d") return std::string{text.substr(0, 10)};
    return plain_text(cell, trim(text));
  }

  [[nodiscard]] std::string plain_text(const pugi::xml_node& cell, std::string_view text) const {
    const auto number = number_of<double>(text);
    if (!number) return std::string{text};
    const auto style = number_of<std::size_t>(attribute(cell, "s"));
    if (style && *style < is_date_style_.size() && is_date_style_[*style]) {
      if (auto date = date_text(*number, system_)) return *date;
    }
    return number_text(*number);
  }

  ZipArchive archive_;
  const std::string& name_;
  Diagnostics& diagnostics_;
  std::string folder_;
  DateSystem system_ = DateSystem::from_1900;
  std::vector<std::string> strings_;
  std::vector<bool> is_date_style_;
};

}  // namespace

std::vector<XlsxSheet> read_workbook(std::string_view bytes, const std::string& name,
                                     Diagnostics& diagnostics) {
  return Workbook{bytes, name, diagnostics}.read();
}

}  // namespace runout::book
