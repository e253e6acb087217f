#include "source/rest/extract/declared_source.h"

#include <algorithm>
#include <atomic>

#include "core/hash.h"
#include "json/write.h"
#include "source/auth/authorizers.h"
#include "source/rest/extract/page_sequence.h"

namespace decant::source::rest {

namespace {

class DeclaredSource final : public Source {
 public:
  DeclaredSource(RestSpec spec, http::ClientOptions http) : spec_(std::move(spec)), http_(std::move(http)) {
    http_.retry = spec_.strict ? http::RetryPolicy::strict() : http::RetryPolicy::dlt();
    http_.gate = std::make_shared<http::PauseGate>();
    std::erase_if(spec_.resources, [](const ResourceSpec& resource) { return !resource.selected; });
    for (const auto& resource : spec_.resources) hints_.push_back(resource.hints);
    const auto sharing = spec_.strict ? auth::Sharing::by_grant : auth::Sharing::none;
    authorizers_ = std::make_unique<auth::Authorizers>(http_, sharing);
  }

  [[nodiscard]] const std::string& name() const override { return spec_.name; }
  [[nodiscard]] const std::vector<schema::ResourceHints>& resources() const override { return hints_; }
  [[nodiscard]] std::string fingerprint() const override;
  Result<void> extract(std::string_view resource, PageSink& sink, const CancelToken& cancel) override;

 private:
  RestSpec spec_;
  http::ClientOptions http_;
  std::unique_ptr<auth::Authorizers> authorizers_;
  std::vector<schema::ResourceHints> hints_;
  std::atomic<bool> noted_{false};
};

std::string DeclaredSource::fingerprint() const {
  json::Value document = json::Value::array();
  document.push_back(spec_.name);
  document.push_back(spec_.strict);
  for (const auto& resource : spec_.resources) document.push_back(resource.fingerprint);
  return sha256_hex(json::write(document));
}

Result<void> DeclaredSource::extract(std::string_view resource, PageSink& sink, const CancelToken& cancel) {
  const auto found = std::find_if(spec_.resources.begin(), spec_.resources.end(),
                                  [&](const ResourceSpec& spec) { return spec.hints.name == resource; });
  if (found == spec_.resources.end())
    return fail(ErrorKind::internal, "the source has no resource " + std::string(resource));
  if (!noted_.exchange(true)) {
    for (const auto& note : spec_.notes) sink.note("", note);
  }
  http::ClientOptions options = http_;
  options.on_retry = [&sink, name = found->hints.name] { sink.count_retry(name); };
  options.on_bytes = [&sink, name = found->hints.name](std::uint64_t bytes) { sink.count_bytes(name, bytes); };
  if (const auto& grant = found->endpoint.grant) {
    options.authorize = [authorizer = authorizers_->of(grant)](const CancelToken& token) {
      return authorizer->credential(token);
    };
  }
  http::Client client(std::move(options));
  return PageSequence(spec_, *found, client, sink, cancel).run();
}

}  // namespace

std::unique_ptr<Source> make_declared_source(RestSpec spec, http::ClientOptions http) {
  return std::make_unique<DeclaredSource>(std::move(spec), std::move(http));
}

}  // namespace decant::source::rest
