#include "core/memory.h"

#include <malloc.h>

namespace decant {

void return_freed_blocks() {
#ifdef __GLIBC__
  constexpr int kBlock = 256 << 10;  // bytes
  mallopt(M_MMAP_THRESHOLD, kBlock);
#endif
}

void give_back_free_memory() {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

}  // namespace decant
