#include "http/transfer.h"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <mutex>
#include <string_view>
#include <vector>

#include "core/memory.h"
#include "core/redact.h"
#include "http/header_text.h"
#include "http/pipe_signal.h"
#include "http/proxy.h"
#include "http/url.h"

#ifndef DECANT_VERSION
#define DECANT_VERSION "0.1.0"
#endif

namespace decant::http {

namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr int kPollMilliseconds = 100;  // how often a waiting transfer looks at the cancel token and its timeouts

constexpr long kReceiveBytes = 256L << 10;  // read from a connection at once

struct EasyDeleter {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct MultiDeleter {
  void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};
struct ListDeleter {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using HeaderList = std::unique_ptr<curl_slist, ListDeleter>;

/// What the callbacks of one attempt write to.
struct Sink {
  Response* response = nullptr;
  std::size_t max_body_bytes = 0;
  std::uint64_t received = 0;  ///< header and body bytes handed over by curl
  bool too_large = false;
};

void grow(std::string& body, std::size_t size) {
  if (size + kBodyPadding > body.capacity()) body.reserve(std::max(size + kBodyPadding, 2 * body.capacity()));
}

std::size_t take_body(char* bytes, std::size_t /*one*/, std::size_t size, void* user) {
  auto& sink = *static_cast<Sink*>(user);
  auto& body = sink.response->body;
  sink.received += size;
  if (size > sink.max_body_bytes - body.size()) {
    sink.too_large = true;
    return CURL_WRITEFUNC_ERROR;
  }
  try {
    grow(body, body.size() + size);
    body.append(bytes, size);
  } catch (const std::exception&) {  // out of memory: no exception may pass through curl
    sink.too_large = true;
    return CURL_WRITEFUNC_ERROR;
  }
  return size;
}

/// Makes room for a body as its server announces it; one that is larger, or that was compressed, grows later.
void expect(std::string_view announced, Sink& sink) {
  constexpr std::size_t kMost = std::size_t{16} << 20;
  std::size_t size = 0;
  std::from_chars(announced.data(), announced.data() + announced.size(), size);
  auto& body = sink.response->body;
  const std::size_t expected = std::min({size, sink.max_body_bytes, kMost});
  grow(body, expected);
  claim_pages(body.data(), expected);
}

std::size_t take_header(char* bytes, std::size_t /*one*/, std::size_t size, void* user) {
  auto& sink = *static_cast<Sink*>(user);
  sink.received += size;
  std::string_view line(bytes, size);
  while (!line.empty() && (line.back() == '\r' || line.back() == '\n' || line.back() == ' ')) line.remove_suffix(1);
  if (line.starts_with("HTTP/")) {  // the first line of this answer, or of the one after a 1xx
    sink.response->headers.clear();
    const auto status = line.find(' ');
    const auto reason = status == std::string_view::npos ? status : line.find(' ', status + 1);
    sink.response->reason = reason == std::string_view::npos ? "" : std::string(line.substr(reason + 1));
    return size;
  }
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return size;
  auto value = line.substr(colon + 1);
  while (!value.empty() && (value.front() == ' ' || value.front() == '\t')) value.remove_prefix(1);
  if (same_name(line.substr(0, colon), "Content-Length")) expect(value, sink);
  sink.response->headers.add(line.substr(0, colon), header_text(value));
  return size;
}

bool is_header_name(std::string_view name) {
  return !name.empty() &&
         std::all_of(name.begin(), name.end(), [](char c) { return c > 0x20 && c < 0x7f && c != ':'; });
}

std::unexpected<TransferFailure> failure(ErrorKind kind, const Request& request, std::string message, std::string hint,
                                         bool retry) {
  Error error{.kind = kind, .message = std::move(message), .hint = std::move(hint), .details = {}, .context = {}};
  error.details.url = redact_url(request.url);
  return std::unexpected(TransferFailure{.error = std::move(error), .retry = retry});
}

std::expected<HeaderList, TransferFailure> header_list(const Request& request) {
  HeaderList list;
  std::vector<std::string> lines;
  for (const auto& [name, value] : request.headers.fields()) {
    const auto bytes = header_bytes(value);
    if (!is_header_name(name) || !bytes)
      return failure(ErrorKind::config, request, "a header that cannot be sent: " + Redactor::process().redact(name),
                     "A header's name is visible ASCII without a colon; its value is one line of ISO 8859-1 that does "
                     "not begin with a blank.",
                     false);
    if (same_name(name, "Cookie")) continue;  // goes with the cookies that the server set, in one line
    lines.push_back(bytes->empty() ? name + ";" : name + ": " + *bytes);
  }
  lines.emplace_back("Expect:");
  // curl would name a type of its own, also where a POST has no body.
  const bool has_form = request.body || request.method == "POST";
  if (has_form && request.headers.find("Content-Type") == nullptr) lines.emplace_back("Content-Type:");
  for (const auto& line : lines) {
    curl_slist* longer = curl_slist_append(list.get(), line.c_str());
    if (longer == nullptr) return failure(ErrorKind::internal, request, "no memory for the headers", {}, false);
    if (!list) list.reset(longer);  // later lines are hung behind the first
  }
  return list;
}

bool initialise_curl() {
  static std::once_flag once;
  static bool ready = false;
  std::call_once(once, [] { ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK; });
  return ready;
}

/// Without the port that everybody expects.
std::string shown_origin(std::string_view url) {
  std::string origin = origin_of(url).value_or(redact_url(url));
  const std::string_view usual = origin.starts_with("https:") ? ":443" : ":80";
  if (origin.ends_with(usual)) origin.resize(origin.size() - usual.size());
  return origin;
}

std::string in_seconds(std::chrono::milliseconds time) {
  const auto whole = time.count() / 1000;
  const auto rest = time.count() % 1000;
  if (rest == 0) return std::to_string(whole) + " s";
  std::string digits = std::to_string(1000 + rest).substr(1);
  while (digits.ends_with('0')) digits.pop_back();
  return std::to_string(whole) + "." + digits + " s";
}

/// What OpenSSL says, without where in its code it says so.
std::string_view bare_cause(std::string_view cause) {
  for (const std::string_view before : {"SSL certificate problem: ", "SSL routines::"}) {
    if (const auto at = cause.find(before); at != std::string_view::npos) return cause.substr(at + before.size());
  }
  return cause;
}

/// An attempt that curl ended with an error, in our words.
std::unexpected<TransferFailure> explain(CURLcode code, const Request& request, const char* details,
                                         const std::string& proxy, const ClientOptions& options) {
  std::string origin = shown_origin(request.url);
  if (!proxy.empty()) origin += " (through the proxy " + redact_proxy(proxy) + ", unless NO_PROXY excepts the host)";
  const std::string cause =
      Redactor::process().redact(bare_cause(*details != '\0' ? details : curl_easy_strerror(code)));
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return failure(ErrorKind::network, request, "the host name is not known: " + origin,
                     "Check how the host is spelt, and that this machine reaches the network.", true);
    case CURLE_COULDNT_RESOLVE_PROXY:
      return failure(ErrorKind::network, request, "the proxy's host name is not known: " + redact_proxy(proxy),
                     "Check the environment variables HTTP_PROXY and HTTPS_PROXY.", true);
    case CURLE_COULDNT_CONNECT:
      return failure(ErrorKind::network, request, "no connection to " + origin,
                     "Check host and port in the URL, and whether a firewall is in between.", true);
    case CURLE_OPERATION_TIMEDOUT:
      return failure(ErrorKind::network, request,
                     "no connection within " + in_seconds(options.connect_timeout) + " to " + origin,
                     "Check host and port in the URL, and whether a firewall is in between.", true);
    case CURLE_PEER_FAILED_VERIFICATION:
      return failure(
          ErrorKind::network, request, "the TLS certificate of " + origin + " was not accepted: " + cause,
          "If the server is the right one, name the file of its certificate authority: `ca_file` at the client, or "
          "SSL_CERT_FILE in the environment. Certificates are always verified.",
          false);
    case CURLE_SSL_CERTPROBLEM:
      return failure(ErrorKind::config, request, "the client certificate cannot be used: " + cause,
                     "Check `cert_file`, `key_file` and `key_password` at the client: PEM text, and a key that fits.",
                     false);
    case CURLE_BAD_CONTENT_ENCODING:
      return failure(ErrorKind::network, request, "the compressed answer of " + origin + " is damaged: " + cause,
                     "Run again; what has arrived is kept.", true);
    case CURLE_SSL_CACERT_BADFILE:
      return failure(ErrorKind::config, request, "the CA bundle cannot be read: " + cause,
                     "Correct `ca_file` at the client, or SSL_CERT_FILE.", false);
    case CURLE_SSL_CONNECT_ERROR:
      return failure(ErrorKind::network, request, "no TLS connection to " + origin + ": " + cause,
                     "Check that the server speaks https on this port.", true);
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
      return failure(ErrorKind::config, request, "a URL that cannot be asked: " + redact_url(request.url),
                     "Write the full URL, such as https://example.com/api.", false);
    case CURLE_WEIRD_SERVER_REPLY:
      return failure(ErrorKind::network, request, "no HTTP answer from " + origin,
                     "Check the port, and whether the server wants https.", true);
    default:
      return failure(ErrorKind::network, request, "the connection to " + origin + " was lost: " + cause,
                     "Run again; what has arrived is kept.", true);
  }
}

}  // namespace

struct Transfer::State {
  ClientOptions options;
  std::unique_ptr<CURL, EasyDeleter> easy;
  std::unique_ptr<CURLM, MultiDeleter> multi;  // destroyed first: it holds the connections
  TlsFiles tls;
  Proxies proxies = Proxies::from_environment();
  std::array<char, CURL_ERROR_SIZE> error_text{};

