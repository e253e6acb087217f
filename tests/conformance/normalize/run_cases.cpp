// Recorded runs of dlt through the normalizer: each case of the file is run and compared with what dlt made of it.
//
//   conformance_normalize CASES.json DECIDED.json [NAME…]
//
// DECIDED.json holds, by name, cases that are answered otherwise on purpose: why, and what is expected instead. What is
// left out is listed with the reason.

#include <cstdio>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "case_run.h"
#include "comparison.h"
#include "json/value.h"
#include "vectors.h"

namespace {

using namespace decant;
using json::Value;

Result<Value> read(const char* path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail(ErrorKind::io, std::string("cannot read ") + path);
  return json::parse_value(std::string(std::istreambuf_iterator<char>(file), {}));
}

struct Tally {
  std::size_t passed = 0;
  std::size_t decided = 0;
  std::size_t failed = 0;
};

void report(const std::string& name, const std::vector<std::string>& found, Tally& tally) {
  if (found.empty()) {
    ++tally.passed;
    return;
  }
  ++tally.failed;
  std::printf("FAILED %s\n", name.c_str());
  for (const auto& difference : found) std::printf("    %s\n", difference.c_str());
}

void run_cases(const Value& cases, const Value& decided, const std::set<std::string>& wanted, Tally& tally) {
  for (const auto& test_case : cases.as_array()) {
    const std::string name = test_case.text_or("name", "");
    if (!wanted.empty() && !wanted.contains(name)) continue;
    if (test_case.text_or("kind", "") == "load") continue;  // see ../load
    const Value* expected = test_case.find("expect");
    if (const Value* otherwise = decided.find(name)) {
      std::printf("decided: %s: %s\n", name.c_str(), otherwise->text_or("why", "").c_str());
      expected = otherwise->find("expect");
      ++tally.decided;
    }
    const auto observed = decant::conformance::run_case(test_case);
    if (!observed) {
      report(name, {"the case cannot be run: " + to_string(observed.error())}, tally);
      continue;
    }
    report(name, decant::conformance::differences(*expected, *observed), tally);
  }
}

void run_vectors(const Value& vectors, Tally& tally) {
  std::vector<std::string> left_out;
  for (const auto& result : decant::conformance::run_vectors(vectors, left_out))
    report(result.name, result.found, tally);
  for (const auto& reason : left_out) std::printf("left out: vectors %s\n", reason.c_str());
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 3) {
    std::fprintf(stderr, "usage: %s CASES.json DECIDED.json [NAME…]\n", arguments[0]);
    return 2;
  }
  const auto file = read(arguments[1]);
  const auto decided = read(arguments[2]);
  if (!file || !decided) {
    std::fprintf(stderr, "error: %s\n", to_string((file ? decided : file).error()).c_str());
    return 2;
  }
  const std::set<std::string> wanted(arguments + 3, arguments + count);
  Tally tally;
  run_cases(*file->find("cases"), *decided, wanted, tally);
  if (const Value* vectors = file->find("vectors"); vectors != nullptr && wanted.empty()) run_vectors(*vectors, tally);
  std::printf("%zu passed (%zu of them decided otherwise than dlt), %zu failed\n", tally.passed, tally.decided,
              tally.failed);
  return tally.failed == 0 ? 0 : 1;
}
