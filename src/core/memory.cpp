#include "core/memory.h"

#include <malloc.h>
#include <sys/resource.h>

namespace decant {

void set_up_heaps() {
#ifdef __GLIBC__
  constexpr int kBlock = 256 << 10;  // bytes
  constexpr int kKept = 16 << 20;
  constexpr int kHeaps = 4;
  mallopt(M_MMAP_THRESHOLD, kBlock);
  mallopt(M_TOP_PAD, kKept);
  mallopt(M_ARENA_MAX, kHeaps);  // NOLINT(concurrency-mt-unsafe): before there is a second thread
#endif
}

void give_back_free_memory() {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

std::uint64_t peak_resident_bytes() {
  rusage usage{};
  if (getrusage(RUSAGE_SELF, &usage) != 0) return 0;
  return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
}

}  // namespace decant
