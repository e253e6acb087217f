#include "cli/application.h"
#include "core/memory.h"

int main(int argc, char** argv) {
  decant::return_freed_blocks();
  return decant::cli::run_application(argc, argv);
}
