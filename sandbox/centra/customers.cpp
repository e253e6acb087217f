#include "sandbox/centra/customers.h"

#include <fmt/core.h>

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "sandbox/data/json_writer.h"
#include "sandbox/data/random.h"

namespace decant::sandbox {
namespace {

constexpr std::size_t kBytesPerCustomer = 700;

struct Consent {
  std::string_view key;
  std::string_view name;
  std::string_view text;
  std::string_view language;
};

constexpr std::array<Consent, 3> kConsents{{
    {"news", "Newsletter", "I want to receive news & offers", "en"},
    {"terms", "Köpvillkor", "Jag godkänner villkoren (https://example.com/villkor)", "sv_SE"},
    {"profiling", "", "", ""},
}};
constexpr std::array<std::string_view, 3> kVersions{"1", "1.0", ""};
constexpr std::array<std::string_view, 4> kGenders{"", "", "f", "m"};

void write_consents(JsonWriter& json, Random& random, const Customer& customer) {
  const std::size_t count = random.chance(45) ? 0 : 1 + random.below(kConsents.size());
  json.begin_list("consents");
  for (std::size_t i = 0; i < count; ++i) {
    const Consent& consent = kConsents[i];
    json.begin_object();
    json.text("key", consent.key);
    json.text("name", consent.name);
    json.boolean("consented", random.chance(70));
    json.text("text", consent.text);
    json.text("language", consent.language);
    json.text("version", random.pick(kVersions));
    json.time("created", customer.created);
    json.time("modified", random.chance(50) ? customer.created : customer.modified);
    json.end_object();
  }
  json.end_list();
}

// Most customers who only signed up for news have no address.
void write_address(JsonWriter& json, Random& random, const Customer& customer) {
  const Country& country = *customer.country;
  const bool known = random.chance(65);
  json.text("address1", known ? fmt::format("{} {}", country.street, random.between(1, 140)) : "");
  json.text("address2", known && random.chance(10) ? "c/o Öberg" : "");
  json.text("zipCode", known ? country.zip_code : "");
  json.text("city", known ? country.city : "");
  json.text("state", known ? country.state : "");
  json.text("country", country.code);
  json.text("phoneNumber",
            known && random.chance(60) ? fmt::format("{}70{:07}", country.phone_prefix, random.below(10'000'000)) : "");
}

void write_what_is_new(JsonWriter& json, const Customer& customer) {
  if (customer.revision.has_new_fields()) json.text("loyaltyLevel", customer.id % 3 == 0 ? "gold" : "silver");
  if (!customer.revision.has_new_shape()) return;
  json.begin_list("segments");
  json.text_element("app");
  json.text_element(customer.country->code);
  json.end_list();
}

void write_customer(std::string& out, const StoreOptions& options, const Customer& customer, std::size_t index) {
  Random random(options.seed, Stream::customer_details, index);
  JsonWriter json(out, random.chance(50) ? NonAscii::raw : NonAscii::escaped);
  json.begin_object();
  json.digits("customerId", customer.id);
  json.text("email", customer.email);
  json.text("firstName", customer.first_name);
  json.text("lastName", customer.last_name);
  write_address(json, random, customer);
  const bool newsletter = random.chance(55);
  const std::string_view gender = random.pick(kGenders);
  if (customer.revision.has_new_shape()) {
    json.text("newsletter", newsletter ? "weekly" : "never");
  } else {
    json.boolean("newsletter", newsletter);
    json.text("gender", gender);
  }
  json.boolean("registered", random.chance(40));
  write_consents(json, random, customer);
  json.time("created", customer.created);
  json.time("modified", customer.modified);
  write_what_is_new(json, customer);
  json.end_object();
}

}  // namespace

Customers::Data Customers::build() const {
  const std::size_t count = Drift(options_).grown(options_.customers);
  Data data{.customers = {}, .table = RecordTable(count, kBytesPerCustomer)};
  data.customers.reserve(count);
  for (std::size_t index = 0; index < count; ++index) {
    data.customers.push_back(make_customer(options_, index));
    data.table.add([&](std::string& out) { write_customer(out, options_, data.customers.back(), index); });
  }
  return data;
}

const Customers::Data& Customers::data() {
  return data_.get([&] { return build(); });
}

Found Customers::find(Parameters& parameters) {
  const auto email = parameters.text("email");
  const auto created = parameters.time("created");
  const auto modified = parameters.time("modified");
  const Data& data = this->data();
  if (!email && !created && !modified) return {.table = &data.table};
  return {.table = &data.table, .matches = [&data, email, created, modified](std::size_t row) {
            const Customer& customer = data.customers[row];
            return (!email || customer.email == *email) && (!created || customer.created > *created) &&
                   (!modified || customer.modified > *modified);
          }};
}

std::optional<std::size_t> Customers::row_of(std::string_view id) {
  return row_of_number(id, kFirstCustomerId, data().table.rows());
}

}  // namespace decant::sandbox
