// Recorded loads of dlt into PostgreSQL: each case of the files is run into every SQL database, and what stands there
// at the end is compared with what dlt left.
//
//   conformance_load CASES.json…

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "core/hash.h"
#include "destination/duckdb/duckdb_destination.h"
#include "destination/postgres/postgres_destination.h"
#include "destination/postgres/test_server.h"
#include "json/value.h"
#include "json/write.h"
#include "load_case.h"

namespace {

using namespace decant;
using json::Value;

Result<Value> read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail(ErrorKind::io, "cannot read " + path);
  return json::parse_value(std::string(std::istreambuf_iterator<char>(file), {}));
}

/// Whether a case passes in a database; each gets a dataset of its own.
bool passes(const Value& test_case, destination::Destination& destination) {
  const std::string name = test_case.text_or("name", "") + " on " + destination.capabilities().type;
  const auto observed = conformance::run_load_case(test_case, destination);
  if (!observed) {
    std::printf("FAILED %s\n    %s\n", name.c_str(), to_string(observed.error()).c_str());
    return false;
  }
  const std::string expected = json::write(conformance::expected_tables(test_case));
  if (json::write(*observed) == expected) return true;
  std::printf("FAILED %s\n    expected %s\n    observed %s\n", name.c_str(), expected.c_str(),
              json::write(*observed).c_str());
  return false;
}

}  // namespace

int main(int count, char** arguments) {
  const auto folder = std::filesystem::temp_directory_path() / ("decant-cases-" + random_hex(8));
  std::filesystem::create_directories(folder);
  int passed = 0;
  int failed = 0;
  for (int i = 1; i < count; ++i) {
    const auto file = read(arguments[i]);
    if (!file) {
      std::fprintf(stderr, "error: %s\n", to_string(file.error()).c_str());
      return 2;
    }
    for (const auto& test_case : file->find("cases")->as_array()) {
      if (test_case.text_or("kind", "") != "load") continue;
      const std::string dataset = "case_" + random_hex(6);
      destination::PostgresDestination postgres(
          {.credentials = destination::PostgresTestServer::get().credentials(), .dataset = dataset});
      destination::DuckDbDestination duckdb({.path = folder / (dataset + ".duckdb"), .dataset = dataset, .threads = 2});
      for (destination::Destination* into :
           {static_cast<destination::Destination*>(&postgres), static_cast<destination::Destination*>(&duckdb)}) {
        ++(passes(test_case, *into) ? passed : failed);
      }
    }
  }
  std::filesystem::remove_all(folder);
  std::printf("%d passed, %d failed\n", passed, failed);
  return failed == 0 && passed > 0 ? 0 : 1;
}
