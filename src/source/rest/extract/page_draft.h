#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/result.h"
#include "json/document.h"
#include "source/records/record_flow.h"
#include "source/source.h"

namespace decant::source::rest {

/// A page of which all is decided but the pages of its records' children, where no body may be stored: the log has it
/// in the place of the body, so that a later run goes on with the same records. They are those that are stored.
class PageDraft {
 public:
  struct Decision {
    Page page;                   ///< without records and text
    bool has_constants = false;  ///< the records hold the fields of their parent already
    std::string doubt;           ///< told with the page; empty: none
  };

  static Result<PageDraft> make(const EmittedRecords& stored, Decision decision);

  /// The draft that an earlier run left; nothing if the body is none. Error (`package`): it is damaged.
  static Result<std::optional<PageDraft>> from(const Body& body, const PageAddress& address);

  [[nodiscard]] Body to_body() const;

  [[nodiscard]] const Decision& decision() const { return decision_; }
  /// What the records stand in, to be moved away.
  [[nodiscard]] json::Document& document() { return *document_; }
  /// The records, which live as long as the document.
  [[nodiscard]] const EmittedRecords& records() const { return records_; }
  /// Gives the page away, with its records.
  [[nodiscard]] Page take_page();

 private:
  Result<void> parse(std::string text);

  Decision decision_;
  std::unique_ptr<json::Document> document_;  ///< does not move, as the records refer to it
  EmittedRecords records_;
};

}  // namespace decant::source::rest
