#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "cli/row_output.h"
#include "core/result.h"
#include "destination/destination.h"

namespace decant::cli {

/// One way of writing rows.
class RowWriter {
 public:
  virtual ~RowWriter() = default;
  virtual Result<void> begin() { return {}; }
  virtual Result<void> add(const std::vector<destination::QueryResult::Row>& rows) = 0;
  virtual Result<void> finish() { return {}; }
};

/// Aligned columns, numbers to the right, and a line with the number of rows.
class TableRows final : public RowWriter {
 public:
  TableRows(const std::vector<destination::QueryResult::ResultColumn>& columns, std::size_t max_width, const Sink& sink)
      : columns_(columns), max_width_(max_width), sink_(sink) {}
  Result<void> add(const std::vector<destination::QueryResult::Row>& rows) override;
  Result<void> finish() override;

 private:
  using Cells = std::vector<std::string>;
  void measure();
  void shrink_to_fit();
  void append_line(const Cells& cells, std::string& out) const;
  Result<void> write_head();

  const std::vector<destination::QueryResult::ResultColumn>& columns_;
  std::size_t max_width_;
  const Sink& sink_;
  std::vector<Cells> sample_;  ///< rows that wait until the widths are known
  std::vector<std::size_t> widths_;
  bool started_ = false;
  std::size_t count_ = 0;
};

}  // namespace decant::cli
