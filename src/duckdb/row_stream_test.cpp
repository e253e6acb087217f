#include "duckdb/row_stream.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>

#include "duckdb/database.h"
#include "duckdb/vector.h"

namespace decant::duckdb {
namespace {

using ::testing::ElementsAre;

Type type_of(TypeId id) {
  Type type;
  type.id = id;
  return type;
}

class RowStreamTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(connection_.execute("CREATE TABLE memory.main.t (n BIGINT, d DECIMAL(20, 2))")); }

  /// Sums and count of the table.
  std::string found() {
    auto rows = connection_.query("SELECT concat_ws('|', count(*), count(n), sum(n), sum(d)) FROM memory.main.t");
    EXPECT_TRUE(rows->next().value());
    return std::string(rows->column(0).text(0));
  }

  Database database_ = Database::open_memory({.keeps_order = false}).value();
  Connection connection_ = database_.connect().value();
  RowStream stream_ = RowStream::open(connection_).value();
  Result<std::uint64_t> execute(std::string_view sql, const std::vector<RowStream::Column>& columns,
                                const RowStream::Fill& fill) {
    return stream_.execute(connection_, sql, columns, [&fill] { return fill; }, 1);
  }

  const std::string insert_ = "INSERT INTO memory.main.t SELECT * FROM " + stream_.call();
};

TEST_F(RowStreamTest, AStatementReadsChunkAfterChunk) {
  Type decimal = type_of(TypeId::decimal);
  decimal.width = 20;
  decimal.scale = 2;
  std::int64_t next = 0;
  const auto count = execute(insert_, {{"n", type_of(TypeId::bigint)}, {"d", decimal}},
                             [&next](const RowChunk& chunk) -> Result<std::size_t> {
                               const auto rows = std::min<std::int64_t>(5000 - next, 2048);
                               for (std::int64_t row = 0; row < rows; ++row, ++next) {
                                 static_cast<std::int64_t*>(chunk.data(0))[row] = next;
                                 static_cast<Int128*>(chunk.data(1))[row] = 100;
                               }
                               if (rows > 0) chunk.validity(0)[0] = ~std::uint64_t{0} << 1;
                               return static_cast<std::size_t>(rows);
                             });
  ASSERT_TRUE(count) << to_string(count.error());
  EXPECT_EQ(*count, 5000U);
  EXPECT_EQ(found(), "5000|4997|12491356|5000.00");
}

TEST_F(RowStreamTest, AnErrorOfTheProgramEndsTheStatementAndTheStreamGoesOn) {
  int calls = 0;
  const auto failed = execute(insert_, {{"n", type_of(TypeId::bigint)}, {"d", type_of(TypeId::bigint)}},
                              [&calls](const RowChunk&) -> Result<std::size_t> {
                                if (++calls == 2) return fail(ErrorKind::package, "damaged", "do this");
                                return std::size_t{1};
                              });
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().kind, ErrorKind::package);
  EXPECT_EQ(failed.error().hint, "do this");
  EXPECT_EQ(found(), "0|0");
  bool is_done = false;
  ASSERT_TRUE(execute("INSERT INTO memory.main.t (n) SELECT x FROM " + stream_.call(), {{"x", type_of(TypeId::bigint)}},
                      [&is_done](const RowChunk& chunk) -> Result<std::size_t> {
                        if (std::exchange(is_done, true)) return std::size_t{0};
                        static_cast<std::int64_t*>(chunk.data(0))[0] = 7;
                        return std::size_t{1};
                      }));
  EXPECT_EQ(found(), "1|1|7");
}

TEST_F(RowStreamTest, SeveralThreadsHaveAFillEach) {
  std::atomic<std::int64_t> next{0};
  const auto make_fill = [&next]() -> RowStream::Fill {
    return [&next](const RowChunk& chunk) -> Result<std::size_t> {
      const std::int64_t first = next.fetch_add(2000);
      if (first >= 400'000) return std::size_t{0};
      for (std::int64_t row = 0; row < 2000; ++row) static_cast<std::int64_t*>(chunk.data(0))[row] = first + row;
      return std::size_t{2000};
    };
  };
  const auto count = stream_.execute(connection_, "INSERT INTO memory.main.t (n) SELECT n FROM " + stream_.call(),
                                     {{"n", type_of(TypeId::bigint)}}, make_fill, 4);
  ASSERT_TRUE(count) << to_string(count.error());
  EXPECT_EQ(*count, 400'000U);
  EXPECT_EQ(found(), "400000|400000|79999800000");
}

TEST_F(RowStreamTest, OutsideOfAStatementThereIsNothing) {
  ASSERT_TRUE(execute("SELECT 1", {{"n", type_of(TypeId::bigint)}},
                      [](const RowChunk&) -> Result<std::size_t> { return std::size_t{0}; }));
  EXPECT_EQ(connection_.execute("INSERT INTO memory.main.t (n) SELECT n FROM " + stream_.call()).value(), 0U);
}

}  // namespace
}  // namespace decant::duckdb
