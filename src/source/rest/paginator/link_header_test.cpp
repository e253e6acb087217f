#include "source/rest/paginator/link_header.h"

#include <gtest/gtest.h>

namespace decant::source::rest {
namespace {

std::string next(std::string_view header, std::string_view relation = "next") {
  return find_link(http::Headers{{"Link", std::string(header)}}, relation).value_or("none");
}

TEST(LinkHeaderTest, FindsTheRelation) {
  EXPECT_EQ(next(R"(<http://h/p?page=5>; rel="prev", <http://h/p?page=2,3>; title="a, <b>; c"; rel="next")"),
            "http://h/p?page=2,3");
  EXPECT_EQ(next("</p2>;rel=next"), "/p2");
  EXPECT_EQ(next("</p2> ; REL = next ; x"), "/p2");
  EXPECT_EQ(next(R"(</p2>; rel="last next")"), "/p2");
  EXPECT_EQ(next(R"(</p2>; rel="next_page")", "next_page"), "/p2");
  EXPECT_EQ(next("< /p2 >; title='a; b'; rel='next'"), "/p2");
  EXPECT_EQ(next(R"(</1>; rel=next, </2>; rel=next)"), "/2");
  EXPECT_EQ(find_link(http::Headers{{"link", "</1>; rel=prev"}, {"Link", "</2>; rel=next"}}, "next"), "/2");
}

TEST(LinkHeaderTest, WhatDoesNotFitIsNoLink) {
  for (const char* header : {"", "<", "<>; rel=next", "</p", "</p>", "</p>; rel", "</p>; rel=", "</p> rel=next",
                             R"(</p>; rel="nex)", "</p>; rel=\"\\", "</p>; rel=nextpage", ";;;,,,rel=next"})
    EXPECT_EQ(next(header), "none") << header;
  EXPECT_EQ(next(R"(</p>; rel="next)"), "/p");
  EXPECT_EQ(next("garbage, </p>; rel=next"), "/p");
}

}  // namespace
}  // namespace decant::source::rest
