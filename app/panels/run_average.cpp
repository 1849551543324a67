// From a run's settings to a neighbourhood, and its oracle in the background.
#include "app/panels/run_average.h"

#include <cmath>

#include "core/optimizer.h"

namespace tiltscape {
namespace {

template <class Enum>
std::optional<Enum> chosen(const Settings& settings, const char* name) {
  const Setting* setting = settings.find(name);
  const auto* word = setting != nullptr ? std::get_if<std::string>(setting) : nullptr;
  return word != nullptr ? choice_named<Enum>(*word) : std::nullopt;
}

}  // namespace

RunAverage average_of(const std::string& label, const Snapshot& step, const Problem* problem) {
  const Settings& settings = step.settings;
  const auto law = chosen<Law>(settings, "law");
  RunAverage average{.reason = TiltedOracle::missing(problem)};
  if (!law) {
    average.reason = label + (settings.find("samples") != nullptr ? " averages after an ascent, which no Fₜ of f does"
                                                                  : " averages over no neighbourhood");
    return average;
  }
  average.rho = step.rho;
  if (settings.find("tilt") != nullptr) average.tilt = settings.real("tilt");
  if (!average.reason.empty()) return average;
  if (const auto neighbourhood = neighbourhood_of(*law)) {
    average.neighbourhood = *neighbourhood;
    if (!(average.rho > 0.0)) average.reason = "with ρ = 0 it is ∇f";
  } else {
    average.reason = std::string(choice_name(*law)) + " directions belong to no neighbourhood";
  }
  return average;
}

std::unique_ptr<GradientWorker> make_gradient_worker(std::function<void()> wake) {
  const auto work = [](const GradientRequest& request, const GradientWorker::Done& done, const GradientWorker::Stale&) {
    const auto& [problem, x, average, step] = request;
    GradientAnswer answer{.request = request};
    answer.tilted = TiltedOracle(problem, average.neighbourhood, average.rho).gradient(x, average.tilt);
    if (answer.tilted && average.neighbourhood == Neighbourhood::ball)
      if (const auto sphere = TiltedOracle(problem, Neighbourhood::sphere, average.rho).value(x, average.tilt))
        answer.length_factor = std::exp(average.tilt * (answer.tilted->value - *sphere));
    done(std::move(answer));
  };
  return std::make_unique<GradientWorker>(work, std::move(wake));
}

}  // namespace tiltscape
