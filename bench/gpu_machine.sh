#!/usr/bin/env bash
# Builds the program, the tests of models and the benchmarks of devices where scripts/setup cannot run (no network, no
# apt), runs those tests and measures. The machine has g++, cmake, ninja and a python3 with PyTorch.
# usage: bench/gpu_machine.sh DEBS OUT [DEVICE]    DEBS holds .deb files; OUT receives logs; DEVICE is cuda or cpu
#        .deps/imgui and .deps/bootstrap_icons have to be there as scripts/setup unpacks them
set -euo pipefail
cd "$(dirname "$0")/.."
debs=$(realpath "$1")
out=$(realpath "$2")
device=${3:-cuda}
torch=${TILTSCAPE_TORCH:-$(python3 -c 'import torch, pathlib; print(pathlib.Path(torch.__file__).parent)')}
jobs=${JOBS:-$(nproc)}
prefix=$PWD/build/debs
began=$SECONDS
say() { echo "[$((SECONDS - began)) s] $*"; }

mkdir -p "$prefix"
for deb in "$debs"/*.deb; do dpkg -x "$deb" "$prefix"; done
ln -sf "$prefix/lib/x86_64-linux-gnu/libz.so.1" "$prefix/usr/lib/x86_64-linux-gnu/libz.so"  # it names this machine's
fonts=$prefix/usr/share/fonts
say "configuring with LibTorch in $torch"
cmake -S . -B build/gpu -G Ninja -DTILTSCAPE_TORCH="$torch" \
  -DCMAKE_PREFIX_PATH="$prefix/usr" -DCMAKE_LIBRARY_ARCHITECTURE=x86_64-linux-gnu \
  -DINTER_REGULAR="$fonts/opentype/inter/Inter-Regular.otf" -DINTER_SEMIBOLD="$fonts/opentype/inter/Inter-SemiBold.otf" \
  -DJETBRAINS_MONO="$fonts/truetype/jetbrains-mono/JetBrainsMono-Regular.ttf" >"$out/configure.log" 2>&1 ||
  { tail -30 "$out/configure.log"; exit 1; }
say "building with $jobs jobs"
build() {
  cmake --build build/gpu --parallel "$jobs" --target "$@" >"$out/build.log" 2>&1 ||
    { grep -E 'error|undefined|Error' "$out/build.log" | head -40; return 1; }
  say "built $*"
}
build tiltscape_model_tests tiltscape_device_bench tiltscape_probing_bench tiltscape_memory_bench
build tiltscape || true  # what it would measure says so
export LD_LIBRARY_PATH=$prefix/usr/lib/x86_64-linux-gnu${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}

status=0
timeout 120 build/gpu/tiltscape_model_tests --gtest_filter='Gpu.*:Devices.*:DeviceDirections.*' >"$out/tests.log" 2>&1 || status=$?
grep -E '^\[  (FAILED|SKIPPED|PASSED)|Failure|: error|Expected|actual|Which is|no GPU' "$out/tests.log" | head -60 || true
say "tests ended with status $status"

measure() {
  say "$*" | tee -a "$out/results.md"
  timeout 200 "$@" 2>&1 | tee -a "$out/results.md" || say "ended with status $?"
}
bench=build/gpu/tiltscape_device_bench
export TILTSCAPE=$PWD/build/gpu/tiltscape
read -ra hidden <<<"${HIDDEN:-32 512 4096}"
seconds=${SECONDS_A_ROW:-1}
if [ "$device" = cuda ]; then
  { nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv,noheader
    python3 -c 'import torch; print("torch", torch.__version__)'
    g++ --version | head -1; grep -m1 'model name' /proc/cpuinfo; nproc; date -u +%F; } 2>&1 | tee -a "$out/results.md"
  measure build/gpu/tiltscape_probing_bench ways "$(( ${seconds%.*} + 2 ))" cuda
  measure python3 bench/memory.py cuda
  for scene in two-moons digits digits-cnn; do measure "$TILTSCAPE" run "$scene" --device cuda --out "build/gpu/runs/$scene"; done
  for pairs in 512 1500; do  # more than there is memory for: batched, then sequential, then in place
    cat >"build/gpu/pairs-$pairs.toml" <<EOF
problem = { name = "mlp", data = "digits", hidden = 4096, layers = 2 }
stop = { steps = 2 }
[[run]]
optimizer = "zo"
learning_rate = 1e-6
rho = 1e-3
pairs = $pairs
law = "gaussian"
EOF
    measure "$TILTSCAPE" run "build/gpu/pairs-$pairs.toml" --device cuda --out "build/gpu/runs/pairs-$pairs"
  done
  measure "$bench" cuda 1 "$seconds" "${hidden[@]}"
  measure python3 bench/_mezo_loop.py cuda 1 "$seconds" "${hidden[@]}"
fi
measure "$bench" cpu 1 "$seconds" "${hidden[0]}"
measure "$bench" cpu "$jobs" "$seconds" "${hidden[@]}"
if [ "$device" = cuda ]; then measure python3 bench/_mezo_loop.py cpu "$jobs" "$seconds" "${hidden[0]}"; fi
exit $status
