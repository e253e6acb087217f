// What simdjson alone takes for the pages of a shop: every value is visited, none is kept. Prints seconds; reading the
// files is not counted. decant_parse_pages FILE...

#include <simdjson.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace {

using simdjson::dom::element;

std::uint64_t visit(const element& value) {
  switch (value.type()) {
    case simdjson::dom::element_type::OBJECT: {
      std::uint64_t sum = 0;
      for (const auto member : simdjson::dom::object(value)) sum += member.key.size() + visit(member.value);
      return sum;
    }
    case simdjson::dom::element_type::ARRAY: {
      std::uint64_t sum = 0;
      for (const element child : simdjson::dom::array(value)) sum += visit(child);
      return sum;
    }
    case simdjson::dom::element_type::STRING: return std::string_view(value).size();
    default: return 1;
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<simdjson::padded_string> pages;
  for (int i = 1; i < argc; ++i) {
    std::ifstream file(argv[i], std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    pages.emplace_back(text);
  }
  simdjson::dom::parser parser;
  std::uint64_t sum = 0;
  const auto began = std::chrono::steady_clock::now();
  for (const simdjson::padded_string& page : pages) {
    element root;
    if (parser.parse(page).get(root) != simdjson::SUCCESS) return 1;
    sum += visit(root);
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  std::printf("%.4f\n", sum == 0 ? 0.0 : took.count());
}
