// tiltscape reproduce: what it needs, what it prints, what it leaves.
#include <fmt/format.h>

#include "tests/app/command_line_support.h"

namespace tiltscape {
namespace {

/// A LIBSVM file with as many rows, of six features; the label follows the first.
std::string libsvm(int rows, int shift) {
  std::string text;
  for (int i = 0; i < rows; ++i) {
    const int on = (7 * i + shift) % 6;
    text += fmt::format("{} {}:1 6:{}\n", on < 3 ? "+1" : "-1", on + 1 == 6 ? 5 : on + 1, (i * 13 + shift) % 9);
  }
  return text;
}

TEST_F(CommandLine, ReproduceNamesTheFilesThatAreMissing) {
  const Outcome none = tiltscape({"reproduce", "flat-minima-2"});
  EXPECT_EQ(none.status, 2);
  EXPECT_EQ(none.out, "");
  EXPECT_EQ(none.err,
            "flat-minima-2: no --data DIR is given for a5a, a5a.t, w5a, w5a.t; they are LIBSVM's binary classification "
            "data sets of these names, unpacked: put them in a folder and name it with --data DIR\n");
  write("a5a", libsvm(20, 0));
  write("w5a.t", libsvm(20, 0));
  const Outcome some = tiltscape({"reproduce", "flat-minima-2", "--data", path("")});
  EXPECT_EQ(some.status, 2);
  EXPECT_NE(some.err.find("has no a5a.t, w5a; they are"), std::string::npos) << some.err;
  const Outcome unknown = tiltscape({"reproduce", "flat-minima-3"});
  EXPECT_EQ(unknown.status, 2);
  EXPECT_NE(unknown.err.find("did you mean 'flat-minima-2'?"), std::string::npos) << unknown.err;
}

TEST_F(CommandLine, ReproducePrintsEveryRowWithItsVerdict) {
  for (const char* name : {"a5a", "w5a"}) {
    write(name, libsvm(60, 0));
    write(std::string(name) + ".t", libsvm(40, 3));
  }
  const Outcome figure = tiltscape({"reproduce", "flat-minima-2", "--data", path(""), "--out", path("out")});
  EXPECT_EQ(figure.status, 1) << figure.err << "these are not the published data";
  EXPECT_NE(figure.out.find("svm a5a: last trace, ZO"), std::string::npos) << figure.out;
  EXPECT_NE(figure.out.find("not judged"), std::string::npos);
  EXPECT_NE(figure.out.find("DIFFERS"), std::string::npos);
  const auto rows = csv(contents(path("out/reproduction.csv")));
  EXPECT_EQ(rows.size(), 1 + 2 + 4 * 11U);
  EXPECT_NE(figure.out.find("a5a: features, training and test examples  123, 6414, 26147  6, 60, 40"),
            std::string::npos)
      << figure.out;
  for (const char* folder : {"svm-a5a", "svm-w5a", "logistic-a5a", "logistic-w5a"})
    EXPECT_EQ(csv(contents(path("out/" + std::string(folder) + "/records.csv"))).size(), 1 + 2 * 201U) << folder;
}

/// What the paper's figure says, on data that come with the program: ZO's trace is lower, and its loss is higher.
TEST_F(CommandLine, ReproducesTheOrderOnBreastCancerOverFiveSeeds) {
  const Outcome figure = tiltscape({"reproduce", "flat-minima-2-breast-cancer"});
  EXPECT_EQ(figure.status, 0) << figure.out << figure.err;
  for (const char* row :
       {"svm breast-cancer: last trace, every seed", "svm breast-cancer: last loss, every seed",
        "logistic breast-cancer: last trace, every seed", "logistic breast-cancer: last loss, every seed"})
    EXPECT_NE(figure.out.find(row), std::string::npos) << figure.out;
  EXPECT_EQ(figure.out.find("DIFFERS"), std::string::npos) << figure.out;
}

}  // namespace
}  // namespace tiltscape
