// What is told of errors that nobody wrote for people.
#include "core/library_error.h"

#include <gtest/gtest.h>

#include <new>
#include <stdexcept>

#include "core/bad_input.h"

namespace tiltscape {
namespace {

TEST(LibraryError, SaysThatMemoryRanOutInItsOwnWords) {
  const std::string told = "memory ran out; take a smaller problem, or fewer pairs or seeds";
  EXPECT_EQ(library_error(std::bad_alloc()), told);
  EXPECT_EQ(library_error(std::runtime_error("[enforce fail at alloc_cpu.cpp:127] data. DefaultCPUAllocator: not "
                                             "enough memory: you tried to allocate 8 bytes.\nframe #0: f")),
            told);
}

TEST(LibraryError, LeavesTracesAway) {
  EXPECT_EQ(library_error(std::runtime_error("the device is lost\nframe #0: f\nframe #1: g")), "the device is lost");
  EXPECT_EQ(library_error(std::runtime_error("alone")), "alone");
  EXPECT_EQ(library_error(BadInput("a file's name\nof two lines: is not there")),
            "a file's name\nof two lines: is not there");
}

}  // namespace
}  // namespace tiltscape