  std::uint64_t wire_bytes() const {
    curl_off_t down = 0;
    curl_easy_getinfo(easy.get(), CURLINFO_SIZE_DOWNLOAD_T, &down);
    return static_cast<std::uint64_t>(std::max<curl_off_t>(down, 0));
  }

  std::uint64_t uploaded_bytes() const {
    curl_off_t up = 0;
    curl_easy_getinfo(easy.get(), CURLINFO_SIZE_UPLOAD_T, &up);
    return static_cast<std::uint64_t>(std::max<curl_off_t>(up, 0));
  }

  void set_up(const Request& request, const std::string& url, const curl_slist* headers, Sink& sink);
  void set_up_connection(const std::string& url, Identity identity);
  std::expected<CURLcode, TransferFailure> drive(const Request& request, const CancelToken& cancel, const Sink& sink);
  CURLcode outcome();
};

void Transfer::State::set_up(const Request& request, const std::string& url, const curl_slist* headers, Sink& sink) {
  CURL* handle = easy.get();
  curl_easy_reset(handle);  // keeps connections, DNS cache and cookies
  error_text[0] = '\0';
  curl_easy_setopt(handle, CURLOPT_BUFFERSIZE, kReceiveBytes);
  curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, error_text.data());
  curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
  curl_easy_setopt(handle, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(handle, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connect_timeout.count()));
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_QUICK_EXIT, 1L);  // a cancelled name lookup is not waited for
  curl_easy_setopt(handle, CURLOPT_TCP_KEEPALIVE, 1L);
  if (const std::string* cookies = request.headers.find("Cookie"))
    curl_easy_setopt(handle, CURLOPT_COOKIE, cookies->c_str());
  curl_easy_setopt(handle, CURLOPT_ACCEPT_ENCODING, "");
  curl_easy_setopt(handle, CURLOPT_USERAGENT, "decant/" DECANT_VERSION);
  curl_easy_setopt(handle, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  if (request.body) {
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body->size()));
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, request.body->data());
  } else if (request.method == "POST") {
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t{0});
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, "");
  }
  curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &sink);
  curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(handle, CURLOPT_HEADERDATA, &sink);
}

