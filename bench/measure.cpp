// measure RUNS COMMAND [ARG...]: runs a command so often and prints the median of its CPU seconds
// (user + system) and the largest peak memory, as the operating system accounts for the process.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

namespace {

struct Usage {
  double cpu_seconds = 0.0;
  long peak_kib = 0;
};

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
}

Usage run(char** command) {
  const pid_t child = fork();
  if (child == 0) {
    execvp(command[0], command);
    std::fprintf(stderr, "measure: %s: %s\n", command[0], std::strerror(errno));
    _exit(127);
  }
  int status = 0;
  rusage usage{};
  if (child < 0 || wait4(child, &status, 0, &usage) != child) std::exit(3);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    std::fprintf(stderr, "measure: %s failed\n", command[0]);
    std::exit(1);
  }
  return {seconds(usage.ru_utime) + seconds(usage.ru_stime), usage.ru_maxrss};
}

}  // namespace

int main(int argc, char** argv) {
  const int runs = argc > 2 ? std::atoi(argv[1]) : 0;
  if (runs < 1) {
    std::fprintf(stderr, "usage: measure RUNS COMMAND [ARG...]\n");
    return 2;
  }
  std::vector<double> cpu;
  long peak_kib = 0;
  for (int i = 0; i < runs; ++i) {
    const Usage usage = run(argv + 2);
    cpu.push_back(usage.cpu_seconds);
    peak_kib = std::max(peak_kib, usage.peak_kib);
  }
  std::sort(cpu.begin(), cpu.end());
  std::fprintf(stderr, "  %.2f CPU-s (median of %d; %.2f to %.2f), peak %.0f MiB\n",
               cpu[cpu.size() / 2], runs, cpu.front(), cpu.back(),
               static_cast<double>(peak_kib) / 1024.0);
  return 0;
}
