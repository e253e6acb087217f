#include "cli/check.h"

#include <gmock/gmock.h>

#include "core/redact.h"
#include "json/write.h"

namespace decant::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Check of_resource(std::string name, std::size_t records, std::vector<std::string> fields) {
  Check check;
  check.kind = "resource";
  check.name = std::move(name);
  check.sample = source::Sample{.was_asked = true, .records = records, .fields = std::move(fields), .notes = {}};
  return check;
}

Check failed(std::string message) {
  Check check;
  check.kind = "resource";
  check.name = "stock";
  check.error = fail(ErrorKind::auth, std::move(message), "Tick it.").error();
  return check;
}

TEST(Checks, AreALineEachWithWhatIsToBeSaidBelow) {
  Check empty = of_resource("orders", 0, {});
  empty.advice = "choose their status";
  empty.sample->notes = {"read as UTC"};
  EXPECT_EQ(checks_text({of_resource("products", 1, {"id", "name"}), empty, failed("403\nmore")}, 80),
            "products  ok      2 fields: id, name\n"
            "orders    empty   no records\n"
            "                  choose their status\n"
            "                  note: read as UTC\n"
            "stock     failed  403\n"
            "                  more\n"
            "                    hint: Tick it.\n"
            "3 checks, 1 failed\n");
}

TEST(Checks, AreCutToTheWidth) {
  EXPECT_EQ(checks_text({of_resource("p", 1, {"a", "b", "c", "d"})}, 24),
            "p  ok      4 fields: a,…\n1 checks, none failed\n");
}

TEST(Checks, AChildWithoutAParentsRecordWasNotAsked) {
  Check check = of_resource("comments", 0, {});
  check.sample->was_asked = false;
  EXPECT_THAT(checks_text({check}, 80), HasSubstr("comments  empty   not asked: its parent gave no record\n"));
}

TEST(Checks, AsJson) {
  EXPECT_EQ(
      json::write(checks_json({of_resource("products", 1, {"id"}), failed("403")})),
      R"({"ok":false,"checks":[{"check":"resource","name":"products","state":"ok","records":1,"fields":["id"]},)"
      R"({"check":"resource","name":"stock","state":"failed","error":{"kind":"auth","message":"403","hint":"Tick it."}}]})");
  EXPECT_EQ(json::write(checks_json({})), R"({"ok":true,"checks":[]})");
}

TEST(Checks, ShowNeitherSecretsNorControlCharacters) {
  Redactor::process().add("a-secret-of-checks");
  const std::vector<Check> checks{of_resource("p", 1, {"a-secret-of-checks", "\x1b[2J"}), failed("a-secret-of-checks")};
  EXPECT_THAT(checks_text(checks, 200), Not(HasSubstr("a-secret")));
  EXPECT_THAT(checks_text(checks, 200), Not(HasSubstr("\x1b")));
  EXPECT_THAT(json::write(checks_json(checks)), Not(HasSubstr("a-secret")));
}

}  // namespace
}  // namespace decant::cli
