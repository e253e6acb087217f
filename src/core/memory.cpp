#include "core/memory.h"

#include <malloc.h>
#include <sys/mman.h>
#include <sys/resource.h>

#include <atomic>

namespace decant {

void set_up_heaps() {
#ifdef __GLIBC__
  constexpr int kBlock = 256 << 10;  // bytes
  constexpr int kKept = 16 << 20;
  constexpr int kHeaps = 4;
  // NOLINTBEGIN(concurrency-mt-unsafe): before there is a second thread
  mallopt(M_MMAP_THRESHOLD, kBlock);
  mallopt(M_TOP_PAD, kKept);
  mallopt(M_ARENA_MAX, kHeaps);
  // NOLINTEND(concurrency-mt-unsafe)
#endif
}

void give_back_free_memory() {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

void claim_pages(void* begin, std::size_t bytes) {
#ifdef MADV_POPULATE_WRITE
  constexpr std::uintptr_t kPage = 4096;
  constexpr std::uintptr_t kLeast = 16 * kPage;
  static std::atomic<std::ptrdiff_t> left{std::ptrdiff_t{16} << 20};
  const auto address = reinterpret_cast<std::uintptr_t>(begin);
  const auto first = (address + kPage - 1) / kPage * kPage;
  const auto end = (address + bytes) / kPage * kPage;
  if (end < first + kLeast || left.fetch_sub(static_cast<std::ptrdiff_t>(end - first)) < 0) return;
  // A system that cannot do this hands them out when they are written.
  madvise(static_cast<char*>(begin) + (first - address), end - first, MADV_POPULATE_WRITE);
#else
  static_cast<void>(begin);
  static_cast<void>(bytes);
#endif
}

std::uint64_t peak_resident_bytes() {
  rusage usage{};
  if (getrusage(RUSAGE_SELF, &usage) != 0) return 0;
  return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
}

}  // namespace decant
