#include "sandbox/centra/customer.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "sandbox/data/random.h"

namespace decant::sandbox {
namespace {

constexpr std::int64_t kCustomersSpan = 1095 * kSecondsPerDay;

constexpr std::array<std::string_view, 12> kFirstNames{"Åsa",    "Björn", "Chloé",  "David", "Emma", "François",
                                                       "Jürgen", "Kari",  "Łukasz", "Maria", "Noah", "Zoë"};
constexpr std::array<std::string_view, 12> kLastNames{"Andersson", "Öberg",  "Müller",   "Nowak", "O'Brien", "Dupré",
                                                      "Virtanen",  "Hansen", "Sjöström", "Smith", "García",  "Lee"};

// Addresses are plain ASCII; customers share few names, so the id keeps them apart.
std::string email_of(Random& random, std::int64_t id) {
  static constexpr std::array<std::string_view, 3> kDomains{"example.com", "mail.example.org", "example.net"};
  static constexpr std::array<std::string_view, 3> kPrefixes{"shopper", "kund", "jo.public"};
  const std::string_view prefix = random.pick(kPrefixes);
  return fmt::format("{}{}@{}", prefix, id, random.pick(kDomains));
}

// The customers of the beginning are spread evenly over their span.
void set_times(Random& random, Customer& customer, const StoreOptions& options, std::size_t index) {
  const auto count = static_cast<std::int64_t>(std::max<std::size_t>(options.customers, 1));
  const std::int64_t slot = kCustomersSpan / count;
  const auto begin = static_cast<std::int64_t>(index) * slot;
  customer.created = options.clock - kCustomersSpan + begin + random.between(0, std::max<std::int64_t>(slot - 1, 0));
  customer.modified = customer.created;
  const std::int64_t age = options.clock.seconds - customer.created.seconds;
  if (random.chance(60)) customer.modified = customer.created + random.between(0, age);
}

}  // namespace

Customer make_customer(const StoreOptions& options, std::size_t index) {
  Random random(options.seed, Stream::customer, index);
  Customer customer;
  customer.id = kFirstCustomerId + static_cast<std::int64_t>(index);
  customer.first_name = random.pick(kFirstNames);
  customer.last_name = random.pick(kLastNames);
  customer.email = email_of(random, customer.id);
  customer.country = &random.pick(kCountries);
  const Drift drift(options);
  customer.revision = drift.revision(Stream::customer, index, options.customers);
  if (const Revision born = drift.birth(index, options.customers); born.added) {
    customer.created = customer.modified = born.time;
  } else {
    set_times(random, customer, options, index);
  }
  if (customer.revision.changed()) customer.modified = customer.revision.time;
  return customer;
}

std::size_t customers_by(const StoreOptions& options, LocalTime time) {
  const std::int64_t elapsed = time.seconds - (options.clock.seconds - kCustomersSpan);
  const std::int64_t slot = kCustomersSpan / static_cast<std::int64_t>(std::max<std::size_t>(options.customers, 1));
  if (elapsed <= 0 || slot == 0) return 1;
  return std::clamp<std::size_t>(static_cast<std::size_t>(elapsed / slot), 1,
                                 std::max<std::size_t>(options.customers, 1));
}

}  // namespace decant::sandbox
