#include "pipeline/pending.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>

#include "pipeline/pipeline_test.h"

namespace decant::pipeline {
namespace {

using test::FakeDestination;
using test::FakeSource;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class PendingTest : public test::PipelineTest {
 protected:
  /// Makes the last record of the interrupted package so much older.
  void age(std::chrono::seconds by) const {
    const auto log = store().newest().value()->folder / package::kLogFile;
    std::filesystem::last_write_time(log, std::filesystem::last_write_time(log) - by);
  }

  /// A run whose destination refuses to publish leaves a sealed package.
  void leave_sealed(FakeSource& source, FakeDestination& destination) {
    destination.refuse =
        Error{.kind = ErrorKind::destination, .message = "no connection", .hint = {}, .details = {}, .context = {}};
    ASSERT_FALSE(run(source, destination));
    ASSERT_TRUE(store().newest().value()->is(package::PackageState::sealed));
  }
};

TEST_F(PendingTest, ASealedPackageIsNotLoadedIntoAnotherDataset) {
  FakeSource source;
  source.add("orders");
  FakeDestination former("first_data");
  leave_sealed(source, former);
  FakeDestination other("second_data");
  const auto refused = run(source, other);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::state);
  EXPECT_THAT(refused.error().message, AllOf(HasSubstr("first_data at duckdb:///"), HasSubstr("second_data")));
  EXPECT_THAT(refused.error().hint, HasSubstr("decant pipeline shop drop-pending-packages"));
  EXPECT_THAT(other.loads, IsEmpty());
  ASSERT_TRUE(run(source, former));
  EXPECT_THAT(former.loads, SizeIs(2));
}

TEST_F(PendingTest, APackageThatDoesNotSayWhereToIsLoaded) {
  FakeSource source;
  source.add("orders");
  FakeDestination destination;
  leave_sealed(source, destination);
  auto info = *store().newest().value();
  info.manifest->target = {};
  ASSERT_TRUE(package::write_manifest(info.folder, *info.manifest));
  ASSERT_TRUE(run(source, destination));
  EXPECT_THAT(destination.loads, SizeIs(2));
}

TEST_F(PendingTest, AnInterruptedExtractStartsAgainForAnotherDataset) {
  FakeSource source;
  source.add("orders").fail_at = 2;
  FakeDestination former("first_data");
  ASSERT_FALSE(run(source, former));
  source.plan("orders").fail_at.reset();
  source.asked();
  FakeDestination other("second_data");
  const auto report = run(source, other);
  ASSERT_TRUE(report) << to_string(report.error());
  EXPECT_FALSE(report->resumed);
  EXPECT_THAT(report->notes[0].message, HasSubstr("it was begun for dataset first_data"));
  EXPECT_THAT(source.asked(), SizeIs(3));
}

TEST_F(PendingTest, AnExtractThatStoppedTooLongAgoStartsAgainAndSaysSo) {
  FakeSource source;
  source.add("orders").fail_at = 2;
  FakeDestination destination;
  ASSERT_FALSE(run(source, destination));
  source.plan("orders").fail_at.reset();
  source.asked();
  age(std::chrono::seconds(3660));
  const auto report = run(source, destination);
  ASSERT_TRUE(report) << to_string(report.error());
  EXPECT_FALSE(report->resumed);
  EXPECT_THAT(report->notes[0].message,
              AllOf(HasSubstr("starts again: it stopped 1 hour"), HasSubstr("`resume_within` is 1 hour")));
  EXPECT_THAT(source.asked(), ElementsAre("orders/0", "orders/1", "orders/2"));
  EXPECT_EQ(destination.all()["orders"].size(), 12U);
}

TEST_F(PendingTest, WithinTheTimeThatIsSetItGoesOn) {
  FakeSource source;
  source.add("orders").fail_at = 2;
  FakeDestination destination;
  ASSERT_FALSE(run(source, destination));
  source.plan("orders").fail_at.reset();
  source.asked();
  age(std::chrono::seconds(3660));
  options_.resume_within = 2 * kDefaultResumeWithin;
  const auto report = run(source, destination);
  ASSERT_TRUE(report) << to_string(report.error());
  EXPECT_TRUE(report->resumed);
  EXPECT_THAT(source.asked(), ElementsAre("orders/2"));
}

TEST_F(PendingTest, ThePackageThatLostTheRaceIsFetchedAgain) {
  FakeSource source;
  source.add("orders").follows_state = true;
  FakeDestination destination;
  leave_sealed(source, destination);
  auto elsewhere = options_;
  elsewhere.pipelines_dir /= "elsewhere";
  ASSERT_TRUE(pipeline::run(source, destination, elsewhere, cancel_));
  const auto report = run(source, destination);
  ASSERT_TRUE(report) << to_string(report.error());
  EXPECT_THAT(report->notes[0].message, HasSubstr("another load of this pipeline came in between"));
  EXPECT_EQ(destination.all()["orders"].size(), 12U);
}

TEST_F(PendingTest, TheUserIsNoPartOfAPlace) {
  class Server : public FakeDestination {
   public:
    explicit Server(std::string location) : location_(std::move(location)) {}
    [[nodiscard]] std::string location() const override { return location_; }

   private:
    std::string location_;
  };
  EXPECT_EQ(target_of(Server("postgres://me:***@db:5432/shop")), target_of(Server("postgres://you:***@db:5432/shop")));
  EXPECT_EQ(target_of(Server("file:///srv/a@b")).location, "file:///srv/a@b");
}

}  // namespace
}  // namespace decant::pipeline
