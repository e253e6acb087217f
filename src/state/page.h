#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.h"
#include "json/document.h"
#include "json/record_span.h"
#include "json/value.h"
#include "state/boundary.h"

namespace decant::state {

/// Where a page stands: resource, sequence (the addresses of its parent records; empty for a resource without parent),
/// ordinal in that sequence from 0.
struct PageAddress {
  std::string resource;
  std::string sequence;
  std::uint64_t page = 0;
};

/// A response that is durable, or is to be made so.
struct Body {
  std::string bytes;
  json::Value headers = json::Value::object();  ///< lower-case name → text; those alone that paging reads
};

/// A body whose bytes are somebody else's.
struct BodyView {
  std::string_view bytes;
  const json::Value& headers;

  BodyView(std::string_view text, const json::Value& of) : bytes(text), headers(of) {}
  BodyView(const Body& body) : bytes(body.bytes), headers(body.headers) {}
};

using json::RecordSpan;

/// Replaces members of an object by those of `change`: objects member by member, everything else as a whole. A target
/// that is no object becomes one.
void lay_over(json::Value& target, const json::Value& change);

/// What a page changes in the state of its resource.
struct StateChange {
  json::Value state;        ///< laid over the resource's state; null: nothing
  BoundaryChange boundary;  ///< of the resource's cursor

  /// Lays a later change over this one.
  void append(StateChange later);
};

/// A decided page: which records were kept and how paging goes on after it.
struct Page {
  PageAddress address;
  std::vector<RecordSpan> records;
  /// Absent: the spans lie in the body of this address. Present: in this text (records that are no objects or lists in
  /// the body, or that were rewritten).
  std::optional<std::string> rewritten;
  /// The body of this address, with its text, if there are records that lie in it.
  json::Document document;
  json::Value constants = json::Value::object();  ///< members added to each record (parent fields)
  json::Value cursor;  ///< how to ask for the next page; the source's own form; never a secret
  StateChange change;
  bool last = false;  ///< the sequence ends with this page
};

/// Where a sequence that was begun before goes on.
struct ResumePoint {
  std::uint64_t next_page = 0;
  json::Value cursor;
  bool finished = false;
};

/// What a run starts from at a resource, whose sequences share it.
struct ResourceState {
  /// As it was before the run; null: none. Lists of boundary hashes that are in the dataset's table have an entry that
  /// says so (see is_in_table).
  json::Value before;
  /// Those hashes, by cursor path. Null: the table could not be read or has none.
  std::map<std::string, std::shared_ptr<const BoundarySet>, std::less<>> stored_boundaries;
  /// What the pages change that an interrupted extract decided.
  StateChange decided;
  /// When the extract began, also if an earlier process began it. UTC.
  Micros run_start = 0;
};

}  // namespace decant::state
