#include "cli/application.h"
#include "core/memory.h"

int main(int argc, char** argv) {
  decant::set_up_heaps();
  return decant::cli::run_application(argc, argv);
}
