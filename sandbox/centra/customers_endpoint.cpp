#include "sandbox/centra/customers_endpoint.h"

#include <fmt/core.h>

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "sandbox/centra/envelope.h"
#include "sandbox/centra/offset_window.h"
#include "sandbox/data/json_writer.h"
#include "sandbox/data/random.h"

namespace decant::sandbox {
namespace {

constexpr std::size_t kBytesPerRow = 700;

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

void write_customer(std::string& out, const StoreOptions& options, const Customer& customer, std::size_t index) {
  Random random(options.seed, Stream::customer_details, index);
  JsonWriter json(out, random.chance(50) ? NonAscii::raw : NonAscii::escaped);
  json.begin_object();
  json.digits("customerId", customer.id);
  json.text("email", customer.email);
  json.text("firstName", customer.first_name);
  json.text("lastName", customer.last_name);
  write_address(json, random, customer);
  json.boolean("newsletter", random.chance(55));
  json.text("gender", random.pick(kGenders));
  json.boolean("registered", random.chance(40));
  write_consents(json, random, customer);
  json.time("created", customer.created);
  json.time("modified", customer.modified);
  json.end_object();
}

}  // namespace

CustomersEndpoint::Data CustomersEndpoint::build() const {
  Data data{.customers = {}, .table = RecordTable(options_.customers, kBytesPerRow)};
  data.customers.reserve(options_.customers);
  for (std::size_t index = 0; index < options_.customers; ++index) {
    data.customers.push_back(make_customer(options_, index));
    data.table.add([&](std::string& out) { write_customer(out, options_, data.customers.back(), index); });
  }
  return data;
}

Response CustomersEndpoint::get(Parameters& parameters) {
  const Window window = offset_window(parameters, options_.page_limit);
  const auto email = parameters.text("email");
  const auto created = parameters.time("created");
  const auto modified = parameters.time("modified");
  if (!parameters.faults().empty()) return fault_response(parameters);
  const Data& data = data_.get([&] { return build(); });
  if (!email && !created && !modified) {
    return page_response("customers", data.table, select_rows(data.customers.size(), window));
  }
  const RowSelection selection = select_rows(data.customers.size(), window, [&](std::size_t row) {
    const Customer& customer = data.customers[row];
    return (!email || customer.email == *email) && (!created || customer.created > *created) &&
           (!modified || customer.modified > *modified);
  });
  return page_response("customers", data.table, selection);
}

}  // namespace decant::sandbox
