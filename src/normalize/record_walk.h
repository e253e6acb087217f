#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/hash.h"
#include "core/result.h"
#include "json/document.h"
#include "json/document_builder.h"
#include "normalize/table_tree.h"

namespace decant::normalize {

/// A record on its way into rows.
struct WalkedRecord {
  json::Node root;
  const json::Document* constants = nullptr;  ///< members added to it; null: none
  std::string_view address_id;                ///< row id that follows from its address
};

/// Walks records as dlt's relational normalizer does (dlt-normalize-load §3): the scalars of a level in key order,
/// nested objects last one first, then the lists, row by row into the tables of a tree. Keeps its memory from record to
/// record.
class RecordWalk {
 public:
  RecordWalk(const WriterContext& context, TableTree& tree, Shape& root, std::string load_id, int max_nesting);

  Result<void> add(const WalkedRecord& record);

 private:
  struct PendingObject {
    json::Node node;
    Shape* shape;
    int level;
    int depth;
  };
  struct PendingList {
    json::Node node;
    const Shape* shape;  ///< where its key stands
    Shape* elements;
    TableWriter::Slot map_key;  ///< of a map: what the keys are set in
    int depth;
  };
  /// A value that nested rows get: a scalar, or a container of a document.
  struct Inherited {
    std::string name;
    json::Token token;
    const json::Document* document;
    std::uint32_t index;
  };
  /// What rows nested in a row link to.
  struct ParentId {
    std::string_view text;
    const json::Node* own;  ///< as the record has it; null: the id was made
  };
  /// One row, before its lists are walked.
  struct Row {
    Shape& shape;
    int level;
    int depth;
    std::string_view parent_id;
    const json::Node* parent_own_id;  ///< as the parent's record has it: the link is of its type; null: it has none
    std::int64_t list_index;
    std::string_view made_id;                        ///< its id, unless the record or a key gives it one
    const WalkedRecord* record;                      ///< of the record's own row; null for others
    TableWriter::Slot map_key = TableWriter::kNone;  ///< of a map's row: where its key goes
    std::string_view key = {};
  };

  Result<void> add_row(Row row, json::Node element);
  Result<void> flatten(const Row& row, json::Node element, std::size_t first_list);
  Result<void> take_members(const PendingObject& object, const json::Node& from, std::size_t first_list);
  Result<void> take_member(const PendingObject& object, std::string_view key, json::Node value, std::size_t first_list,
                           std::size_t& predicted);
  Result<void> take_value(const PendingObject& object, Field& field, json::Node value, std::size_t first_list);
  Result<void> add_pending_list(const PendingObject& object, Field& field, json::Node value, std::size_t first_list);
  [[nodiscard]] bool gets_load_id(const Row& row, json::Node element) const;
  Result<void> finish_row(const Row& row, json::Node element, std::size_t first_list);
  void set_inherited(TableNode& table, json::DocumentBuilder& links);
  Result<void> hash_row(const Row& row, json::Node element, RowId& id);
  void inherit(const TableNode& table);
  Result<void> add_lists(const Row& row, std::size_t first_list, const ParentId& parent);
  void make_ids(std::size_t first_list, std::string_view parent_id);
  Result<void> add_element(const Row& row, const PendingList& list, const ParentId& parent, std::size_t id,
                           std::int64_t index, std::string_view key, json::Node element);

  void set_text(TableNode& table, TableWriter::Slot slot, std::string_view text, json::DocumentBuilder& links);

  const WriterContext& context_;
  TableTree& tree_;
  Shape& root_;
  std::string load_id_;
  int max_nesting_;
  RowIdHasher hasher_;
  std::string id_text_;

  // Used as stacks over the rows within each other.
  std::vector<PendingObject> objects_;
  std::vector<PendingList> lists_;
  std::vector<Inherited> inherited_;
  std::vector<RowId> ids_;
  json::Document null_;   ///< a null: keeps the place of a map's key in its row
  json::Document links_;  ///< ids and propagated values of the row that is assembled
};

}  // namespace decant::normalize
