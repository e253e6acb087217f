#include "cli/error_output.h"

#include <gtest/gtest.h>

#include "cli/exit_code.h"
#include "cli/text.h"
#include "core/redact.h"
#include "json/write.h"

namespace decant::cli {
namespace {

Error sample() {
  Error error;
  error.kind = ErrorKind::config;
  error.message = "shop.yaml:7: `page_size` must be a whole number";
  error.hint = "Write 100.";
  error.details.file = "shop.yaml";
  error.details.line = 7;
  error.context = {"reading the source"};
  return error;
}

TEST(ErrorOutput, SaysWhatWhereAndWhatToDo) {
  EXPECT_EQ(
      error_text(sample()),
      "error: `page_size` must be a whole number\n  while reading the source\n  at shop.yaml:7\n  hint: Write 100.\n");
}

TEST(ErrorOutput, JsonLeavesOutWhatDoesNotApply) {
  EXPECT_EQ(
      json::write(error_json(sample())),
      "{\"error\":{\"kind\":\"config\",\"message\":\"`page_size` must be a whole number\",\"hint\":\"Write 100.\","
      "\"context\":[\"reading the source\"],\"file\":\"shop.yaml\",\"line\":7}}");
}

TEST(ErrorOutput, NamesTheSettingAndWhereItStands) {
  Error error;
  error.kind = ErrorKind::auth;
  error.message = "refused";
  error.details.setting = "SOURCES__API_KEY";
  error.details.place = "environment variable SOURCES__API_KEY";
  error.further.push_back(sample());
  EXPECT_EQ(error_text(error), "error: refused\n  at environment variable SOURCES__API_KEY\n" + error_text(sample()));
  EXPECT_EQ(json::write(error_json(error)),
            "{\"error\":{\"kind\":\"auth\",\"message\":\"refused\",\"place\":\"environment variable "
            "SOURCES__API_KEY\",\"setting\":\"SOURCES__API_KEY\",\"further\":[" +
                json::write(*error_json(sample()).find("error")) + "]}}");
  error = sample();
  error.details.setting = "source.page_size";
  EXPECT_NE(error_text(error).find("  at shop.yaml:7 (`source.page_size`)\n"), std::string::npos);
}

TEST(ErrorOutput, HidesSecretsAndControlCharacters) {
  Redactor::process().add("a-very-secret-key");
  Error error;
  error.kind = ErrorKind::auth;
  error.message = "refused: a-very-secret-key \x1b[31m";
  EXPECT_EQ(error_text(error), "error: refused: *** \\u001b[31m\n");
  EXPECT_EQ(json::write(error_json(error)).find("a-very-secret-key"), std::string::npos);
}

TEST(ErrorOutput, AFileErrorWithoutAdviceGetsSome) {
  Error error;
  error.kind = ErrorKind::io;
  error.message = "cannot open /x";
  EXPECT_NE(error_text(error).find("\n  hint: "), std::string::npos);
}

TEST(ExitCode, FollowsTheKind) {
  EXPECT_EQ(exit_code_of(ErrorKind::usage), 2);
  EXPECT_EQ(exit_code_of(ErrorKind::config), 2);
  EXPECT_EQ(exit_code_of(ErrorKind::contract), 3);
  EXPECT_EQ(exit_code_of(ErrorKind::cancelled), 130);
  EXPECT_EQ(exit_code_of(ErrorKind::auth), 1);
  EXPECT_EQ(exit_code_of(ErrorKind::internal), 1);
}

TEST(Text, ForPeople) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1234567), "1,234,567");
  EXPECT_EQ(size_text(999), "999 B");
  EXPECT_EQ(size_text(1'300'000), "1.3 MB");
  EXPECT_EQ(size_text(999'999), "1.0 MB");
  EXPECT_EQ(cut_to("Åsa Öst", 4), "Åsa…");
  EXPECT_EQ(cut_to("Åsa", 3), "Åsa");
  EXPECT_EQ(printable("a\nb\tc", true), "a\nb\\tc");
}

}  // namespace
}  // namespace decant::cli
