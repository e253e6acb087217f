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

#include "case_run.h"
#include "comparison.h"
#include "core/hash.h"
#include "json/document.h"
#include "json/parser.h"
#include "json/value.h"
#include "json/write.h"
#include "normalize/row_hash.h"

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
    if (test_case.text_or("kind", "") != "normalize") {
      std::printf("left out: %s (kind %s: it is about what loads into PostgreSQL leave there)\n", name.c_str(),
                  test_case.text_or("kind", "").c_str());
      continue;
    }
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

std::string hash_of(const Value& row, const Value* subset) {
  json::Parser parser;
  const auto document = parser.parse(json::write(row));
  if (!document) return {};
  std::vector<json::Member> members;
  for (const auto member : document->root().members()) {
    bool chosen = subset == nullptr || subset->is_null();
    for (const auto& key : chosen ? Value::Array() : subset->as_array())
      chosen = chosen || key.as_string() == member.key;
    if (chosen) members.push_back(member);
  }
  std::string text;
  normalize::append_hash_form(std::move(members), text);
  return RowIdHasher().hash(text);
}

void check(const std::string& name, const std::string& expected, const std::string& observed, Tally& tally) {
  report(name,
         expected == observed ? std::vector<std::string>{}
                              : std::vector<std::string>{"expected " + expected + ", observed " + observed},
         tally);
}

void run_vectors(const Value& vectors, Tally& tally) {
  for (const auto& vector : vectors.find("row_hash")->as_array())
    check("row_hash of " + json::write(*vector.find("row")), vector.text_or("hash", ""),
          hash_of(*vector.find("row"), vector.find("subset")), tally);
  for (const auto& vector : vectors.find("nested_row_hash")->as_array()) {
    const std::string text = vector.text_or("parent_row_id", "") + "_" + vector.text_or("table", "") + "_" +
                             std::to_string(vector.integer_or("list_idx", 0));
    check("nested_row_hash of " + text, vector.text_or("hash", ""), RowIdHasher().hash(text), tally);
  }
  for (const auto& vector : vectors.find("tag")->as_array())
    check("tag of " + vector.text_or("input", ""), vector.text_or("tag", ""),
          identifier_tag(vector.text_or("input", "")), tally);
  std::printf("left out: vectors naming, shorten_fragments, version_hash, schema_name (schema.unit runs them)\n");
  std::printf("left out: vector state (the unit tests of the room state run it)\n");
  std::printf("left out: vectors sql_literals, sql_identifiers (no destination here is fed with literals)\n");
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
