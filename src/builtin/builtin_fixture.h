#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <utility>

#include "config/providers.h"
#include "core/hash.h"

namespace decant::builtin {

/// A folder of its own per test, and providers that read nothing else.
class BuiltinTest : public testing::Test {
 protected:
  BuiltinTest() { std::filesystem::create_directories(folder_); }
  ~BuiltinTest() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] config::Providers providers(std::map<std::string, std::string, std::less<>> variables = {}) const {
    auto loaded = config::Providers::load({.variables = std::move(variables),
                                           .current_dir = folder_,
                                           .home_dir = folder_ / "home",
                                           .temp_dir = folder_,
                                           .is_root = false});
    if (!loaded) throw std::runtime_error(to_string(loaded.error()));
    return std::move(*loaded);
  }

  std::filesystem::path write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name) << text;
    return folder_ / name;
  }

  const std::filesystem::path folder_ = std::filesystem::temp_directory_path() / ("decant-builtin-" + random_hex(8));
};

}  // namespace decant::builtin
