#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace decant::sandbox {

/// A market of the store and the price list that applies in it.
struct Market {
  std::int64_t id;
  std::int64_t pricelist_id;
  std::string_view pricelist;
  std::string_view currency;
  /// Prices in this market as a share of those in kronor: numerator of a fraction of 1000.
  std::int64_t price_per_mille;
};

/// A country the store sells to.
struct Country {
  std::string_view code;
  std::size_t market;
  /// Tax in percent that prices include; 0 where the store deducts or adds it instead.
  std::int64_t tax_percent;
  std::string_view tax_name;
  std::string_view phone_prefix;
  std::string_view city;
  std::string_view zip_code;
  std::string_view state;
  std::string_view street;
};

inline constexpr std::array<Market, 4> kMarkets{{
    {1, 19, "SEK Sweden", "SEK", 1000},
    {2, 20, "EUR Europe", "EUR", 90},
    {3, 36, "USD North America", "USD", 97},
    {5, 41, "GBP United Kingdom", "GBP", 76},
}};

inline constexpr std::array<Country, 10> kCountries{{
    {"SE", 0, 25, "Moms", "+46", "Malmö", "211 44", "", "Södra Förstadsgatan"},
    {"SE", 0, 25, "Moms", "+46", "Göteborg", "411 06", "", "Östra Hamngatan"},
    {"SE", 0, 25, "Moms", "+46", "Stockholm", "111 22", "", "Drottninggatan"},
    {"DE", 1, 19, "MwSt", "+49", "Köln", "50667", "", "Hohe Straße"},
    {"FI", 1, 24, "ALV", "+358", "Jyväskylä", "40100", "", "Väinönkatu"},
    {"FR", 1, 20, "TVA", "+33", "Nîmes", "03000", "", "Rue de l'Église"},
    {"PL", 1, 23, "VAT", "+48", "Kraków", "30-001", "", "ul. Długa"},
    {"NO", 1, 0, "", "+47", "Tromsø", "9008", "", "Storgata"},
    {"US", 2, 0, "", "+1", "Portland", "04101", "ME", "Congress St"},
    {"GB", 3, 20, "VAT", "+44", "London", "E1 6AN", "", "Brick Lane"},
}};

}  // namespace decant::sandbox
