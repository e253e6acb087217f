#include "sandbox/http/connection.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>

namespace decant::sandbox {
namespace {

bool is_connected_to(int descriptor, int port) {
  sockaddr_in peer{};
  socklen_t size = sizeof peer;
  if (getpeername(descriptor, reinterpret_cast<sockaddr*>(&peer), &size) != 0) return false;
  return peer.sin_family == AF_INET && ntohs(peer.sin_port) == port;
}

}  // namespace

// The server's library does not tell its descriptors, so they are looked through; that is done for a fault only. The
// client's end may be in the same process, in tests: its peer has the server's port, not the client's.
void reset_connection(int client_port) {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  constexpr rlim_t kMostDescriptors = 65'536;
  const int end = static_cast<int>(limit.rlim_cur < kMostDescriptors ? limit.rlim_cur : kMostDescriptors);
  for (int descriptor = 0; descriptor < end; ++descriptor) {
    if (!is_connected_to(descriptor, client_port)) continue;
    // To connect with no one dissolves the connection by a reset, where to close it would end it in good order.
    sockaddr nobody{};
    nobody.sa_family = AF_UNSPEC;
    static_cast<void>(connect(descriptor, &nobody, sizeof nobody));
    return;
  }
}

}  // namespace decant::sandbox
