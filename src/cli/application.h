#pragma once

namespace decant::cli {

/// The program: parses the command line, runs the command, prints its error if it has one. Returns the exit code: 0 ok,
/// 1 failed, 2 usage or configuration, 130 interrupted.
int run_application(int argc, char** argv);

}  // namespace decant::cli
