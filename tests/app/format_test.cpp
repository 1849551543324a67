// Numbers as people read and type them.
#include "app/format.h"
#include "tests/app/widget_support.h"

namespace tiltscape {
namespace {

TEST(Format, WritesNumbersAsPeopleReadThem) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(12480), "12 480");
  EXPECT_EQ(grouped(1234567890), "1 234 567 890");
  EXPECT_EQ(compact(9999), "9 999");
  EXPECT_EQ(compact(12480), "12.5 k");
  EXPECT_EQ(compact(1600000), "1.6 M");
  EXPECT_EQ(compact(2.034e9), "2.03 G");
  EXPECT_EQ(compact(999999), "1 M");
  EXPECT_EQ(readable(0.0), "0");
  EXPECT_EQ(readable(0.083), "0.083");
  EXPECT_EQ(readable(-7.6612), "−7.66");
  EXPECT_EQ(readable(3.2e-5), "3.2e−5");
  EXPECT_EQ(readable(12480.0, 5), "12 480");
  EXPECT_EQ(readable(2.5e9), "2.5e9");
  EXPECT_EQ(readable(unbounded), "∞");
  EXPECT_EQ(readable(-unbounded), "−∞");
  EXPECT_EQ(duration(0.012), "12 ms");
  EXPECT_EQ(duration(4.1), "4.1 s");
  EXPECT_EQ(duration(125.0), "2 min 05 s");
  EXPECT_EQ(duration(3725.0), "1 h 02 min");
}

TEST(Format, ReadsWhatPeopleType) {
  EXPECT_EQ(parse_number("1e-3"), 1e-3);
  EXPECT_EQ(parse_number(" 12 480 "), 12480.0);
  EXPECT_EQ(parse_number("0,5"), 0.5);
  EXPECT_EQ(parse_number("−2"), -2.0);
  EXPECT_EQ(parse_number("+4"), 4.0);
  EXPECT_EQ(parse_number("∞"), unbounded);
  EXPECT_EQ(parse_number("inf"), unbounded);
  for (const char* wrong : {"", "abc", "1.2.3", "4x", "nan", "--1"}) {
    EXPECT_FALSE(parse_number(wrong).has_value()) << wrong;
  }
}

}  // namespace
}  // namespace tiltscape
