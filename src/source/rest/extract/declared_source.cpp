#include "source/rest/extract/declared_source.h"

#include <algorithm>
#include <atomic>

#include "core/hash.h"
#include "json/write.h"
#include "source/auth/authorizers.h"
#include "source/rest/extract/resource_tree.h"

namespace decant::source::rest {

namespace {

class DeclaredSource final : public Source {
 public:
  DeclaredSource(RestSpec spec, http::ClientOptions http) : spec_(std::move(spec)), http_(std::move(http)) {
    http_.retry = spec_.strict ? http::RetryPolicy::strict() : http::RetryPolicy::dlt();
    http_.tls = spec_.transport.tls;
    http_.budget = std::make_shared<http::RateBudget>(spec_.transport.rate_limit);
    const auto sharing = spec_.strict ? auth::Sharing::by_grant : auth::Sharing::none;
    authorizers_ = std::make_unique<auth::Authorizers>(http_, sharing);
    keep_needed();
    for (const auto& resource : spec_.resources) hints_.push_back(hints_of(resource));
  }

  [[nodiscard]] const std::string& name() const override { return spec_.name; }
  [[nodiscard]] const std::vector<schema::ResourceHints>& resources() const override { return hints_; }
  [[nodiscard]] std::string fingerprint() const override;
  Result<void> extract(std::string_view resource, PageSink& sink, const CancelToken& cancel) override;
  [[nodiscard]] std::string objection_to_restart(std::string_view resource) const override;

 private:
  void keep_needed();
  static schema::ResourceHints hints_of(const ResourceSpec& resource);
  [[nodiscard]] const ResourceSpec* find(std::string_view name) const;
  [[nodiscard]] std::vector<const ResourceSpec*> tree_of(const ResourceSpec& root) const;

  RestSpec spec_;
  http::ClientOptions http_;
  std::unique_ptr<auth::Authorizers> authorizers_;
  std::vector<schema::ResourceHints> hints_;
  std::atomic<bool> noted_{false};
};

const ResourceSpec* DeclaredSource::find(std::string_view name) const {
  const auto found = std::find_if(spec_.resources.begin(), spec_.resources.end(),
                                  [&](const ResourceSpec& spec) { return spec.hints.name == name; });
  return found == spec_.resources.end() ? nullptr : &*found;
}

/// What is selected, and the parents of that.
void DeclaredSource::keep_needed() {
  std::vector<std::string> needed;
  for (const auto& resource : spec_.resources) {
    if (!resource.selected) continue;
    for (const ResourceSpec* at = &resource; at != nullptr; at = at->parent ? find(at->parent->resource) : nullptr)
      needed.push_back(at->hints.name);
  }
  std::erase_if(spec_.resources, [&](const ResourceSpec& resource) {
    return std::find(needed.begin(), needed.end(), resource.hints.name) == needed.end();
  });
}

/// A resource that is there for its children alone has no table.
schema::ResourceHints DeclaredSource::hints_of(const ResourceSpec& resource) {
  schema::ResourceHints hints = resource.hints;
  if (!resource.selected) hints.write_disposition = "skip";
  return hints;
}

std::string DeclaredSource::fingerprint() const {
  json::Value document = json::Value::array();
  document.push_back(spec_.name);
  document.push_back(spec_.strict);
  for (const auto& resource : spec_.resources) {
    document.push_back(resource.selected);
    document.push_back(resource.fingerprint);
  }
  return sha256_hex(json::write(document));
}

std::string DeclaredSource::objection_to_restart(std::string_view resource) const {
  const ResourceSpec* spec = find(resource);
  if (spec == nullptr || !spec->endpoint.incremental) return "it has no incremental cursor";
  const IncrementalSpec& incremental = *spec->endpoint.incremental;
  if (spec->parent) return "it is made of another resource's records";
  if (incremental.run_window) return "its cursor is when the runs began";
  if (incremental.row_order != RowOrder::asc) return "its cursor does not say `row_order: asc`";
  if (incremental.last_value_func != LastValueFunc::max) return "its cursor goes down";
  if (!incremental.lag.is_null()) return "its cursor has a lag";
  if (!incremental.end_value.is_null() || incremental.interval || !spec->moves_state)
    return "its cursor has an end, so the state does not move";
  if (incremental.range_start == RangeEdge::open) return "`range_start: open` passes over records of the last value";
  if (incremental.key && incremental.key->columns.empty()) return "its cursor's deduplication is off";
  if (incremental.on_missing == OnCursorMissing::include) return "records without a cursor are included";
  return {};
}

/// The resource, then all that are made of its records, each after its parent.
std::vector<const ResourceSpec*> DeclaredSource::tree_of(const ResourceSpec& root) const {
  std::vector<const ResourceSpec*> tree{&root};
  for (std::size_t i = 0; i < tree.size(); ++i) {
    for (const auto& resource : spec_.resources) {
      if (resource.parent && resource.parent->resource == tree[i]->hints.name) tree.push_back(&resource);
    }
  }
  return tree;
}

Result<void> DeclaredSource::extract(std::string_view resource, PageSink& sink, const CancelToken& cancel) {
  const ResourceSpec* root = find(resource);
  if (root == nullptr) return fail(ErrorKind::internal, "the source has no resource " + std::string(resource));
  if (root->parent) return {};  // its pages come with those of its parent
  if (!noted_.exchange(true)) {
    for (const auto& note : spec_.notes) sink.note("", note);
  }
  const auto make_client = [&](const ResourceSpec& spec) {
    http::ClientOptions options = http_;
    options.on_retry = [&sink, name = spec.hints.name] { sink.count_retry(name); };
    options.on_bytes = [&sink, name = spec.hints.name](std::uint64_t bytes) { sink.count_bytes(name, bytes); };
    if (const auto& grant = spec.endpoint.grant) {
      options.authorize = [authorizer = authorizers_->of(grant)](const CancelToken& token) {
        return authorizer->credential(token);
      };
    }
    return http::Client(std::move(options));
  };
  DECANT_TRY(ResourceTree tree, ResourceTree::make(spec_, tree_of(*root), make_client, sink, cancel));
  return tree.run();
}

}  // namespace

std::unique_ptr<Source> make_declared_source(RestSpec spec, http::ClientOptions http) {
  return std::make_unique<DeclaredSource>(std::move(spec), std::move(http));
}

}  // namespace decant::source::rest
