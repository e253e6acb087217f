#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "source/centra/centra_source_fixture.h"

namespace decant::source::centra {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class ResourcesByIdTest : public CentraSourceTest {
 protected:
  std::string zoned(const std::string& more) { return store("timezone: UTC\n" + more); }
};

TEST_F(ResourcesByIdTest, IdsAreAskedForOneByOneAndAbsentOnesNoted) {
  const auto done = run(zoned("resources: [vouchers, customer]\nvouchers: [3, 7, '2']\ncustomer: [9, '4']\n"));
  ASSERT_TRUE(done) << to_string(done.error());
  EXPECT_THAT(targets(), ElementsAre("vouchers/3", "vouchers/7", "vouchers/2", "customers/9", "customers/4"));
  EXPECT_THAT(sink.records["vouchers"], ElementsAre(R"({"id":3})", R"({"id":2})"));
  EXPECT_THAT(sink.records["customer"], ElementsAre(R"({"customerId":"4"})"));
  EXPECT_THAT(sink.notes,
              ElementsAre(AllOf(HasSubstr("1 record"), HasSubstr("vouchers/7"), HasSubstr("Voucher not found")),
                          AllOf(HasSubstr("customers/9"), HasSubstr("The customer was not found."))));
  EXPECT_THAT(sink.doubts, IsEmpty());
}

TEST_F(ResourcesByIdTest, CustomersOfOrdersNeedNoOtherTable) {
  ASSERT_TRUE(run(zoned("resources: [vouchers]\nvouchers: [1]\ncustomer: {from: orders}\n")));
  EXPECT_THAT(sink.records["customer"], SizeIs(5));
  EXPECT_THAT(sink.records["orders"], IsEmpty());
  EXPECT_THAT(targets(), Contains("customers/5"));
  const auto source = make(zoned("customer: {from: customers}\n"));
  ASSERT_TRUE(source) << to_string(source.error());
  EXPECT_THAT(names(**source), SizeIs(9));
}

TEST_F(ResourcesByIdTest, EntriesOverrideThem) {
  ASSERT_TRUE(
      run(zoned("resources: [{name: vouchers, table_name: codes, endpoint: {params: {x: 1}}}]\nvouchers: [1]\n")));
  EXPECT_THAT(targets(), ElementsAre("vouchers/1?x=1"));
}

TEST_F(ResourcesByIdTest, WithoutIdsTheyAreLeftOut) {
  ASSERT_TRUE(run(zoned("resources: [customers]\n")));
  EXPECT_THAT(sink.notes, IsEmpty());
  ASSERT_TRUE(run(zoned("resources: [customers, vouchers]\nvouchers: []\n")));
  EXPECT_THAT(sink.notes, ElementsAre(HasSubstr("`vouchers: [ids]`")));
  sink.notes.clear();
  ASSERT_TRUE(run(zoned("customer: [1]\n")));
  EXPECT_THAT(sink.notes, ElementsAre(HasSubstr("`vouchers` is left out")));
}

TEST_F(ResourcesByIdTest, MistakesAreNamedWithTheirCure) {
  EXPECT_THAT(refused(zoned("vouchers: 3\n")), AllOf(HasSubstr("centra.yaml:5"), HasSubstr("`vouchers: [1, 2]`")));
  EXPECT_THAT(refused(zoned("vouchers: {from: orders}\n")), HasSubstr("list of ids"));
  EXPECT_THAT(refused(zoned("vouchers: [[3]]\n")), HasSubstr("must be a text or a whole number"));
  EXPECT_THAT(refused(zoned("customer: {from: order}\n")), HasSubstr("did you mean `orders`?"));
  EXPECT_THAT(refused(zoned("customer: {from: orders, of: 1}\n")), HasSubstr("of"));
  EXPECT_THAT(refused(zoned("resources: [vouchers]\n")), AllOf(HasSubstr("nothing to load"), HasSubstr("[ids]")));
  selected = {"vouchers"};
  EXPECT_THAT(refused(zoned("")), AllOf(HasSubstr("has no ids"), HasSubstr("`vouchers: [ids]`")));
}

}  // namespace
}  // namespace decant::source::centra
