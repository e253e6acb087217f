#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "sandbox/centra/catalogue.h"
#include "sandbox/centra/collection.h"
#include "sandbox/centra/paging.h"
#include "sandbox/centra/store_options.h"
#include "sandbox/http/message.h"

namespace decant::sandbox {

/// The legacy REST Order API of an emulated store.
class OrderApi {
 public:
  /// The path below which the endpoints are.
  static constexpr std::string_view kBasePath = "/api/order-api";

  explicit OrderApi(StoreOptions options);

  /// Answers a request. May be called from many threads.
  Response handle(const Request& request);

  /// The collection behind a path, where `{id}` stands for an id; null if there is none or it is not enabled.
  Collection* collection(std::string_view path) const;

 private:
  /// What a path that names an unknown id is answered.
  using Missing = Response (*)(std::string_view id);

  struct Route {
    /// `{id}` matches one part of a path.
    std::string_view path;
    /// The key that holds the records.
    std::string_view selector;
    Paging paging;
    Collection* collection;
    Missing missing = nullptr;
  };

  template <typename Kind, typename... Arguments>
  Collection* add(Arguments&&... arguments);

  bool is_enabled(std::string_view path) const;
  Response route(const Request& request, std::string_view path);
  Response list(const Route& route, Parameters& parameters) const;
  static Response one(const Route& route, std::string_view id, Parameters& parameters);

  StoreOptions options_;
  Catalogue catalogue_;
  std::vector<std::unique_ptr<Collection>> collections_;
  std::vector<Route> routes_;
};

}  // namespace decant::sandbox
