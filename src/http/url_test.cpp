#include "http/url.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/redact.h"
#include "http/query.h"

namespace decant::http {
namespace {

TEST(JoinPath, FollowsDlt) {
  EXPECT_EQ(join_path("http://h.test", "a/b"), "http://h.test/a/b");
  EXPECT_EQ(join_path("http://h.test///", "//a"), "http://h.test/a");
  EXPECT_EQ(join_path("http://h.test/", "///"), "http://h.test/");
  EXPECT_EQ(join_path("", "a/b"), "a/b");
  EXPECT_EQ(join_path("http://h.test/x/", ""), "http://h.test/x/");
  EXPECT_EQ(join_path("http://h.test", "a?x=1"), "http://h.test/a?x=1");
  EXPECT_EQ(join_path("http://h.test", "HTTPS://o.test/p"), "HTTPS://o.test/p");
  EXPECT_EQ(join_path("http://h.test", "ftp://o.test/p"), "http://h.test/ftp://o.test/p");
}

TEST(ResolveReference, ExamplesOfTheRfc) {
  const std::string base = "http://a/b/c/d;p?q";
  const std::pair<const char*, const char*> cases[] = {
      {"g:h", "g:h"},
      {"g", "http://a/b/c/g"},
      {"./g", "http://a/b/c/g"},
      {"g/", "http://a/b/c/g/"},
      {"/g", "http://a/g"},
      {"//g", "http://g"},
      {"?y", "http://a/b/c/d;p?y"},
      {"g?y", "http://a/b/c/g?y"},
      {"#s", "http://a/b/c/d;p?q#s"},
      {"g#s", "http://a/b/c/g#s"},
      {";x", "http://a/b/c/;x"},
      {"", "http://a/b/c/d;p?q"},
      {".", "http://a/b/c/"},
      {"..", "http://a/b/"},
      {"../g", "http://a/b/g"},
      {"../..", "http://a/"},
      {"../../g", "http://a/g"},
      {"../../../g", "http://a/g"},
      {"/./g", "http://a/g"},
      {"g.", "http://a/b/c/g."},
      {"./g/.", "http://a/b/c/g/"},
      {"g;x=1/../y", "http://a/b/c/y"},
      {"g?y/../x", "http://a/b/c/g?y/../x"},
  };
  for (const auto& [reference, expected] : cases) EXPECT_EQ(resolve_reference(base, reference), expected) << reference;
  EXPECT_EQ(resolve_reference("http://a", "x"), "http://a/x");
  EXPECT_EQ(resolve_reference("http://h/api/products?limit=2", "?limit=2&page=2"),
            "http://h/api/products?limit=2&page=2");
}

TEST(OriginOf, NormalisesHostAndPort) {
  EXPECT_EQ(origin_of("HTTPS://Shop.Example.com/api"), "https://shop.example.com:443");
  EXPECT_EQ(origin_of("http://u:p@h:8080?x"), "http://h:8080");
  EXPECT_EQ(origin_of("http://[::1]:81/"), "http://[::1]:81");
  EXPECT_EQ(origin_of("http://[::1]/"), "http://[::1]:80");
  for (const char* wrong : {"shop.example.com/api", "ftp://h/", "http://", "http://h:x/", "http:///p", ""})
    EXPECT_FALSE(origin_of(wrong)) << wrong;
}

TEST(WireForm, EncodesOnlyWhatMustBe) {
  EXPECT_EQ(wire_form("http://h/ä b/%c3%a4?q=a|b&c='x'#part"), "http://h/%C3%A4%20b/%C3%A4?q=a%7Cb&c='x'");
  EXPECT_EQ(wire_form("http://h/%c3/50%?q=%41"), "http://h/%25c3/50%25?q=A");
  EXPECT_EQ(wire_form("http://h/a/../b/./c%7e%2fd/%41?x=%7e%2f/../y"), "http://h/b/c~%2Fd/A?x=~%2F/../y");
  EXPECT_EQ(wire_form("http://h/%2e%2e/a/b/.."), "http://h/a/");
  EXPECT_EQ(wire_form("http://h?a=1"), "http://h/?a=1");
  EXPECT_EQ(wire_form("http://h\x01ä:8/"), "http://h%01%C3%A4:8/");
  EXPECT_EQ(wire_form("http://[::1]:8/a[1]?b[]=c"), "http://[::1]:8/a%5B1%5D?b%5B%5D=c");
}

TEST(TakeUser, CutsItOutAndDecodesIt) {
  std::string url = "https://a%40b:p:w+%2f@h:8/x?y=@";
  EXPECT_EQ(take_user(url), std::pair(std::string("a@b"), std::string("p:w+/")));
  EXPECT_EQ(url, "https://h:8/x?y=@");
  EXPECT_EQ(take_user(url), std::nullopt);
}

TEST(RedactUrl, HidesCredentials) {
  EXPECT_EQ(redact_url("https://h.test/a?api_key=1&x=2"), "https://h.test/a?api_key=***&x=2");
  EXPECT_EQ(redact_url("https://h.test/a?key=&x="), "https://h.test/a?key=***&x=");
  EXPECT_EQ(redact_url("https://h.test/a?x=a%20b&password=p#frag"), "https://h.test/a?x=a+b&password=***#frag");
  EXPECT_EQ(redact_url("https://u:p@h.test/a?x=%20"), "https://h.test/a?x=%20");
  Redactor::process().add("sesame-open-sesame");
  EXPECT_EQ(redact_url("https://h.test/sesame-open-sesame/a"), "https://h.test/***/a");
}

TEST(Query, EncodesAndDecodes) {
  EXPECT_EQ(encode_query({{"a", "x y"}, {"b[]", ""}, {"c", "ä&=~"}}), "a=x+y&b%5B%5D=&c=%C3%A4%26%3D~");
  const Parameters expected{{"a", "x y"}, {"b", ""}, {"c", ""}, {"d", "%zz"}};
  EXPECT_EQ(decode_query("a=x%20y&b=&&c&d=%zz"), expected);
  EXPECT_EQ(append_parameters("http://h/p?fixed=1#f", {{"x", "y"}}), "http://h/p?fixed=1&x=y#f");
  EXPECT_EQ(append_parameters("http://h/p", {{"x", "y"}}), "http://h/p?x=y");
  EXPECT_EQ(append_parameters("http://h/p", {}), "http://h/p");
}

TEST(Query, MergeReplacesKeyByKey) {
  const Parameters merged =
      merge_parameters({{"limit", "2"}, {"a", "1"}, {"a", "2"}, {"s", "x"}}, {{"page", "2"}, {"a", "9"}});
  const Parameters expected{{"limit", "2"}, {"a", "9"}, {"s", "x"}, {"page", "2"}};
  EXPECT_EQ(merged, expected);
}

}  // namespace
}  // namespace decant::http
