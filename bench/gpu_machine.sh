#!/usr/bin/env bash
# Builds core, models, their tests and the comparison of devices where scripts/setup cannot run (no network, no apt),
# runs the tests of models and measures. The machine has g++, cmake, ninja and a python3 with PyTorch.
# usage: bench/gpu_machine.sh DEBS OUT [DEVICE]    DEBS holds .deb files; OUT receives logs; DEVICE is cuda or cpu
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
mkdir -p build/no-icons/bootstrap_icons/install
touch build/no-icons/bootstrap_icons/install/bootstrap-icons.ttf  # only the window draws with it
say "configuring with LibTorch in $torch"
cmake -S . -B build/gpu -G Ninja -DTILTSCAPE_APP=OFF -DTILTSCAPE_TORCH="$torch" -DTILTSCAPE_DEPS="$PWD/build/no-icons" \
  -DCMAKE_PREFIX_PATH="$prefix/usr" -DCMAKE_LIBRARY_ARCHITECTURE=x86_64-linux-gnu \
  -DINTER_REGULAR="$fonts/opentype/inter/Inter-Regular.otf" -DINTER_SEMIBOLD="$fonts/opentype/inter/Inter-SemiBold.otf" \
  -DJETBRAINS_MONO="$fonts/truetype/jetbrains-mono/JetBrainsMono-Regular.ttf" >"$out/configure.log" 2>&1 ||
  { tail -30 "$out/configure.log"; exit 1; }
say "building with $jobs jobs"
cmake --build build/gpu --parallel "$jobs" --target tiltscape_model_tests tiltscape_device_bench >"$out/build.log" 2>&1 ||
  { grep -E 'error|undefined|Error' "$out/build.log" | head -40; exit 1; }
say "built"
export LD_LIBRARY_PATH=$prefix/usr/lib/x86_64-linux-gnu${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}

status=0
timeout 120 build/gpu/tiltscape_model_tests --gtest_filter='Gpu.*:Devices.*' >"$out/tests.log" 2>&1 || status=$?
grep -E '^\[  (FAILED|SKIPPED|PASSED)|Failure|: error|Expected|actual|Which is|no GPU' "$out/tests.log" | head -60 || true
say "tests ended with status $status"

measure() {
  say "$*" | tee -a "$out/results.md"
  timeout 200 "$@" 2>&1 | tee -a "$out/results.md" || say "ended with status $?"
}
bench=build/gpu/tiltscape_device_bench
read -ra hidden <<<"${HIDDEN:-32 512 4096}"
seconds=${SECONDS_A_ROW:-1}
if [ "$device" = cuda ]; then
  { nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv,noheader
    python3 -c 'import torch; print("torch", torch.__version__)'
    g++ --version | head -1; grep -m1 'model name' /proc/cpuinfo; nproc; date -u +%F; } 2>&1 | tee -a "$out/results.md"
  measure "$bench" cuda 1 "$seconds" "${hidden[@]}"
  measure python3 bench/_mezo_loop.py cuda 1 "$seconds" "${hidden[@]}"
fi
measure "$bench" cpu 1 "$seconds" "${hidden[0]}"
measure "$bench" cpu "$jobs" "$seconds" "${hidden[@]}"
if [ "$device" = cuda ]; then measure python3 bench/_mezo_loop.py cpu "$jobs" "$seconds" "${hidden[0]}"; fi
exit $status
