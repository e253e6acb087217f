#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "config/providers.h"
#include "config/reader.h"
#include "config/setting_place.h"

namespace decant::source::auth {

/// Whose credentials are read, and where those that the config leaves out are looked for.
struct AuthContext {
  std::string pipeline_name;
  std::string section;
  std::string name;  ///< of the source
  bool strict = false;
  const config::Providers* providers = nullptr;  ///< null: nothing is looked up
};

/// A key of an `auth` mapping.
struct AuthField {
  std::string_view key;
  bool required = false;
  bool is_secret = false;
  config::Kind kind = config::Kind::text;  ///< null: any
  bool is_native = false;                  ///< part of the native form, in this order
  config::Node value = {};                 ///< null: nowhere found
  config::SettingPlace place = {};         ///< empty: nowhere found
};

/// The fields of one type of authentication, from the config and, after dlt's rule, from the providers: if a field that
/// is required is not given, every field is looked for in the section `credentials` of the source, and what is found
/// there wins over what the mapping says. `credentials` itself may be the native form: a text that is the secret, or a
/// list of username and password; it wins over the fields. Secrets are registered with the Redactor.
class AuthFields {
 public:
  explicit AuthFields(std::vector<AuthField> fields) : fields_(std::move(fields)) {}

  /// Takes what a mapping gives; text (a type's name alone) gives nothing. Errors: other keys, wrong types.
  Result<void> take_given(const config::Element& element);

  /// A field that another one makes needless.
  void make_optional(std::string_view key);

  /// Errors: a required field is nowhere (with the places looked at), a secret is empty.
  Result<void> look_up_missing(const config::Element& element, const AuthContext& context);

  [[nodiscard]] bool has(std::string_view key) const { return !find(key).place.empty(); }
  [[nodiscard]] const config::Node& value(std::string_view key) const { return find(key).value; }
  /// A text field's value, or the fallback if it was found nowhere.
  [[nodiscard]] std::string text(std::string_view key, std::string_view fallback = {}) const;
  [[nodiscard]] const config::SettingPlace& place(std::string_view key) const { return find(key).place; }
  /// `default_token_expiration`, an hour if not given. Error: less than 0, more than ten years.
  [[nodiscard]] Result<std::chrono::seconds> lifetime(const config::Element& element) const;

 private:
  static Result<void> take(const config::Node& value, std::string_view name, AuthField& field);
  /// Whether there was a native form.
  Result<bool> take_native(const AuthContext& context);
  [[nodiscard]] const AuthField& find(std::string_view key) const;
  [[nodiscard]] bool is_complete() const;

  std::vector<AuthField> fields_;
};

}  // namespace decant::source::auth
