// Files as data sets: what a task makes of them.
#include <fmt/format.h>

#include <filesystem>
#include <fstream>

#include "core/bad_input.h"
#include "tests/folder_test.h"
#include "tests/models/support.h"

namespace tiltscape {
namespace {

class FileSet : public FolderTest {};

TEST_F(FileSet, SparseFilesHaveTheFeaturesOfBoth) {
  const DataParameters data{.data = DataName::file,
                            .file = put("a", "+1 1:1 3:1\n-1 2:1\n-1 1:2\n"),
                            .test_file = put("a.t", "-1 5:7\n+1 1:1\n"),
                            .standardise = Standardise::no};
  const Split split = prepare(data, 0, at::kDouble);
  EXPECT_EQ(split.facts.features, 5);
  EXPECT_EQ(split.facts.classes, 2);
  EXPECT_EQ(split.train.size(), 3) << "the test file tests, so that all of the other trains";
  EXPECT_TRUE(
      split.test.inputs.equal(at::tensor({0., 0., 0., 0., 7., 1., 0., 0., 0., 0.}).to(at::kDouble).view({2, 5})));
  EXPECT_TRUE(split.test.labels.equal(at::tensor({0, 1}, at::kLong)));
}

TEST_F(FileSet, ExamplesSayInWhichLineTheyStand) {
  const DataParameters data{.data = DataName::file,
                            .file = put("a.csv", "x,class\n1,0\n2,1\n"),
                            .test_file = put("b.csv", "x,class\n\n3,0\n4,1\n")};
  const Split split = prepare(data, 0, at::kDouble);
  EXPECT_EQ(label_numbers(split.test.places), (std::vector<std::int64_t>{3, 4}));
  EXPECT_EQ(split.facts.class_names, (std::vector<std::string>{"0", "1"}));
  EXPECT_EQ(split.facts.feature_names, (std::vector<std::string>{"x"}));
  EXPECT_TRUE(split.facts.standardised);
}

TEST_F(FileSet, TestFilesHaveTheirColumnsInTheSameOrder) {
  const auto prepared = [&](const char* names) {
    return prepare({.data = DataName::file,
                    .file = put("a.csv", "age,height,class\n1,2,0\n2,3,1\n"),
                    .test_file = put("b.csv", std::string(names) + ",class\n3,4,0\n")},
                   0, at::kDouble);
  };
  EXPECT_NO_THROW(prepared("age,height"));
  EXPECT_NO_THROW(prepared("years,metres")) << "names may be others";
  try {
    prepared("height,age");
    ADD_FAILURE() << "ages would be heights";
  } catch (const BadInput& error) {
    EXPECT_EQ(error.what(), folder_.string() + "/b.csv: has its columns in another order than " + folder_.string() +
                                "/a.csv; write age, height");
  }
}

TEST_F(FileSet, AbsentFeaturesOfStandardisedFilesStayZero) {
  const DataParameters data{
      .data = DataName::file, .file = put("a", "+1 1:1\n-1 1:3\n"), .test_file = put("a.t", "-1 1:5 2:9\n+1 1:2\n")};
  const Split split = prepare(data, 0, at::kDouble);
  EXPECT_TRUE(split.test.inputs.equal(at::tensor({3., 0., 0., 0.}).to(at::kDouble).view({2, 2})))
      << "by the mean 2 and deviation 1 of the training file, where the second feature is constant";
}

TEST_F(FileSet, TrainsAModelThatKnowsItsWidthsOnlyNow) {
  const std::string file = put("flowers.csv", [] {
    std::string rows = "a,b,c,kind\n";
    for (int i = 0; i < 60; ++i) rows += fmt::format("{},{},{},{}\n", i % 3, i % 5, i % 7, i % 3 == 0 ? "red" : "blue");
    return rows;
  }());
  Scene scene = mlp_scene({run_spec("gd", {{"learning_rate", 0.5}})}, 200, {{"data", "file"}, {"file", file}});
  EXPECT_EQ(find_problem("mlp").parameter_count(scene.problem.settings), 0) << "nobody has read it yet";
  const Experiment experiment = make_experiment(scene);
  EXPECT_EQ(experiment.loss->dimension(), 32 * 4 + 2 * 33);
  EXPECT_EQ(experiment.classifier->facts().features, 3);
  Records records;
  experiment.runs[0]->advance(200, records);
  EXPECT_LT(experiment.runs[0]->snapshot().loss, 0.1);
}

TEST_F(FileSet, TextsAreAsLongAsTheLongestOfBothFiles) {
  const DataParameters data{
      .data = DataName::file, .file = put("a.txt", "x\tab\ny\tabc\n"), .test_file = put("b.txt", "y\tabcde\nx\ta\n")};
  const Split split = prepare(data, 0, at::kDouble);
  EXPECT_EQ(split.facts.features, 5);
  EXPECT_EQ(split.train.inputs.sizes(), (std::vector<std::int64_t>{2, 5}));
  EXPECT_TRUE(split.test.inputs[1].equal(at::tensor({98., 0., 0., 0., 0.}).to(at::kDouble)));
}

TEST_F(FileSet, TrainsATransformerOnTexts) {
  const std::string file = put("moods.txt", [] {
    constexpr std::array sentences = {"a good {}", "what a fine {}!", "I like this {}", "such a lovely {}",
                                      "a bad {}",  "what a poor {}!", "I hate this {}", "such an awful {}"};
    std::string lines;
    for (const char* thing : {"film", "tune", "day", "song", "book"})
      for (std::size_t i = 0; i < sentences.size(); ++i)
        lines += fmt::format("{}\t{}\n", i < 4 ? "glad" : "sad", fmt::format(fmt::runtime(sentences[i]), thing));
    return lines;
  }());
  for (const char* attention : {"decoder", "encoder"}) {
    Scene scene = mlp_scene({run_spec("adam", {{"learning_rate", 3e-3}})}, 200);
    scene.problem = {.name = "transformer", .settings = Settings(find_problem("transformer").parameters)};
    for (const auto& [name, setting] : std::vector<std::pair<std::string, Setting>>{{"data", "file"},
                                                                                    {"file", file},
                                                                                    {"width", std::int64_t{8}},
                                                                                    {"heads", std::int64_t{2}},
                                                                                    {"blocks", std::int64_t{2}},
                                                                                    {"attention", attention}})
      scene.problem.settings.set(name, setting);
    const Experiment experiment = make_experiment(scene);
    EXPECT_EQ(experiment.classifier->facts().features, 18) << "such a lovely film";
    Records records;
    experiment.runs[0]->advance(200, records);
    EXPECT_LT(experiment.runs[0]->snapshot().loss, 0.1) << attention;
  }
}

TEST_F(FileSet, SaysWhatIsWrong) {
  EXPECT_EQ(prepare_complaint({.data = DataName::file}), "file is not given; name the one that data = \"file\" reads");
  EXPECT_EQ(prepare_complaint({.file = "a5a"}), "file is for data = \"file\"; this one is \"digits\"");
  const std::string two = put("two.csv", "1,2,a\n3,4,b\n"), three = put("three.csv", "1,2,3,a\n3,4,5,b\n");
  EXPECT_EQ(prepare_complaint({.data = DataName::file, .file = two, .test_file = three}),
            three + ": has 3 features; " + two + " has 2");
  EXPECT_EQ(prepare_complaint({.data = DataName::file, .file = two, .test_file = put("c.csv", "1,2,a\n1,2,c\n")}),
            (folder_ / "c.csv").string() + ":2: the label 'c' is not among those to learn: a, b");
  EXPECT_EQ(prepare_complaint({.data = DataName::file, .file = two, .train = 2}),
            "train = 2 leaves none of the 2 examples of " + two + " to test; write 1 or less");
}

}  // namespace
}  // namespace tiltscape