void Transfer::State::set_up_connection(const std::string& url, Identity identity) {
  CURL* handle = easy.get();
  curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 2L);
  if (!tls.ca_file.empty()) {
    std::error_code failed;
    const bool is_folder = std::filesystem::is_directory(tls.ca_file, failed);
    if (is_folder) curl_easy_setopt(handle, CURLOPT_CAINFO, nullptr);
    curl_easy_setopt(handle, is_folder ? CURLOPT_CAPATH : CURLOPT_CAINFO, tls.ca_file.c_str());
  }
  if (identity == Identity::shown && !tls.cert_file.empty()) {
    curl_easy_setopt(handle, CURLOPT_SSLCERT, tls.cert_file.c_str());
    curl_easy_setopt(handle, CURLOPT_SSLKEY, (tls.key_file.empty() ? tls.cert_file : tls.key_file).c_str());
    // Without a password OpenSSL would ask on the terminal for one.
    curl_easy_setopt(handle, CURLOPT_KEYPASSWD, tls.key_password.c_str());
  }
  curl_easy_setopt(handle, CURLOPT_PROXY, proxies.of(url).c_str());  // empty: none, whatever the environment says
  curl_easy_setopt(handle, CURLOPT_NOPROXY, proxies.except.c_str());
}

/// Runs the attempt until curl is done, the user interrupts, or a timeout passes.
std::expected<CURLcode, TransferFailure> Transfer::State::drive(const Request& request, const CancelToken& cancel,
                                                                const Sink& sink) {
  const auto begin = SteadyClock::now();
  auto last_sign = begin;
  std::uint64_t last_bytes = 0;
  std::uint64_t counted = 0;
  while (true) {
    int running = 0;
    if (curl_multi_perform(multi.get(), &running) != CURLM_OK)
      return failure(ErrorKind::internal, request, "the transfer could not be driven", {}, false);
    const auto down = wire_bytes();
    if (options.on_bytes && down > counted) options.on_bytes(down - counted);
    counted = std::max(counted, down);
    if (running == 0) return outcome();
    if (cancel.cancelled()) return failure(ErrorKind::cancelled, request, "interrupted", {}, false);
    const auto now = SteadyClock::now();
    if (const auto bytes = sink.received + down + uploaded_bytes(); bytes != last_bytes) {
      last_bytes = bytes;
      last_sign = now;
    }
    const bool is_idle = now - last_sign >= options.idle_timeout;
    if (is_idle || now - begin >= options.total_timeout)
      return failure(ErrorKind::network, request,
                     "no answer within " + in_seconds(is_idle ? options.idle_timeout : options.total_timeout) +
                         " from " + shown_origin(request.url),
                     "Ask for smaller pages, or wait longer: `request_timeout` in the section [runtime] of "
                     ".dlt/config.toml.",
                     true);
    curl_multi_poll(multi.get(), nullptr, 0, kPollMilliseconds, nullptr);
  }
}

