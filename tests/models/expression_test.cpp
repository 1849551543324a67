// The user's own function: its values against plain C++, its derivatives against differences and the built-in problems.
#include "core/models/expression.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>
#include <random>
#include <thread>

#include "core/formula_words.h"
#include "core/models/experiment.h"
#include "core/models/outside.h"
#include "core/problems/expression.h"
#include "core/random.h"
#include "core/scene.h"
#include "tests/many_points.h"

namespace tiltscape {
namespace {

std::shared_ptr<const Problem> made(const std::string& formula, const WordList& variables,
                                    const Intervals& bounds = {}) {
  Settings settings(expression_entry().parameters);
  settings.set("formula", formula);
  settings.set("variables", variables);
  settings.set("bounds", bounds);
  return compile_expression(settings);
}

Vector point(std::uint32_t item, Eigen::Index dimension, double low = -2.0, double high = 2.0) {
  Vector x(dimension);
  fill_uniform(Stream{11, Purpose::start, 0, item}, {x.data(), static_cast<std::size_t>(dimension)});
  return (low + (high - low) * x.array()).matrix();
}

struct Known {
  const char* formula;
  std::function<double(double, double)> f;
};

double indicator(bool truth) { return truth ? 1.0 : 0.0; }

const std::vector<Known>& known() {
  static const std::vector<Known> list = {
      {"(1-x)**2 + 100*(y-x**2)**2",
       [](double x, double y) { return (1 - x) * (1 - x) + 100 * (y - x * x) * (y - x * x); }},
      {"x**3 - 2*x*y^2 + 1/(1 + x**2) - 3/(2 + y*y)",
       [](double x, double y) { return x * x * x - 2 * x * y * y + 1 / (1 + x * x) - 3 / (2 + y * y); }},
      {"exp(-x)*sin(3*y) + cos(x*y)",
       [](double x, double y) { return std::exp(-x) * std::sin(3 * y) + std::cos(x * y); }},
      {"log(1 + exp(x)) + softplus(-y) + sigmoid(x - y)",
       [](double x, double y) {
         return std::log1p(std::exp(x)) + std::log1p(std::exp(-y)) + 1 / (1 + std::exp(y - x));
       }},
      {"tanh(x)*atan(y) + atan2(x, 3 + y) + hypot(x, 1) + erf(y)",
       [](double x, double y) {
         return std::tanh(x) * std::atan(y) + std::atan2(x, 3 + y) + std::hypot(x, 1.0) + std::erf(y);
       }},
      {"sqrt(5 + x) + (3 + y)**1.5 + 2**x + (3 + x)**y",
       [](double x, double y) {
         return std::sqrt(5 + x) + std::pow(3 + y, 1.5) + std::pow(2.0, x) + std::pow(3 + x, y);
       }},
      {"sinh(x) + cosh(y) + log10(4 + x) + log2(3 + y) + log1p(x/4) + expm1(y)",
       [](double x, double y) {
         return std::sinh(x) + std::cosh(y) + std::log10(4 + x) + std::log2(3 + y) + std::log1p(x / 4) + std::expm1(y);
       }},
      {"asin(x/3) + acos(y/3) + tan(x/3) + asinh(y) + acosh(4 + x) + atanh(y/4)",
       [](double x, double y) {
         return std::asin(x / 3) + std::acos(y / 3) + std::tan(x / 3) + std::asinh(y) + std::acosh(4 + x) +
                std::atanh(y / 4);
       }},
      {"x*x if x < y else y**3 + where(x + y > 0 and not y > 1, x*y, 2*x)",
       [](double x, double y) { return x < y ? x * x : y * y * y + (x + y > 0 && !(y > 1) ? x * y : 2 * x); }},
      {"(sqrt(0.3 + x) if x > 0 else x**2) + where(y < 0, log(0.3 - y), (0.3 + y)**1.5) + (log(x + y) if x + y > 0.5 "
       "else 1/(x - 3) if x > y else y**3)",
       [](double x, double y) {
         return (x > 0 ? std::sqrt(0.3 + x) : x * x) + (y < 0 ? std::log(0.3 - y) : std::pow(0.3 + y, 1.5)) +
                (x + y > 0.5 ? std::log(x + y) : (x > y ? 1 / (x - 3) : y * y * y));
       }},
      {"max(x, y, 0.1)**2 + min(x, 2*y) + abs(x - 3*y) + relu(x)*y + sign(y)*x",
       [](double x, double y) {
         const double most = std::max({x, y, 0.1});
         return most * most + std::min(x, 2 * y) + std::abs(x - 3 * y) + std::max(x, 0.0) * y + (y > 0 ? x : -x);
       }},
      {"(x < y) + 2*(x <= y < 1) + 4*(x != y or y == 0) + x % 0.7 - x // 0.7 + floor(y) - ceil(y) + round(3*x)",
       [](double x, double y) {
         return indicator(x < y) + 2 * indicator(x <= y && y < 1) + 4 * indicator(x != y || y == 0) +
                (x - 0.7 * std::floor(x / 0.7)) - std::floor(x / 0.7) + std::floor(y) - std::ceil(y) +
                std::nearbyint(3 * x);
       }},
      {"pi*x - e*y + tau",
       [](double x, double y) { return std::numbers::pi * x - std::numbers::e * y + 2 * std::numbers::pi; }}};
  return list;
}

TEST(Expression, ValuesAreThoseOfPlainArithmetic) {
  for (const Known& each : known()) {
    const auto f = made(each.formula, {"x", "y"});
    for (std::uint32_t item = 0; item < 50; ++item) {
      const Vector x = point(item, 2);
      const double right = each.f(x[0], x[1]);
      EXPECT_NEAR(f->value(x), right, 1e-13 * (1.0 + std::abs(right))) << each.formula << " at " << x.transpose();
    }
  }
}

TEST(Expression, ManyPointsHaveTheDerivativesOfEach) {
  for (const Known& each : known()) {
    SCOPED_TRACE(each.formula);
    Matrix points(2, 19);  // no whole number of registers
    for (std::uint32_t item = 0; item < points.cols(); ++item) points.col(item) = point(item, 2);
    expect_derivatives_of_each(*made(each.formula, {"x", "y"}), points, 1e-13);
  }
  Matrix many(3, 2048 + 5);  // more than LibTorch is given at once
  for (std::uint32_t item = 0; item < many.cols(); ++item) many.col(item) = point(item, 3);
  expect_derivatives_of_each(*made("x*y + y**2 + sin(z)*x", {"x", "y", "z"}), many, 1e-13);
}

/// Away from kinks and jumps: where the slope a little further on either side is about the same.
TEST(Expression, GradientsAreTheSlopes) {
  constexpr double h = 1e-5;
  for (const Known& each : known()) {
    const auto f = made(each.formula, {"x", "y"});
    int compared = 0;
    for (std::uint32_t item = 0; item < 40; ++item) {
      const Vector x = point(item, 2);
      Vector g(2);
      EXPECT_EQ(f->gradient(x, g), f->value(x)) << each.formula;
      for (Eigen::Index i = 0; i < 2; ++i) {
        const Vector e = h * Vector::Unit(2, i);
        const double right = (f->value(x + e) - f->value(x)) / h, left = (f->value(x) - f->value(x - e)) / h;
        if (std::abs(right - left) > 1e-2 * (1.0 + std::abs(g[i]))) continue;
        ++compared;
        EXPECT_NEAR(g[i], 0.5 * (left + right), 2e-7 * (1.0 + std::abs(g[i]) + std::abs(f->value(x))))
            << each.formula << " at " << x.transpose() << ", coordinate " << i;
      }
    }
    EXPECT_GE(compared, 60) << each.formula;
  }
}

TEST(Expression, HessianProductsAreTheSlopesOfTheGradient) {
  constexpr double h = 1e-5;
  for (const Known& each : known()) {
    const auto f = made(each.formula, {"x", "y"});
    int compared = 0;
    for (std::uint32_t item = 0; item < 40; ++item) {
      const Vector x = point(item, 2), v = point(100 + item, 2).normalized();
      Vector product(2), here(2), above(2), below(2);
      f->hessian_times(x, v, product);
      f->gradient(x, here);
      f->gradient(x + h * v, above);
      f->gradient(x - h * v, below);
      if ((above - 2.0 * here + below).norm() > 1e-5 * (1.0 + here.norm())) continue;  // a kink between
      ++compared;
      EXPECT_LE((product - (above - below) / (2.0 * h)).norm(), 1e-6 * (1.0 + product.norm() + here.norm()))
          << each.formula << " at " << x.transpose();
    }
    EXPECT_GE(compared, 30) << each.formula;
  }
}

/// Everything that Rosenbrock's function can be asked, in two and in three dimensions, and so for others.
TEST(Expression, IsTheBuiltInProblemOfTheSameFormula) {
  struct Pair {
    const char *problem, *formula;
    WordList variables;
  };
  for (const auto& [name, formula, variables] :
       {Pair{"rosenbrock", "(1-x)**2 + 100*(y-x**2)**2", {"x", "y"}},
        Pair{"rosenbrock", "(1-a)**2 + 100*(b-a**2)**2 + (1-b)**2 + 100*(c-b**2)**2", {"a", "b", "c"}},
        Pair{"himmelblau", "(x**2 + y - 11)**2 + (x + y**2 - 7)**2", {"x", "y"}},
        Pair{"beale", "(1.5 - x + x*y)**2 + (2.25 - x + x*y**2)**2 + (2.625 - x + x*y**3)**2", {"x", "y"}},
        Pair{"six-hump-camel", "(4 - 2.1*x**2 + x**4/3)*x**2 + x*y + (-4 + 4*y**2)*y**2", {"x", "y"}}}) {
    const ProblemEntry& entry = find_problem(name);
    Settings settings(entry.parameters);
    if (variables.size() > 2) settings.set("dimension", static_cast<std::int64_t>(variables.size()));
    const auto right = entry.make(settings, 0), mine = made(formula, variables);
    const auto d = static_cast<Eigen::Index>(variables.size());
    for (std::uint32_t item = 0; item < 20; ++item) {
      const Vector x = point(item, d), v = point(50 + item, d);
      Vector a(d), b(d);
      const double value = right->value(x), scale = 1e-12 * (1.0 + std::abs(value));
      EXPECT_NEAR(mine->gradient(x, a), right->gradient(x, b), scale) << formula;
      EXPECT_LE((a - b).norm(), 1e-12 * (10.0 + b.norm())) << formula;
      mine->hessian_times(x, v, a);
      right->hessian_times(x, v, b);
      EXPECT_LE((a - b).norm(), 1e-12 * (10.0 + b.norm())) << formula;
      EXPECT_NEAR(mine->trace(x), right->trace(x), 1e-11 * (1.0 + std::abs(right->trace(x)))) << formula;
      EXPECT_NEAR(mine->lambda_max(x), right->lambda_max(x), 1e-11 * (1.0 + std::abs(right->trace(x)))) << formula;
    }
  }
}

TEST(Expression, BatchEqualsOneByOneToTheBit) {
  for (const Known& each : known()) {
    const auto f = made(each.formula, {"x", "y"});
    for (const Eigen::Index n : {1, 2, 15, 17, 37, 2500}) {
      Matrix points(3, n);  // one row more: columns that are not adjacent
      for (Eigen::Index i = 0; i < n; ++i) points.col(i) = point(static_cast<std::uint32_t>(i), 3);
      std::vector<double> batch(static_cast<std::size_t>(n));
      f->values(points.topRows(2), batch);
      for (Eigen::Index i = 0; i<n; i += n> 100 ? 97 : 1)
        EXPECT_EQ(batch[static_cast<std::size_t>(i)], f->value(points.col(i).head(2))) << each.formula << ", " << n;
    }
    f->values(Matrix(2, 0), {});
  }
}

TEST(Expression, ProductsOfSeveralDirectionsAreThoseOfEach) {
  const auto f = made("x**2*y + sin(y*z) + 3", {"x", "y", "z", "unused"});
  const Vector x = point(1, 4);
  Matrix v(4, 20), all(4, 20);
  for (Eigen::Index i = 0; i < 20; ++i) v.col(i) = point(static_cast<std::uint32_t>(i), 4);
  f->hessian_times_columns(x, v, all);
  for (Eigen::Index i = 0; i < 20; ++i) {
    Vector one(4);
    f->hessian_times(x, v.col(i), one);
    EXPECT_EQ(one, all.col(i));
    EXPECT_EQ(one[3], 0.0);
  }
  Matrix none(4, 0);
  f->hessian_times_columns(x, none, none);
  Matrix hessian(4, 4);
  f->hessian_times_columns(x, Matrix::Identity(4, 4), hessian);
  EXPECT_NEAR(f->trace(x), hessian.trace(), 1e-12);
  EXPECT_NEAR(f->lambda_max(x), Eigen::SelfAdjointEigenSolver<Matrix>(hessian).eigenvalues().maxCoeff(), 1e-12);
}

TEST(Expression, NeedNotDependOnAnything) {
  for (const char* formula : {"3", "x", "2*x", "x < y", "0*x", "x**0 + y", "floor(x)", "y if 1 < 2 else x"}) {
    const auto f = made(formula, {"x", "y"});
    const Vector x = Eigen::Vector2d(0.5, -1.5);
    Vector g(2), product(2);
    EXPECT_EQ(f->gradient(x, g), f->value(x)) << formula;
    f->hessian_times(x, Eigen::Vector2d(1.0, 2.0), product);
    EXPECT_EQ(product, Vector::Zero(2)) << formula;
    EXPECT_EQ(f->trace(x), 0.0) << formula;
    EXPECT_EQ(f->lambda_max(x), 0.0) << formula;
  }
  Vector g(2);
  EXPECT_EQ(made("3", {"x", "y"})->gradient(Eigen::Vector2d(1, 2), g), 3.0);
  EXPECT_EQ(g, Vector::Zero(2));
  made("y", {"x", "y"})->gradient(Eigen::Vector2d(1, 2), g);
  EXPECT_EQ(g, Vector::Unit(2, 1));
}

TEST(Expression, OutsideItsDomainIsNoNumberAndNoError) {
  const auto f = made("log(x) + 1/y", {"x", "y"});
  EXPECT_TRUE(std::isnan(f->value(Eigen::Vector2d(-1.0, 1.0))));
  EXPECT_TRUE(std::isinf(f->value(Eigen::Vector2d(1.0, 0.0))));
  EXPECT_TRUE(std::isnan(f->trace(Eigen::Vector2d(-1.0, 1.0))) || std::isfinite(f->trace(Eigen::Vector2d(-1.0, 1.0))));
  EXPECT_EQ(made("inf", {"x"})->value(Vector::Zero(1)), std::numeric_limits<double>::infinity());
}

struct Branch {
  const char* formula;
  double x, value, slope, second;
};

/// 0 times a slope that is no number would be none.
TEST(Expression, TheBranchThatIsNotTakenHasNoPartInTheDerivatives) {
  for (const Branch& branch : {Branch{"sqrt(x) if x > 0 else x**2", -1.0, 1.0, -2.0, 2.0},
                               Branch{"where(x > 0, sqrt(x), x**2)", -1.0, 1.0, -2.0, 2.0},
                               Branch{"x**2 if x < 0 else sqrt(x)", -1.0, 1.0, -2.0, 2.0},
                               Branch{"sin(x)/x if x != 0 else 1", 0.0, 1.0, 0.0, 0.0},
                               Branch{"(log(x) if x > 1 else x**3) if x > 0 else 2*x", -3.0, -6.0, 2.0, 0.0},
                               Branch{"(log(x) if x > 1 else x**3) if x > 0 else 2*x", 0.5, 0.125, 0.75, 3.0},
                               Branch{"exp(x**2) if x < 5 else x**2", 40.0, 1600.0, 80.0, 2.0}}) {
    const auto f = made(branch.formula, {"x"});
    const Vector x = Vector::Constant(1, branch.x), one = Vector::Ones(1);
    Vector slope(1), second(1);
    EXPECT_DOUBLE_EQ(f->gradient(x, slope), branch.value) << branch.formula;
    EXPECT_DOUBLE_EQ(slope[0], branch.slope) << branch.formula;
    f->hessian_times(x, one, second);
    EXPECT_DOUBLE_EQ(second[0], branch.second) << branch.formula;
  }
}

TEST(Expression, RunThatLeavesItsDomainSaysSo) {
  for (const char* optimizer : {"gd", "zo"}) {
    Experiment experiment = make_experiment(
        parse_scene(fmt::format("problem = {{ name = \"expression\", formula = \"sqrt(x - 1) + y**2\", variables = "
                                "[\"x\", \"y\"] }}\nstart = [1.5, 0.5]\n[[run]]\noptimizer = \"{}\"\n"
                                "learning_rate = 0.4\n",
                                optimizer),
                    "test", {}, with_libtorch()));
    auto& run = *experiment.runs.at(0);
    Records records;
    run.advance(100, records);
    EXPECT_EQ(run.status(), Status::diverged);
    EXPECT_TRUE(run.message().ends_with(": f is not defined there")) << run.message();
  }
}

TEST(Expression, IsDrawnThroughTheSceneStart) {
  const auto charts = [](const std::string& start) {
    return make_experiment(parse_scene("problem = { name = \"expression\", formula = \"x**2 + y**2 + 100*(z - 1)**2\", "
                                       "variables = [\"x\", \"y\", \"z\"] }\n" +
                                           start + "[[run]]\noptimizer = \"gd\"\n",
                                       "test", {}, with_libtorch()))
        .charts;
  };
  EXPECT_NEAR(charts("").front().lift({0.5, 0.5}).value()[2], -1.2, 1e-15) << "the default start";
  const Chart chart = charts("start = [1.5, 0.5, 1.0]\n").front();
  EXPECT_EQ(chart.lift({0.5, 0.25}).value(), Vector(Eigen::Vector3d(0.5, 0.25, 1.0)));
  EXPECT_EQ(chart.bounds, charts("").front().bounds);
  EXPECT_TRUE(chart.note.ends_with(" at the start")) << chart.note;
}

TEST(Expression, IsDrawnAndStartedWithinItsBounds) {
  const auto plane = made("b*a", {"b", "a"}, {{-2.0, 2.0}, {-1.0, 3.0}});
  EXPECT_EQ(plane->coordinate_name(0), "b");
  EXPECT_LE((plane->default_start() - Eigen::Vector2d(-1.2, -0.2)).norm(), 1e-15);
  const Chart chart = plane->charts().front();
  EXPECT_EQ(chart.name, "b–a plane");
  EXPECT_EQ(chart.bounds[1][1], 3.0);
  EXPECT_TRUE(plane->minima().empty());
  EXPECT_FALSE(plane->domain().array().isFinite().any());

  const auto line = made("x**2", {"x"}, {{0.0, 1.0}})->charts().front();
  EXPECT_EQ(line.lift({0.25, 9.0}).value(), Vector::Constant(1, 0.25));
  EXPECT_EQ(line.bounds[0][1], 1.0);

  const auto space = made("x*y*z", {"x", "y", "z"}, {{0.0, 1.0}, {0.0, 1.0}, {5.0, 6.0}});
  EXPECT_NE(space->charts().front().note.find("default start"), std::string::npos);
  EXPECT_NEAR(space->charts().front().lift({0.5, 0.5}).value()[2], 5.2, 1e-15);
  EXPECT_EQ(space->start_box()(2, 0), 5.0);
}

TEST(Expression, IsTheSameFromSeveralThreadsAtOnce) {
  const auto f = made(known()[2].formula, {"x", "y"});
  constexpr Eigen::Index n = 300;
  const auto work = [&](Matrix& answers) {
    for (Eigen::Index i = 0; i < n; ++i) {
      const Vector x = point(static_cast<std::uint32_t>(i), 2);
      Vector g(2), product(2);
      answers(0, i) = f->gradient(x, g);
      f->hessian_times(x, g, product);
      answers.col(i).tail(4) << g, product;
    }
  };
  std::vector<Matrix> answers(4, Matrix(5, n));
  work(answers[0]);
  std::vector<std::thread> threads;
  for (std::size_t i = 1; i < answers.size(); ++i) threads.emplace_back([&, i] { work(answers[i]); });
  for (std::thread& thread : threads) thread.join();
  for (std::size_t i = 1; i < answers.size(); ++i) EXPECT_EQ(answers[0], answers[i]);
}

/// Formulas put together at random, of the language's words: what is accepted compiles, runs and has derivatives.
TEST(Expression, WhateverIsAcceptedCompiles) {
  std::vector<std::string> words = {"x",    "y",   "x",  "y",   "(", ")",   "(",   ")",  ",",  "+",  "-",
                                    "*",    "/",   "**", "^",   "%", "//",  "<",   ">=", "==", "!=", "if",
                                    "else", "and", "or", "not", "2", "0.5", "1e3", "pi", "inf"};
  for (const auto& name : formula::function_names()) words.push_back(name + "(");
  std::mt19937 random(3);
  int accepted = 0;
  for (int i = 0; i < 30'000; ++i) {
    std::string text;
    for (std::size_t left = 1 + random() % 9; left > 0; --left) text += words[random() % words.size()] + " ";
    for (auto open = std::ranges::count(text, '(') - std::ranges::count(text, ')'); open > 0; --open) text += ")";
    Formula formula;
    try {
      formula = parse_formula(text, {"x", "y"});
    } catch (const BadInput&) {
      continue;
    }
    ++accepted;
    SCOPED_TRACE(text);
    const auto f = made(text, {"x", "y"});
    Vector g(2), product(2);
    const double value = f->gradient(Eigen::Vector2d(0.3, 0.7), g);
    f->hessian_times(Eigen::Vector2d(0.3, 0.7), Eigen::Vector2d(1.0, 1.0), product);
    const double again = f->value(Eigen::Vector2d(0.3, 0.7));
    EXPECT_TRUE(value == again || (std::isnan(value) && std::isnan(again)));
  }
  EXPECT_GT(accepted, 500);
}

}  // namespace
}  // namespace tiltscape
