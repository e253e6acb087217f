#include "source/file/file_source.h"

#include <algorithm>
#include <utility>

#include "core/hash.h"
#include "json/write.h"
#include "source/file/column_types.h"
#include "source/file/file_config.h"
#include "source/file/resource_files.h"

namespace decant::source::file {

namespace {

class FileSource final : public Source {
 public:
  explicit FileSource(FileSpec spec) : spec_(std::move(spec)) {
    for (const auto& resource : spec_.resources) hints_.push_back(resource.hints);
    set_schema_hints(spec_.schema);
  }

  [[nodiscard]] const std::string& name() const override { return spec_.name; }
  [[nodiscard]] const std::vector<schema::ResourceHints>& resources() const override { return hints_; }

  [[nodiscard]] std::string fingerprint() const override {
    json::Value document = json::Value::array();
    document.push_back(spec_.name);
    for (const auto& resource : spec_.resources) document.push_back(resource.fingerprint);
    return sha256_hex(json::write(document));
  }

  Result<void> extract(std::string_view resource, PageSink& sink, const CancelToken& cancel) override {
    const auto found = std::find_if(spec_.resources.begin(), spec_.resources.end(),
                                    [&](const FileResourceSpec& spec) { return spec.hints.name == resource; });
    if (found == spec_.resources.end())
      return fail(ErrorKind::internal, "the source has no resource " + std::string(resource));
    DECANT_TRY(ResourceFiles files, ResourceFiles::prepare(*found, sink, cancel));
    return files.run();
  }

 private:
  FileSpec spec_;
  std::vector<schema::ResourceHints> hints_;
};

}  // namespace

Result<std::unique_ptr<Source>> make_file_source(const config::Node& source, const SourceContext& context) {
  DECANT_TRY(FileSpec spec, read_file_spec(source, context));
  for (auto& resource : spec.resources) DECANT_TRY(add_column_types(resource));
  return std::make_unique<FileSource>(std::move(spec));
}

}  // namespace decant::source::file
