#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace decant::sandbox::shop {

struct ShopTown {
  std::string_view street;
  std::string_view zip;
  std::string_view city;
  std::string_view country;
  std::string_view currency;
};

inline constexpr std::array<ShopTown, 6> kTowns{{
    {"Storgatan", "411 38", "Göteborg", "SE", "SEK"},
    {"Hauptstraße", "10827", "Berlin", "DE", "EUR"},
    {"High Street", "EC1A 1BB", "London", "GB", "GBP"},
    {"Rue de la République", "69002", "Lyon", "FR", "EUR"},
    {"ulica Długa", "31-147", "Kraków", "PL", "PLN"},
    {"Market Street", "94103", "San Francisco", "US", "USD"},
}};
inline constexpr std::array<std::string_view, 8> kGivenNames{"Åsa",  "Björn",  "Chloé",  "David",
                                                             "Emma", "Jürgen", "Łukasz", "Maria"};
inline constexpr std::array<std::string_view, 8> kFamilyNames{"Andersson", "Müller", "Nowak", "O'Brien",
                                                              "Dupré",     "Hansen", "Smith", "Lee"};
inline constexpr std::array<std::string_view, 6> kColours{"black", "off-white", "navy", "red", "olive", "grey melange"};
inline constexpr std::array<std::string_view, 6> kGoods{"T-shirt", "trousers", "rain coat", "boots", "cap", "backpack"};

inline constexpr std::int64_t kFirstShopCustomer = 50'001;

/// The SKU of a product's variant, both counted from 0.
std::string sku_text(std::uint64_t product, std::uint64_t variant);

/// The address of the customer, counted from 0.
std::string customer_email(std::int64_t customer);

}  // namespace decant::sandbox::shop
