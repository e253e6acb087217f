#pragma once

#include <cstddef>
#include <cstdint>

namespace decant {

/// For the start of the process. Pages and batches are made by one thread and freed by another; left alone, glibc soon
/// keeps twice what is in use. So each of a few heaps keeps some megabytes of what is freed, since every page of memory
/// that the system hands out anew costs a microsecond or more, and what it cannot take from them is the system's again
/// at once.
void set_up_heaps();

/// Gives the system what the heaps hold and nobody uses. Takes milliseconds.
void give_back_free_memory();

/// Has the system hand out the pages of memory that is going to be written: all at once takes half of the time that one
/// after the other does. Does so for the first megabytes of a process; what it writes later it mostly had before.
void claim_pages(void* begin, std::size_t bytes);

/// The most bytes of memory that the process has had at a time, as the system counts them; 0 if it does not say.
std::uint64_t peak_resident_bytes();

}  // namespace decant
