# Makes the numbered migrations of a folder (0001_name.sql, ...) part of a library: a source file
# that defines runout::book::sqlite_migrations() with their texts, in the order of their numbers.
function(runout_embed_sql target folder)
  file(GLOB migrations CONFIGURE_DEPENDS ${folder}/*.sql)
  list(SORT migrations)
  set(texts "")
  foreach(migration IN LISTS migrations)
    file(READ ${migration} text)
    string(APPEND texts "    R\"sql(${text})sql\",\n")
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${migration})
  endforeach()
  set(source ${CMAKE_BINARY_DIR}/generated/sqlite_migrations.cpp)
  file(CONFIGURE OUTPUT ${source} @ONLY CONTENT
"// Made from schema/*.sql by cmake/embed_sql.cmake.
#include \"runout/book/store/sqlite_migrations.h\"

namespace runout::book {

const std::vector<std::string>& sqlite_migrations() {
  static const std::vector<std::string> migrations{
${texts}  };
  return migrations;
}

}  // namespace runout::book
")
  target_sources(${target} PRIVATE ${source})
endfunction()
