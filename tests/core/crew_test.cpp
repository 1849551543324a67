// Two threads that share items.
#include "core/crew.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <vector>

namespace tiltscape {
namespace {

TEST(Crew, DoesEveryItemOnce) {
  Crew crew;
  for (const int items : {0, 1, 7, 1000}) {
    std::vector<int> done(static_cast<std::size_t>(items), 0);
    EXPECT_TRUE(crew.each(items, [&](int item, int member) {
      EXPECT_TRUE(member == 0 || member == 1);
      ++done[static_cast<std::size_t>(item)];
    }));
    EXPECT_EQ(done, std::vector<int>(done.size(), 1));
  }
}

TEST(Crew, StopsWhenStale) {
  Crew crew;
  Channel<int> begun;
  int asked = 0;
  const bool finished = crew.each(
      1000,
      [&](int item, int member) {
        if (member == 0) begun.send(item);
      },
      [&] { return ++asked > 3; });
  EXPECT_LE(begun.drain().size(), 3U);
  EXPECT_EQ(finished, asked <= 3);  // the other thread may have been quick
  EXPECT_TRUE(crew.each(10, [](int, int) {}));
}

TEST(Crew, ThrowsWhatWorkThrew) {
  Crew crew;
  for (const int guilty : {0, 500, 999}) {
    const auto work = [guilty](int item, int) {
      if (item == guilty) throw std::runtime_error("no");
    };
    EXPECT_THROW(crew.each(1000, work), std::runtime_error);
    EXPECT_TRUE(crew.each(10, [](int, int) {}));
  }
}

}  // namespace
}  // namespace tiltscape
