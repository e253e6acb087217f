#pragma once

namespace decant::sandbox {

/// Resets this process's TCP connection to that port of a client on 127.0.0.1: the client is told at once, and nothing
/// more is sent. Does nothing if there is none.
void reset_connection(int client_port);

}  // namespace decant::sandbox
