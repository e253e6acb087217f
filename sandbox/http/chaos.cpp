#include "sandbox/http/chaos.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "sandbox/data/random.h"

namespace decant::sandbox {
namespace {

constexpr std::uint32_t kAll = 100'000;
constexpr std::string_view kStatusPrefix = "status-";

using Kind = FaultShare::Kind;

struct NamedKind {
  std::string_view name;
  Kind kind;
};
constexpr std::array<NamedKind, 4> kKinds{
    {{"reset", Kind::reset}, {"truncate", Kind::truncate}, {"slow", Kind::slow}, {"malformed", Kind::malformed}}};

std::optional<std::uint32_t> read_digits(std::string_view text) {
  std::uint32_t number = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_read = result.ec == std::errc() && result.ptr == text.data() + text.size();
  if (text.size() > 3 || !is_read) return std::nullopt;
  return number;
}

// `1%` or `0.125%`, in 100,000.
std::optional<std::uint32_t> read_percent(std::string_view text) {
  if (!text.ends_with('%')) return std::nullopt;
  text.remove_suffix(1);
  const std::size_t point = text.find('.');
  const auto whole = read_digits(text.substr(0, point));
  if (!whole || *whole > 100) return std::nullopt;
  std::uint32_t share = *whole * 1000;
  if (point == std::string_view::npos) return share;
  std::string decimals(text.substr(point + 1));
  if (decimals.empty()) return std::nullopt;
  while (decimals.size() < 3) decimals += '0';
  const auto fraction = read_digits(decimals);
  if (!fraction) return std::nullopt;
  return share + *fraction;
}

bool read_kind(std::string_view name, FaultShare& fault) {
  if (name.starts_with(kStatusPrefix)) {
    const auto status = read_digits(name.substr(kStatusPrefix.size()));
    fault.kind = Kind::status;
    fault.status = static_cast<int>(status.value_or(0));
    return fault.status >= 400 && fault.status <= 599;
  }
  const auto found = std::ranges::find(kKinds, name, &NamedKind::name);
  if (found == kKinds.end()) return false;
  fault.kind = found->kind;
  return true;
}

std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 14'695'981'039'346'656'037U;  // FNV-1a: the same everywhere, unlike std::hash
  for (const char byte : text) hash = (hash ^ static_cast<unsigned char>(byte)) * 1'099'511'628'211U;
  return hash;
}

void set_error_page(Response& response, int status) {
  response.status = status;
  response.content_type = "text/html; charset=utf-8";
  response.body = fmt::format(
      "<html>\r\n<head><title>{0}</title></head>\r\n<body><center><h1>{0}</h1></center><hr><center>nginx</center></"
      "body>\r\n"
      "</html>\r\n",
      status);
  response.rows = 0;
}

// Half of the records cut off, or words of PHP in front of them.
void spoil_json(Response& response, Random& random) {
  if (random.chance(50)) {
    response.body.resize(random.below(response.body.size()));
  } else {
    response.body.insert(
        0, "<br />\n<b>Warning</b>:  Undefined array key 0 in <b>order-api.php</b> on line <b>311</b><br />\n");
  }
  response.rows = 0;
}

void spoil(Response& response, const FaultShare& fault, Random& random) {
  response.join();
  switch (fault.kind) {
    case Kind::reset:
      response.delivery = Delivery::reset;
      response.fault = "reset";
      response.status = 0;
      response.rows = 0;
      return;
    case Kind::truncate:
      response.delivery = Delivery::truncated;
      response.fault = "truncate";
      response.rows = 0;
      return;
    case Kind::status:
      set_error_page(response, fault.status);
      response.fault = fmt::format("status-{}", fault.status);
      return;
    case Kind::slow:
      response.delivery = Delivery::slow;
      response.fault = "slow";
      return;
    case Kind::malformed:
      spoil_json(response, random);
      response.fault = "malformed";
      return;
  }
}

}  // namespace

std::variant<std::vector<FaultShare>, std::string> parse_chaos(std::string_view text) {
  std::vector<FaultShare> shares;
  std::uint64_t sum = 0;
  while (!text.empty()) {
    const std::string_view part = text.substr(0, text.find(','));
    text.remove_prefix(std::min(part.size() + 1, text.size()));
    const std::size_t colon = std::min(part.find(':'), part.size());
    const auto share = read_percent(part.substr(std::min(colon + 1, part.size())));
    FaultShare fault;
    if (!read_kind(part.substr(0, colon), fault) || !share) {
      return fmt::format(
          "expected FAULT:PERCENT%, FAULT being reset, truncate, slow, malformed or status-400 to status-599, got "
          "\"{}\"",
          part);
    }
    fault.share = *share;
    sum += *share;
    shares.push_back(fault);
  }
  if (sum > kAll) return std::string("the faults add up to more than 100%");
  return shares;
}

std::uint64_t Chaos::count_attempt(const std::string& target) {
  const std::lock_guard lock(mutex_);
  return attempts_[target]++;
}

void Chaos::strike(const Request& request, Response& response) {
  if (shares_.empty()) return;
  const std::string target = fmt::format("{}?{}", request.path, request.query);
  Random random(seed_, Stream::fault, hash_of(target) ^ (count_attempt(target) << 48U));
  auto drawn = static_cast<std::uint32_t>(random.below(kAll));
  for (const FaultShare& fault : shares_) {
    if (drawn < fault.share) {
      spoil(response, fault, random);
      return;
    }
    drawn -= fault.share;
  }
}

}  // namespace decant::sandbox