CURLcode Transfer::State::outcome() {
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi.get(), &left)) {
    if (message->msg == CURLMSG_DONE) return message->data.result;
  }
  return CURLE_RECV_ERROR;
}

Transfer::Transfer(const ClientOptions& options) : state_(std::make_unique<State>()) {
  state_->options = options;
  state_->tls = options.tls.with_environment();
  if (!initialise_curl()) return;
  state_->easy.reset(curl_easy_init());
  state_->multi.reset(curl_multi_init());
  // Cookies live as long as the client: a reset of the handle keeps them. An expired one switches them on; libcurl 7.88
  // never frees what CURLOPT_COOKIEFILE, the usual switch, remembers.
  if (state_->easy)
    curl_easy_setopt(state_->easy.get(), CURLOPT_COOKIELIST, "Set-Cookie: on=; expires=Thu, 01 Jan 1970 00:00:00 GMT");
}

Transfer::~Transfer() {
  const PipeSignalBlock block;  // closing a TLS connection writes to it
  state_.reset();
}

std::expected<void, TransferFailure> Transfer::run(const Request& request, const std::string& url, Identity identity,
                                                   const CancelToken& cancel, Response& response) {
  if (!state_->easy || !state_->multi) return failure(ErrorKind::internal, request, "libcurl did not start", {}, false);
  const PipeSignalBlock block;
  auto headers = header_list(request);
  if (!headers) return std::unexpected(std::move(headers).error());
  response = Response();
  Sink sink{.response = &response, .max_body_bytes = state_->options.max_body_bytes};
  state_->set_up(request, url, headers->get(), sink);
  state_->set_up_connection(url, identity);

  curl_multi_add_handle(state_->multi.get(), state_->easy.get());
  auto code = state_->drive(request, cancel, sink);
  curl_multi_remove_handle(state_->multi.get(), state_->easy.get());
  if (!code) return std::unexpected(std::move(code).error());

  if (sink.too_large)
    return failure(ErrorKind::source_data, request,
                   "an answer of more than " + std::to_string(state_->options.max_body_bytes >> 20) + " MiB",
                   "Ask for smaller pages, or raise the limit for bodies.", false);
  if (*code != CURLE_OK)
    return explain(*code, request, state_->error_text.data(), state_->proxies.of(url), state_->options);
  long status = 0;
  curl_easy_getinfo(state_->easy.get(), CURLINFO_RESPONSE_CODE, &status);
  response.status = static_cast<int>(status);
  grow(response.body, response.body.size());
  return {};
}

}  // namespace decant::http
