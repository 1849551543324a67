// Data files: what is read, and one clear line where a file is not as it should be.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <string>

#include "core/bad_input.h"
#include "core/data_files/data_table.h"
#include "tests/folder_test.h"

namespace tiltscape {
using std::string_literals::operator""s;
namespace {

class DataFiles : public FolderTest {
 protected:
  DataTable read(std::string_view text, const std::string& name = "data") { return read_data_file(put(name, text), 6); }
  /// The error, without the folder.
  std::string complaint(std::string_view text, const std::string& name = "data") {
    try {
      classes_of(read(text, name));
    } catch (const BadInput& error) {
      const std::string message = error.what();
      EXPECT_TRUE(message.starts_with(folder_.string() + "/")) << message;
      return message.substr(folder_.string().size() + 1);
    }
    return "none";
  }
};

using Numbers = std::vector<double>;
using ClassNames = std::vector<std::string>;

TEST_F(DataFiles, ReadsCsvWithAndWithoutNames) {
  const DataTable table = read("width,height,kind\n1,2.5,b\r\n-3e2 , 4,a\n\n0,+1,b\n");
  EXPECT_EQ(table.features, 2);
  EXPECT_EQ(table.inputs, (Numbers{1, 2.5, -300, 4, 0, 1}));
  EXPECT_EQ(table.labels, (ClassNames{"b", "a", "b"}));
  EXPECT_EQ(table.lines, (std::vector<std::int64_t>{2, 3, 5}));
  EXPECT_EQ(class_numbers(table, classes_of(table)), (std::vector<std::int64_t>{1, 0, 1}));
  EXPECT_EQ(read("1;2;0\n3;4;1\n").inputs, (Numbers{1, 2, 3, 4}));
  EXPECT_EQ(read("# a comment\nwidth,kind\n# another\n1,0\n").inputs, Numbers{1});
  const DataTable quoted = read("\"width\",\"kind\"\n\"2.5\",\"a\"\n3,\"b\"\n");
  EXPECT_EQ(quoted.inputs, (Numbers{2.5, 3}));
  EXPECT_EQ(quoted.labels, (ClassNames{"a", "b"}));
  const DataTable commas = read("\"width, m\",height,kind\n1, \"2\",\"a, b\"\n3,4,c\n");
  EXPECT_EQ(commas.feature_names, (ClassNames{"width, m", "height"}));
  EXPECT_EQ(commas.inputs, (Numbers{1, 2, 3, 4}));
  EXPECT_EQ(commas.labels, (ClassNames{"a, b", "c"}));
  EXPECT_EQ(complaint("1,\"2,a\n"), "data:1: column 2 is '\"2'; every column but the last, the label, must be a number")
      << "quotes that are never closed are letters";
}

TEST_F(DataFiles, ReadsLibsvmWithAbsentFeaturesAsZero) {
  const DataTable table = read("-1 3:1 11:0.5 \n+1 1:2\n-1\n");
  EXPECT_EQ(table.features, 11);
  EXPECT_EQ(table.inputs.size(), 33U);
  EXPECT_EQ(table.inputs[2], 1.0);
  EXPECT_EQ(table.inputs[10], 0.5);
  EXPECT_EQ(table.inputs[11], 2.0);
  EXPECT_EQ(std::count(table.inputs.begin(), table.inputs.end(), 0.0), 30);
  EXPECT_EQ(table.labels, (ClassNames{"-1", "1", "-1"})) << "+1 and 1 are one class";
  EXPECT_EQ(classes_of(table), (ClassNames{"-1", "1"}));
}

TEST_F(DataFiles, ReadsNpyInBothOrdersAndSeveralTypes) {
  const auto npy = [](std::string header, std::string_view numbers) {
    header.resize(118, ' ');
    return std::string("\x93NUMPY\x01\x00\x76\x00", 10) + header + std::string(numbers);
  };
  const std::string rows =
      npy("{'descr': '|i1', 'fortran_order': False, 'shape': (2, 3), }\n", "\x01\x02\x00\x03\xFF\x01"s);
  EXPECT_EQ(read(rows).inputs, (Numbers{1, 2, 3, -1}));
  EXPECT_EQ(read(rows).labels, (ClassNames{"0", "1"}));
  const std::string columns =
      npy("{'descr': '|i1', 'fortran_order': True, 'shape': (2, 3), }\n", "\x01\x03\x02\xFF\x00\x01"s);
  EXPECT_EQ(read(columns).inputs, (Numbers{1, 2, 3, -1}));
  EXPECT_EQ(complaint(npy("{'descr': '|i1', 'fortran_order': False, 'shape': (2, 3), }\n", "\x01")),
            "data: ends before its 2 × 3 numbers; save it again");
  EXPECT_EQ(complaint(npy("{'descr': '|i1', 'fortran_order': False, 'shape': (6,), }\n", "\x01\x02\x00\x03\xFF\x01"s)),
            "data: its shape is (6); it must be (rows, features + 1), the label in the last column");
  EXPECT_EQ(complaint(npy("{'descr': '<c8', 'fortran_order': False, 'shape': (1, 2), }\n", "")),
            "data: its numbers are of type 'c8'; save it after .astype('<f8')");
  const std::string nan("\x00\x00\xC0\x7F\x00\x00\x00\x00", 8);
  EXPECT_EQ(complaint(npy("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }\n", nan)),
            "data:1: column 1 is no finite number (rows count from 1)");
}

TEST_F(DataFiles, ReadsTextAsBytes) {
  const DataTable table = read("good\tHi!\nbad\tToo long, really\n");
  EXPECT_EQ(table.tokens, 257);
  EXPECT_EQ(table.inputs,
            (Numbers{1 + 'H', 1 + 'i', 1 + '!', 0, 0, 0, 1 + 'T', 1 + 'o', 1 + 'o', 1 + ' ', 1 + 'l', 1 + 'o'}));
  EXPECT_EQ(classes_of(table), (ClassNames{"bad", "good"}));
  const DataTable whole = read_data_file(put("whole", "good\tHi!\nbad\tToo long, really\n"), 0);
  EXPECT_EQ(whole.features, 16) << "nothing is cut without a word";
  EXPECT_EQ(whole.inputs[2], 1 + '!');
  EXPECT_EQ(whole.inputs[3], 0);
  EXPECT_EQ(whole.inputs[31], 1 + 'y');
}

TEST_F(DataFiles, ReadsTablesWithTabs) {
  const DataTable table = read("1\t2.5\tb\n-3e2\t4\ta\n");
  EXPECT_EQ(table.tokens, 0);
  EXPECT_EQ(table.inputs, (Numbers{1, 2.5, -300, 4}));
  EXPECT_EQ(table.labels, (ClassNames{"b", "a"}));
  EXPECT_EQ(read("width\theight\tkind\n1\t2.5\tb\n").inputs, (Numbers{1, 2.5}));
  EXPECT_EQ(read("good\tone\ttwo\n").tokens, 257) << "a text may hold tabs";
  EXPECT_EQ(complaint("1\t2\tb\n3\tx\ta\n"),
            "data:2: column 2 is 'x'; every column but the last, the label, must be a number");
}

TEST_F(DataFiles, OneClearLineForWhatIsWrong) {
  EXPECT_EQ(complaint("1,2,0\n3,1\n"), "data:2: 2 columns; the first line has 3");
  EXPECT_EQ(complaint("1,2,0\n\n3,x,1\n"),
            "data:3: column 2 is 'x'; every column but the last, the label, must be a number");
  EXPECT_EQ(complaint("1,2,0\n3,nan,1\n"),
            "data:2: column 2 is 'nan'; every column but the last, the label, must be a number");
  EXPECT_EQ(complaint("1,2,\n"), "data:1: the last column, the label, is empty");
  EXPECT_EQ(complaint("a,b,c\n"), "data: has no rows with labels");
  EXPECT_EQ(complaint(""), "data: has no rows");
  EXPECT_EQ(complaint("\n\n"), "data: has no rows");
  EXPECT_EQ(complaint("+1 1:1\n-1 0:1\n"),
            "data:2: '0:1' is no feature of LIBSVM's; write INDEX:VALUE with indices from 1 up, or separate columns by "
            "commas");
  EXPECT_EQ(complaint("+1 1:1\n-1 2:\n"),
            "data:2: '2:' is no feature of LIBSVM's; write INDEX:VALUE with indices from 1 up, or separate columns by "
            "commas");
  EXPECT_EQ(
      complaint("+1 1:1\n-1 2\n"),
      "data:2: '2' is no feature of LIBSVM's; write INDEX:VALUE with indices from 1 up, or separate columns by commas");
  EXPECT_EQ(complaint("+1 3:1 2:1\n"), "data:1: index 2 comes after 3; indices must rise");
  EXPECT_EQ(complaint("+1 1:1\n2:1 3:1\n"),
            "data:2: begins with '2:1'; a line begins with its label: LABEL INDEX:VALUE …");
  EXPECT_EQ(complaint("1 2 0\n", "spaces.csv"),
            "spaces.csv:1: there is one column; write numbers and a label, separated by commas, semicolons or tabs");
  EXPECT_EQ(complaint("hello world\n", "torn.pt"),
            "torn.pt: is no archive of torch.save's; write it again, or rename it if it is a table");
  EXPECT_EQ(complaint("hello world\n", "torn.npy"),
            "torn.npy: is no file of numpy.save's; write it again, or rename it if it is a table");
  EXPECT_EQ(complaint("# a comment alone\n"), "data: has no rows");
  EXPECT_EQ(complaint("a\tb\nno tab\n"), "data:2: has no tab; write a label, a tab and the text");
  EXPECT_EQ(complaint("1,2,0\n3,4,0\n"), "data: all labels are '0'; there must be two classes or more");
  EXPECT_EQ(complaint("1,2,0\n3,4,1\n5,6,0.5\n"),
            "data:3: the label 0.5 is no class; classes are words or whole numbers");
  EXPECT_EQ(complaint("PK\x03\x04rest\n"),
            "data: is an archive, as of numpy.savez; write one array with numpy.save, the label in its last column");
  try {
    read_data_file(put("long", "a\tb\nc\t" + std::string(1025, 'x') + "\n"), 0);
    FAIL() << "too long to be read whole without being asked";
  } catch (const BadInput& error) {
    EXPECT_EQ(error.what(), path("long") +
                                ":2: a text of 1025 bytes; write length = 1024, or another one, to read so many "
                                "of each text");
  }
  EXPECT_THROW(read_data_file(folder_ / "nowhere", 6), BadInput);
  EXPECT_THROW(read_data_file(folder_, 6), BadInput);
}

TEST_F(DataFiles, AnUnknownLabelNamesItsLine) {
  const ClassNames classes = classes_of(read("1,0\n2,1\n"));
  const DataTable other = read("5,0\n6,2\n", "test");
  try {
    class_numbers(other, classes);
    FAIL() << "2 is no class";
  } catch (const BadInput& error) {
    EXPECT_EQ(std::string(error.what()).substr(folder_.string().size() + 1),
              "test:2: the label '2' is not among those to learn: 0, 1");
  }
}

TEST_F(DataFiles, ManyLabelsAreNoClasses) {
  std::string text;
  for (int i = 0; i < 1001; ++i) text += "1," + std::to_string(i) + "\n";
  EXPECT_EQ(complaint(text),
            "data: has 1001 different labels; at most 1000 can be classes. Is the label in its place?");
}

}  // namespace
}  // namespace tiltscape
