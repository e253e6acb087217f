#pragma once

#include <gmock/gmock.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "config/providers.h"

namespace decant::config {

/// A project folder and a home of its own for each test.
class ProjectTest : public ::testing::Test {
 protected:
  void SetUp() override {
    static std::atomic<int> count{0};
    root_ = std::filesystem::temp_directory_path() /
            ("decant-project-" + std::to_string(::getpid()) + "-" + std::to_string(count++));
    std::filesystem::create_directories(root_ / "project/.dlt");
    std::filesystem::create_directories(root_ / "home/.dlt");
    environment_.current_dir = root_ / "project";
    environment_.home_dir = root_ / "home";
    environment_.temp_dir = root_;
    environment_.mounted_secrets = root_ / "mounted";
  }
  void TearDown() override { std::filesystem::remove_all(root_); }

  void write(std::string_view path, std::string_view text) const { std::ofstream(root_ / path) << text; }
  void secrets(std::string_view text) const { write("project/.dlt/secrets.toml", text); }
  void config(std::string_view text) const { write("project/.dlt/config.toml", text); }
  [[nodiscard]] std::string path(std::string_view below) const { return (root_ / below).string(); }
  [[nodiscard]] Providers load() const { return Providers::load(environment_).value(); }

  std::filesystem::path root_;
  Environment environment_;
};

}  // namespace decant::config
