#pragma once

#include <cstdint>

namespace decant {

/// For the start of the process: blocks of some size are the system's again as soon as they are freed. Pages and
/// batches are made by one thread and freed by another; left alone, glibc soon takes them from its heaps, which then
/// keep twice what is in use.
void return_freed_blocks();

/// Gives the system what the heaps hold and nobody uses. Takes milliseconds.
void give_back_free_memory();

/// The most bytes of memory that the process has had at a time, as the system counts them; 0 if it does not say.
std::uint64_t peak_resident_bytes();

}  // namespace decant
