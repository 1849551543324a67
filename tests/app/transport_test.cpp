// The transport: play, step, restart, and a bar that goes back as far as there are steps.
#include <array>
#include <cmath>
#include <optional>

#include "app/fonts.h"
#include "app/widgets/transport.h"
#include "tests/app/drawn_text.h"
#include "tests/app/widget_support.h"

namespace tiltscape {
namespace {

TEST_F(WidgetTest, TransportPlaysStepsAndScrubsNoFurtherThanIsComputed) {
  TransportActions last;
  const std::array<double, 2> speeds{1.0, unbounded};
  const std::array facts{TransportFact{"1.6 M forward passes", "99.9 k forward passes", "cost"}};
  const TransportView view{
      .playing = true, .speed = 1.0, .speeds = speeds, .step = 10, .newest = 500, .last = 1000, .facts = facts};
  const auto widget = [&] {
    const TransportActions now = transport(view);
    last.toggle = last.toggle || now.toggle;
    last.step = last.step || now.step;
    last.restart = last.restart || now.restart;
    last.scrub = now.scrub ? now.scrub : last.scrub;
  };
  frame(widget);
  click(16.0F, 16.0F, widget);
  EXPECT_TRUE(last.toggle);
  EXPECT_FALSE(last.step);
  click(56.0F, 16.0F, widget);
  EXPECT_TRUE(last.step);
  click(96.0F, 16.0F, widget);
  EXPECT_TRUE(last.restart);
  click(380.0F, 16.0F, widget);
  ASSERT_TRUE(last.scrub.has_value());
  EXPECT_GT(*last.scrub, 0U);
  EXPECT_LT(*last.scrub, 500U);
  click(600.0F, 16.0F, widget);
  EXPECT_EQ(*last.scrub, 500U);
}

TEST_F(WidgetTest, TransportSaysWhetherItIsLiveAndGoesBackWithoutMovingItsBar) {
  const std::array<double, 2> speeds{60.0, unbounded};
  TransportView view{.speed = 60.0, .speeds = speeds, .step = 10, .newest = 500, .last = 1000, .live = true};
  int live = 0;
  std::optional<std::uint64_t> scrub;
  const auto widget = [&] {
    const TransportActions now = transport(view);
    live += now.live ? 1 : 0;
    if (now.scrub) scrub = now.scrub;
  };
  const float badge = 1000.0F - std::ceil(text_extent(mono_font(), mono_size, "step 1 000").x) - 18.0F - 30.0F;
  frame(widget);
  click(badge, 16.0F, widget);
  EXPECT_EQ(live, 0) << "there is nothing to go back to";
  click(500.0F, 16.0F, widget);
  const auto before = scrub;
  scrub.reset();
  view.live = false;
  click(badge, 16.0F, widget);
  EXPECT_EQ(live, 1);
  EXPECT_FALSE(scrub.has_value());
  click(500.0F, 16.0F, widget);
  EXPECT_EQ(scrub, before) << "the bar is where it was";
}

TEST_F(WidgetTest, TransportCutsAndCrowdsNothing) {
  const std::array<double, 2> speeds{15360.0, unbounded};
  const std::array facts{TransportFact{"99.9 k forward passes", "99.9 k forward passes", ""},
                         TransportFact{"59 min 59 s computing", "999 ms computing", ""}};
  for (const bool live : {true, false}) {
    const auto widget = [&] {
      transport({.speed = 15360.0,
                 .speeds = speeds,
                 .step = 999'999,
                 .newest = 1'000'000,
                 .last = 1'000'000,
                 .live = live,
                 .facts = facts});
    };
    for (const float width : {1236.0F, 1556.0F}) {
      for (int i = 0; i < 2; ++i) frame(widget, 0.1F, {width, 200.0F});
      EXPECT_GE(glyphs_of("test").size(), 60U);
      EXPECT_EQ(cut_glyphs("test"), 0) << width;
      EXPECT_EQ(colliding_glyphs("test"), 0) << width;
    }
  }
}

}  // namespace
}  // namespace tiltscape
