#include <fmt/core.h>
#include <malloc.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): what POSIX adds

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include "sandbox/centra/order_api.h"
#include "sandbox/centra/plugin_settings.h"
#include "sandbox/centra/store.h"
#include "sandbox/centra/store_options.h"
#include "sandbox/data/local_time.h"
#include "sandbox/http/chaos.h"
#include "sandbox/http/duration.h"
#include "sandbox/http/rate_limit.h"
#include "sandbox/http/request_log.h"
#include "sandbox/http/server.h"
#include "sandbox/shop/shop.h"
#include "sandbox/shop/shop_options.h"

namespace {

using namespace decant::sandbox;

constexpr int kFailure = 1;
constexpr int kUsage = 2;
constexpr std::size_t kMostRows = 10'000'000;
constexpr unsigned kMostVersions = 100;

constexpr const char* kExample =
    "Example:\n"
    "  decant-sandbox centra --port 8642 --orders 100000 --log requests.jsonl\n"
    "  curl -H 'API-Authorization: sandbox-key' 'http://127.0.0.1:8642/api/order-api/orders?limit=2'\n";

struct Arguments {
  int port = 8642;
  StoreOptions store;
  Disturbances disturbances;
  shop::ShopOptions plain_shop;
  ServerOptions server;
  std::string log_file;
};

void add_shop_options(CLI::App& command, shop::ShopOptions& shop) {
  const auto add = [&command](const char* flag, std::size_t& size, const char* what) {
    command.add_option(flag, size, what)->check(CLI::Range(std::size_t{0}, kMostRows))->capture_default_str();
  };
  add("--orders", shop.orders, "Rows of orders");
  add("--products", shop.products, "Rows of products");
  add("--customers", shop.customers, "Rows of customers");
  add("--stock", shop.stock, "Rows of stock");
  add("--changed", shop.changed, "How many orders changed in the hour after the clock");
  add("--wide", shop.wide_rows, "Rows of wide");
  add("--wide-columns", shop.wide_columns, "Columns of wide");
  add("--deep", shop.deep_rows, "Rows of deep");
  add("--deep-levels", shop.deep_levels, "Levels of lists in deep");
  add("--tables", shop.tables, "How many lists tables/1, tables/2, ... there are");
  add("--table-rows", shop.table_rows, "Rows of each of them");
  add("--drift", shop.drift_rows, "Rows of drift, whose shape changes half way");
  command.add_option("--seed", shop.seed, "Which of the possible shops to serve")->capture_default_str();
  command.add_option("--page-limit", shop.page_limit, "Most rows of a page, whatever limit asks for")
      ->check(CLI::Range(std::size_t{1}, kMostRows))
      ->capture_default_str();
}

void add_size_options(CLI::App& command, StoreOptions& store) {
  const CLI::Range rows(std::size_t{0}, kMostRows);
  command.add_option("--products", store.products, "Rows of products (stock items)")
      ->check(rows)
      ->capture_default_str();
  command.add_option("--stock", store.stock, "Rows of stock")->check(rows)->capture_default_str();
  command.add_option("--customers", store.customers, "Rows of customers")->check(rows)->capture_default_str();
  command.add_option("--orders", store.orders, "Rows of orders")->check(rows)->capture_default_str();
  command.add_option("--supplier-orders", store.supplier_orders, "Rows of supplier-orders")
      ->check(rows)
      ->capture_default_str();
  command.add_option("--vouchers", store.vouchers, "The last id of vouchers")->check(rows)->capture_default_str();
  command.add_option("--page-limit", store.page_limit, "Most rows of a page, whatever limit asks for")
      ->check(CLI::Range(std::size_t{1}, kMostRows))
      ->capture_default_str();
}

void add_store_options(CLI::App& command, StoreOptions& store) {
  static const std::map<std::string, AuthHeader> kHeaders{{"API-Authorization", AuthHeader::api_authorization},
                                                          {"Authorization", AuthHeader::authorization},
                                                          {"both", AuthHeader::both}};
  const auto read_clock = [&store](const std::string& text) {
    const auto clock = parse_local_time(text);
    if (!clock) throw CLI::ValidationError("--clock", fmt::format("expected YYYY-MM-DDTHH:MM:SS, got \"{}\"", text));
    store.clock = *clock;
  };
  const auto read_settings = [&store](const std::vector<std::string>& settings) {
    for (const std::string& setting : settings) {
      if (const auto complaint = apply_setting(store.settings, setting)) {
        throw CLI::ValidationError("--setting", *complaint);
      }
    }
  };
  const auto read_header = [&store](const std::string& text) {
    const auto found = kHeaders.find(text);
    if (found == kHeaders.end()) {
      throw CLI::ValidationError("--auth-header",
                                 fmt::format("expected API-Authorization, Authorization or both, got \"{}\"", text));
    }
    store.auth_header = found->second;
  };
  command.add_option("--seed", store.seed, "Which of the possible stores to serve")->capture_default_str();
  command.add_option_function<std::string>("--clock", read_clock, "The store's now, without time zone")
      ->type_name("ISO")
      ->default_str(format_local_time(store.clock).replace(10, 1, "T"));
  command.add_option("--drift", store.drift, "Which version of the store to serve")
      ->check(CLI::Range(0U, kMostVersions))
      ->capture_default_str();
  command
      .add_option_function<std::vector<std::string>>("--setting", read_settings,
                                                     "A setting of the plugin, such as disabled=shipments")
      ->type_name("NAME=VALUE");
  command.add_option("--api-key", store.api_key, "The key that clients must send")->capture_default_str();
  command.add_option_function<std::string>("--auth-header", read_header, "The header that carries the key")
      ->type_name("API-Authorization|Authorization|both")
      ->default_str("API-Authorization");
}

void add_disturbance_options(CLI::App& command, Disturbances& disturbances) {
  const auto read_rate = [&disturbances](const std::string& text) {
    disturbances.rate = RateLimit::parse(text);
    if (!disturbances.rate) throw CLI::ValidationError("--rate", fmt::format("expected 60/10s, got \"{}\"", text));
  };
  const auto read_form = [&disturbances](const std::string& text) {
    const auto form = parse_retry_after_form(text);
    if (!form) {
      throw CLI::ValidationError(
          "--retry-after",
          fmt::format("expected seconds, epoch, http-date, iso, iso-offset, all or none, got \"{}\"", text));
    }
    disturbances.retry_after = *form;
  };
  const auto read_chaos = [&disturbances](const std::string& text) {
    auto chaos = parse_chaos(text);
    if (const auto* complaint = std::get_if<std::string>(&chaos)) throw CLI::ValidationError("--chaos", *complaint);
    disturbances.chaos = std::get<std::vector<FaultShare>>(std::move(chaos));
  };
  command.add_option_function<std::string>("--rate", read_rate, "Most requests in a time, such as 60/10s; 429 above")
      ->type_name("N/TIME");
  command.add_option_function<std::string>("--retry-after", read_form, "The form of Retry-After in a 429")
      ->type_name("FORM")
      ->default_str("all");
  command
      .add_option_function<std::string>("--chaos", read_chaos,
                                        "Faults and their shares of the answers, such as reset:1%,status-500:2%")
      ->type_name("FAULT:SHARE,...");
}

void add_server_options(CLI::App& command, Arguments& arguments) {
  const auto read_latency = [&arguments](const std::string& text) {
    const auto latency = parse_duration(text);
    if (!latency) throw CLI::ValidationError("--latency", fmt::format("expected 50ms or 2s, got \"{}\"", text));
    arguments.server.latency = *latency;
  };
  command.add_option("--port", arguments.port, "Port on 127.0.0.1; 0 picks a free one")
      ->check(CLI::Range(0, 65'535))
      ->capture_default_str();
  command.add_option_function<std::string>("--latency", read_latency, "Wait before each answer, such as 50ms")
      ->type_name("DURATION")
      ->default_str("0");
  command.add_flag("--gzip", arguments.server.gzip, "Compress answers for clients that offer it");
  command.add_option("--log", arguments.log_file, "Append a JSON line per request to this file")->type_name("FILE");
}

// Every thread inherits the mask, so that the signals wait for sigwait.
sigset_t block_stop_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

// Serves until a signal to stop comes.
int serve(const Arguments& arguments, const Server::Handler& answer, std::string_view base_path,
          const sigset_t& stop_signals) {
  std::unique_ptr<RequestLog> log;
  if (!arguments.log_file.empty()) {
    log = std::make_unique<RequestLog>(arguments.log_file, arguments.store.api_key);
    if (!log->is_open()) {
      fmt::print(stderr, "decant-sandbox: cannot open the log file {}\n", arguments.log_file);
      return kFailure;
    }
  }
  Server server(arguments.server, answer, log.get());
  const auto port = server.bind(arguments.port);
  if (!port) {
    fmt::print(stderr, "decant-sandbox: cannot listen on 127.0.0.1:{}: the port is in use; try --port 0\n",
               arguments.port);
    return kFailure;
  }
  std::jthread serving([&server] { server.run(); });
  fmt::print("http://127.0.0.1:{}{}\n", *port, base_path);
  std::fflush(stdout);
  int received = 0;
  sigwait(&stop_signals, &received);
  server.stop();
  return 0;
}

int serve_centra(const Arguments& arguments) {
  const sigset_t stop_signals = block_stop_signals();
  Store store(arguments.store, arguments.disturbances);
  const auto answer = [&store](const Request& request) {
    return store.handle(request, std::chrono::system_clock::now());
  };
  return serve(arguments, answer, OrderApi::kBasePath, stop_signals);
}

int serve_shop(const Arguments& arguments) {
  const sigset_t stop_signals = block_stop_signals();
  shop::Shop served(arguments.plain_shop);
  return serve(
      arguments, [&served](const Request& request) { return served.handle(request); }, shop::Shop::kBasePath,
      stop_signals);
}

/// Of one answer for the next, whichever thread gives it: the system's pages cost more than filling them.
void keep_memory() {
#ifdef __GLIBC__
  constexpr int kHeaps = 4;
  constexpr int kBytes = 1 << 30;
  // NOLINTBEGIN(concurrency-mt-unsafe): before there is a second thread
  mallopt(M_ARENA_MAX, kHeaps);
  mallopt(M_MMAP_THRESHOLD, kBytes);
  mallopt(M_TRIM_THRESHOLD, kBytes);
  // NOLINTEND(concurrency-mt-unsafe)
#endif
}

}  // namespace

int main(int argc, char** argv) {
  keep_memory();
  CLI::App app("Emulated data sources for demos, tests and benchmarks of decant", "decant-sandbox");
  app.require_subcommand(1);
  app.footer(kExample);
  CLI::App* centra = app.add_subcommand("centra", "A Centra store's legacy REST Order API");
  centra->footer(kExample);
  Arguments arguments;
  add_size_options(*centra, arguments.store);
  add_store_options(*centra, arguments.store);
  add_disturbance_options(*centra, arguments.disturbances);
  add_server_options(*centra, arguments);
  CLI::App* shop = app.add_subcommand("shop", "A plain shop of any size, and lists of extreme shapes");
  add_shop_options(*shop, arguments.plain_shop);
  add_server_options(*shop, arguments);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kUsage;
  }
  return *shop ? serve_shop(arguments) : serve_centra(arguments);
}
