// When threads are too many for a window that stays smooth.
#include "app/panels/machine.h"

#include <gtest/gtest.h>

namespace tiltscape {
namespace {

TEST(ThreadsWarning, ComesWhereRunsAndTheirThreadsTakeEveryCore) {
  EXPECT_EQ(threads_warning(1, 8, 2), "") << "one worker of one thread leaves a core to the window";
  EXPECT_EQ(threads_warning(1, 8, 16), "");
  EXPECT_NE(threads_warning(2, 1, 2), "");
  EXPECT_EQ(threads_warning(4, 1, 8), "");
  EXPECT_EQ(threads_warning(4, 2, 8), "2 runs at a time with 4 threads each take all 8 cores: the window may stutter");
  EXPECT_EQ(threads_warning(8, 0, 8), "") << "nothing runs";
}

}  // namespace
}  // namespace tiltscape
