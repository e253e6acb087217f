# shellcheck shell=bash
# Sourced by the scripts in tools/: what they print about themselves. Everything runs from the top of the checkout.
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1

# step TEXT: what starts now
step() {
  echo "==> $*"
  STEP_BEGAN=$EPOCHREALTIME
}

# took: how long the step took, once it is over
took() {
  local micros=$((${EPOCHREALTIME/[.,]/} - ${STEP_BEGAN/[.,]/}))
  printf '    done in %d.%d s\n' $((micros / 1000000)) $((micros % 1000000 / 100000))
}

note() {
  echo "    $*"
}

# die TEXT…: one line each, the first says what is wrong, the others what to do
die() {
  printf '%s\n' "error: $1" "${@:2}" >&2
  exit 1
}

# quietly LOG COMMAND…: the output goes to LOG; its end is shown if the command fails
quietly() {
  local log=$1
  shift
  mkdir -p "$(dirname "$log")"
  if ! "$@" >"$log" 2>&1 </dev/null; then
    tail -n 40 "$log" >&2
    die "failed: $*" "The whole output is in $log."
  fi
}

# build_preset NAME: configure and build a preset of CMakePresets.json
build_preset() {
  step "Building preset $1"
  mkdir -p "build/$1"
  quietly "build/$1/configure.log" cmake --preset "$1"
  cmake --build --preset "$1" --parallel "$(nproc)" || die "the build of preset $1 failed"
  took
}
