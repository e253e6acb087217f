#include <malloc.h>

#include "cli/application.h"

int main(int argc, char** argv) {
#ifdef __GLIBC__
  // Pages and batches are made by one thread and freed by another. Left alone, glibc soon takes them from its heaps,
  // which keep twice what is in use; blocks of their own go back to the system.
  constexpr int kOwnBlock = 256 << 10;  // bytes
  mallopt(M_MMAP_THRESHOLD, kOwnBlock);
#endif
  return decant::cli::run_application(argc, argv);
}
