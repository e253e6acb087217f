#include "builtin/project_template.h"

#include <array>
#include <span>

#include "config/nearest.h"
#include "config/node.h"

namespace decant::builtin {

namespace {

/// What a source brings into a project. `{resources}` in `keys` is filled by the destination's way of writing.
struct SourceTemplate {
  std::string_view name;
  std::string_view keys;      ///< below `source:`
  std::string_view settings;  ///< of config.toml
  std::string_view secrets;   ///< of secrets.toml
};

struct DestinationTemplate {
  std::string_view name;
  std::string_view comment;   ///< beside `destination:`
  std::string_view settings;  ///< of config.toml
  std::string_view secrets;   ///< of secrets.toml
  bool has_merge = true;
};

constexpr std::array kSourceTemplates{
    SourceTemplate{.name = "centra",
                   .keys = R"yaml(  type: centra
  # base_url stands in .dlt/config.toml, api_key in .dlt/secrets.toml.
  # Centra's times carry no zone. Without this they are read as UTC:
  # timezone: Europe/Stockholm
{resources})yaml",
                   .settings = R"toml([sources.centra_source]
# Where the store's Order API is. In Centra AMS: System → Stores → your store → Order API plugin.
# Its address is https://STORE.centra.com/api/URI, with the URI that is set in the plugin (often order-api).
base_url = "<configure me>"
)toml",
                   .secrets = R"toml([sources.centra_source]
# The key that is set in the same plugin: as it stands there, without "Bearer" in front.
# The plugin also has a list "Allow access to the following endpoints": tick those that are to be loaded.
api_key = "<configure me>"
)toml"},
    SourceTemplate{.name = "rest_api",
                   .keys = R"yaml(  type: rest_api
  client:
    base_url: <configure me>      # such as https://api.example.com/v1
    auth: { type: bearer }        # its token stands in .dlt/secrets.toml; an API without one needs no auth
  resources:
    - name: items                 # the table
      endpoint: { path: items }   # asked for below base_url; paging and the place of the records are found out
      # primary_key: id           # with write_disposition: merge a record that comes again takes the old one's place
      # write_disposition: merge
)yaml",
                   .settings = "",
                   .secrets = R"toml([sources.rest_api.credentials]
# The token that the API gave you: as it is, "Bearer" is put in front of it.
token = "<configure me>"
)toml"},
    SourceTemplate{.name = "filesystem",
                   .keys = R"yaml(  type: filesystem
  bucket_url: <configure me>      # a folder: a path that counts from here, or file:///path
  resources:
    - name: records               # the table
      file_glob: "**/*.jsonl"     # also .json, .csv, .parquet, each with .gz behind
      # incremental: { cursor_path: modification_date }   # later runs read files that changed
)yaml",
                   .settings = "",
                   .secrets = ""},
};

constexpr std::array kDestinationTemplates{
    DestinationTemplate{
        .name = "duckdb", .comment = "the file {pipeline}.duckdb in this folder", .settings = "", .secrets = ""},
    DestinationTemplate{.name = "postgres",
                        .comment = "a PostgreSQL server, see .dlt/secrets.toml",
                        .settings = "",
                        .secrets = R"toml([destination.postgres.credentials]
# The database must be there; the dataset is made as a schema in it.
host = "<configure me>"
port = 5432
database = "<configure me>"
username = "<configure me>"
password = "<configure me>"
)toml"},
    DestinationTemplate{.name = "filesystem",
                        .comment = "a folder of JSONL files, see .dlt/config.toml",
                        .settings = R"toml([destination.filesystem]
# Where the files go: a path that counts from the folder decant is started in, or file:///path.
bucket_url = "data"
)toml",
                        .secrets = "",
                        .has_merge = false},
};

/// Centra's lists merge by key, which a folder of files cannot.
constexpr std::string_view kAppendingResources =
    R"yaml(  # A folder of files only grows: a record that changed is there again, the last one of its key counts. What comes whole
  # in each run is replaced.
  resources:
    - { name: products, write_disposition: append }
    - { name: stock, write_disposition: append }
    - { name: customers, write_disposition: append }
    - { name: orders, write_disposition: append }
    - { name: shipments, write_disposition: append }
    - { name: returns, write_disposition: append }
    - { name: supplier_orders, write_disposition: replace }
    - { name: supplier_deliveries, write_disposition: replace }
)yaml";
constexpr std::string_view kAllResources =
    "  # resources: [products, orders]   # without it: everything that needs no ids\n";

constexpr std::string_view kIgnored = R"text(# secrets
.dlt/secrets.toml
.dlt/*.secrets.toml

# what a run leaves
.dlt/.var/
.dlt/profile-name
_local/
*.duckdb
*.duckdb.wal
)text";

std::string replaced(std::string_view text, std::string_view mark, std::string_view by) {
  std::string result(text);
  for (auto at = result.find(mark); at != std::string::npos; at = result.find(mark, at + by.size()))
    result.replace(at, mark.size(), by);
  return result;
}

template <typename Template>
Result<const Template*> template_of(std::span<const Template> all, std::string_view name, std::string_view what) {
  std::vector<std::string> names;
  std::string listed;
  for (const auto& one : all) {
    if (one.name == name) return &one;
    names.emplace_back(one.name);
    listed += (listed.empty() ? "" : ", ") + names.back();
  }
  const auto near = config::nearest(name, names);
  return fail(ErrorKind::usage, "there is no " + std::string(what) + " " + config::in_quotes(name) + " to begin with",
              (near ? "Did you mean `" + *near + "`? " : "") + "There are: " + listed + ".");
}

std::string pipeline_text(const SourceTemplate& source, const DestinationTemplate& destination) {
  const std::string name(source.name);
  const std::string pipeline = name + "_pipeline";
  std::string text = "# What is loaded and where to. Run it with: decant run " + name + ".yaml\n";
  text += "pipeline:\n  name: " + pipeline + "\n  destination: " + std::string(destination.name) + "   # " +
          replaced(destination.comment, "{pipeline}", pipeline) + "\n  dataset: " + name + "_data\n\nsource:\n";
  return text + replaced(source.keys, "{resources}", destination.has_merge ? kAllResources : kAppendingResources);
}

std::string joined(std::string_view head, std::string_view first, std::string_view second = {}) {
  std::string text(head);
  for (const auto part : {first, second}) {
    if (!part.empty()) text.append("\n").append(part);
  }
  return text;
}

}  // namespace

Result<std::vector<TemplateFile>> project_template(std::string_view source, std::string_view destination) {
  DECANT_TRY(const auto* from, template_of(std::span<const SourceTemplate>(kSourceTemplates), source, "source"));
  DECANT_TRY(const auto* to,
             template_of(std::span<const DestinationTemplate>(kDestinationTemplates), destination, "destination"));
  return std::vector<TemplateFile>{
      {.path = std::string(from->name) + ".yaml", .text = pipeline_text(*from, *to)},
      {.path = ".dlt/config.toml",
       .text = joined("# Settings. Environment variables win over them: SECTION__KEY, all in capitals.\n",
                      from->settings, to->settings)},
      {.path = ".dlt/secrets.toml",
       .text = joined("# Secrets. This file is never to be committed; .gitignore leaves it out.\n", from->secrets,
                      to->secrets),
       .is_secret = true},
      {.path = ".gitignore", .text = std::string(kIgnored)}};
}

}  // namespace decant::builtin
