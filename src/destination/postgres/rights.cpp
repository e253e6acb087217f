#include "destination/postgres/rights.h"

#include <array>

#include "destination/sql/quoting.h"
#include "destination/sql/sql_session.h"

namespace decant::destination {

namespace {

/// What the role may do in the database and with the dataset's schema, and a table there that it does not own.
struct Rights {
  std::string role;
  std::string database;
  bool may_create_schema = false;
  bool may_keep_aside = false;  ///< in temporary tables
  bool has_schema = false;
  bool may_use = false;
  bool may_create = false;
  std::string foreign_table;  ///< empty: none
};

bool is_true(const std::optional<std::string_view>& cell) { return cell && (*cell == "t" || *cell == "true"); }

Result<Rights> read_rights(PostgresConnection& connection, const std::string& dataset) {
  Rights rights;
  DECANT_TRY(connection.query(
      "SELECT current_user, current_database(), has_database_privilege(current_database(), 'CREATE'), "
      "has_database_privilege(current_database(), 'TEMPORARY'), n.oid IS NOT NULL, has_schema_privilege(n.oid, "
      "'USAGE'), "
      "has_schema_privilege(n.oid, 'CREATE'), (SELECT c.relname FROM pg_catalog.pg_class AS c WHERE c.relnamespace = "
      "n.oid AND c.relkind IN ('r', 'p') AND NOT pg_has_role(c.relowner, 'USAGE') ORDER BY 1 LIMIT 1) FROM (SELECT 1) "
      "AS "
      "one LEFT JOIN pg_catalog.pg_namespace AS n ON n.nspname = $1",
      std::array<SqlValue, 1>{std::string_view(dataset)}, [&](SqlRow row) -> Result<void> {
        rights = {.role = std::string(row[0].value_or("")),
                  .database = std::string(row[1].value_or("")),
                  .may_create_schema = is_true(row[2]),
                  .may_keep_aside = is_true(row[3]),
                  .has_schema = is_true(row[4]),
                  .may_use = is_true(row[5]),
                  .may_create = is_true(row[6]),
                  .foreign_table = std::string(row[7].value_or(""))};
        return {};
      }));
  return rights;
}

}  // namespace

Result<std::vector<std::string>> missing_postgres_rights(PostgresConnection& connection, const std::string& dataset) {
  DECANT_TRY(const Rights rights, read_rights(connection, dataset));
  const std::string to_role = " TO " + quote_identifier(rights.role);
  const std::string on_database = " ON DATABASE " + quote_identifier(rights.database) + to_role;
  const std::string on_schema = " ON SCHEMA " + quote_identifier(dataset) + to_role;
  if (!rights.has_schema && !rights.may_create_schema) {
    return fail(ErrorKind::destination,
                "the role " + rights.role + " may not make the dataset " + dataset + " in database " + rights.database,
                "GRANT CREATE" + on_database + ", or CREATE SCHEMA " + quote_identifier(dataset) + " AUTHORIZATION " +
                    quote_identifier(rights.role));
  }
  if (rights.has_schema && !rights.may_use) {
    return fail(ErrorKind::destination, "the role " + rights.role + " may not use the dataset " + dataset,
                "GRANT USAGE, CREATE" + on_schema);
  }
  std::vector<std::string> missing;
  if (rights.has_schema && !rights.may_create)
    missing.push_back("the role may make no new tables in the dataset: GRANT CREATE" + on_schema);
  if (!rights.may_keep_aside)
    missing.push_back("the role may keep no rows aside, as merges and new columns need: GRANT TEMPORARY" + on_database);
  if (!rights.foreign_table.empty())
    missing.push_back("the role does not own the table " + rights.foreign_table +
                      ", so it can give it no new columns: make it a member of the owner's role");
  return missing;
}

}  // namespace decant::destination
