#include "destination/postgres/credentials.h"

namespace decant::destination {

std::string printable(const PostgresCredentials& credentials) {
  std::string text = "postgresql://";
  if (!credentials.username.empty()) text += credentials.username + ":***@";
  return text + credentials.host + ":" + std::to_string(credentials.port) + "/" + credentials.database;
}

}  // namespace decant::destination
