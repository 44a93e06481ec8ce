#include "runout/report/report_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <sstream>
#include <stdexcept>

#include "report/sample_forecast.h"
#include "report/temporary_folder.h"
#include "runout/base/error.h"
#include "runout/report/html_report.h"
#include "runout/report/xlsx_report.h"

namespace runout::report {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

std::string read(const fs::path& path) {
  std::ostringstream content;
  content << std::ifstream{path, std::ios::binary}.rdbuf();
  return content.str();
}

std::size_t files_in(const fs::path& folder) {
  return static_cast<std::size_t>(
      std::distance(fs::directory_iterator{folder}, fs::directory_iterator{}));
}

std::string refusal(const std::function<void()>& write) {
  try {
    write();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::forbidden);
    return error.what();
  }
  ADD_FAILURE() << "it was written";
  return "";
}

TEST(ReportFile, ReplacesTheWholeFile) {
  const TemporaryFolder folder;
  const fs::path path = folder.path() / "report.html";
  write_whole_file(path, "a long first version");
  write_whole_file(path, "short");
  EXPECT_EQ(read(path), "short");
  EXPECT_EQ(files_in(folder.path()), 1U);
}

TEST(ReportFile, KeepsTheOldFileWhenWritingFails) {
  const TemporaryFolder folder;
  const fs::path path = folder.path() / "report.html";
  write_whole_file(path, "old");
  EXPECT_THROW(replace_file(path,
                            [](const fs::path& beside) {
                              std::ofstream{beside} << "half of the n";
                              throw std::runtime_error{"power cut"};
                            }),
               std::runtime_error);
  EXPECT_EQ(read(path), "old");
  EXPECT_EQ(files_in(folder.path()), 1U);
}

TEST(ReportFile, FollowsALink) {
  const TemporaryFolder folder;
  write_whole_file(folder.path() / "real.html", "old");
  fs::create_symlink("real.html", folder.path() / "link.html");
  write_whole_file(folder.path() / "link.html", "new");
  EXPECT_TRUE(fs::is_symlink(folder.path() / "link.html"));
  EXPECT_EQ(read(folder.path() / "real.html"), "new");
}

TEST(ReportFile, SaysWhyAPathWillNotDo) {
  const TemporaryFolder folder;
  const fs::path nowhere = folder.path() / "nowhere" / "report.html";
  EXPECT_EQ(refusal([&] { write_html_report(sample_forecast(), nowhere); }),
            "cannot write the report '" + nowhere.string() + "': there is no folder '" +
                nowhere.parent_path().string() + "'");
  EXPECT_THAT(refusal([&] { write_xlsx_report(sample_forecast(), nowhere); }),
              HasSubstr("there is no folder"));
  EXPECT_THAT(refusal([&] { write_html_report(sample_forecast(), folder.path()); }),
              HasSubstr("it is a folder"));
  EXPECT_THAT(refusal([&] { write_html_report(sample_forecast(), ""); }),
              HasSubstr("it names no file"));
}

TEST(ReportFile, SaysThatAFolderMayNotBeWritten) {
  // Nobody, not even root, makes files in the system's folder of processes.
  EXPECT_THAT(refusal([] { write_html_report(sample_forecast(), "/proc/self/report.html"); }),
              HasSubstr("cannot write the report '/proc/self/report.html': "));
  EXPECT_THAT(refusal([] { write_xlsx_report(sample_forecast(), "/proc/self/report.xlsx"); }),
              HasSubstr("cannot write the report '/proc/self/report.xlsx': "));
}

}  // namespace
}  // namespace runout::report
