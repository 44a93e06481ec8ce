#include "scenarios/program.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX leaves it to us

namespace runout::scenarios {
namespace {

/// A file that is gone when the test is.
class TemporaryFile {
 public:
  TemporaryFile() {
    descriptor_ = mkstemp(path_.data());
    if (descriptor_ < 0) throw std::runtime_error{"no temporary file"};
  }
  ~TemporaryFile() {
    close(descriptor_);
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  TemporaryFile(TemporaryFile&&) = delete;
  TemporaryFile& operator=(TemporaryFile&&) = delete;

  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_ = (std::filesystem::temp_directory_path() / "runout-XXXXXX").string();
  int descriptor_ = -1;
};

}  // namespace

ProgramResult run_program(const std::vector<std::string>& arguments) {
  std::vector<std::string> words{RUNOUT_PROGRAM};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  argv.reserve(words.size() + 1);
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);

  const TemporaryFile out;
  const TemporaryFile err;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, out.path().c_str(), O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, err.path().c_str(), O_WRONLY, 0);
  pid_t process = 0;
  const int failure =
      posix_spawn(&process, RUNOUT_PROGRAM, &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failure != 0) throw std::runtime_error{"the program could not be started"};
  int status = 0;
  if (waitpid(process, &status, 0) != process) throw std::runtime_error{"the program was lost"};
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128, read_file(out.path()),
          read_file(err.path())};
}

std::string read_file(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
}

}  // namespace runout::scenarios
