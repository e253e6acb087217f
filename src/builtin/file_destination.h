#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "config/providers.h"
#include "config/reader.h"
#include "core/result.h"
#include "core/time.h"
#include "destination/filesystem/filesystem_options.h"

namespace decant::builtin {

/// How a folder of files is laid out: dlt's keys of `destination.filesystem`.
struct FileSettings {
  std::string layout{destination::PathLayout::kDefault};
  std::map<std::string, std::string, std::less<>> extra_placeholders;
  std::optional<Micros> current_datetime;
  bool is_compressed = true;
  int max_state_files = 100;

  friend bool operator==(const FileSettings&, const FileSettings&) = default;
};

/// A folder of datasets with its settings.
struct FileDestination {
  std::filesystem::path bucket;  ///< absolute
  FileSettings settings;
};

/// Whose settings are looked up.
struct FileDestinationNames {
  std::string pipeline;
  std::string destination;  ///< the section below `destination`: the type, or the name that the user gave it
};

/// Reads `bucket_url` and the other keys of a mapping `{name: filesystem, …}`, each of which is looked up as dlt does
/// (`destination.NAME.KEY`) where it is not given. `url`: a bucket URL that wins, or null.
Result<FileDestination> read_file_destination(const config::Element* mapping, const config::Element* url,
                                              const config::Providers& providers, const FileDestinationNames& names);

/// The layout of the settings, checked.
Result<destination::PathLayout> layout_of(const FileSettings& settings);

}  // namespace decant::builtin
