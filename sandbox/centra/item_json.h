#pragma once

#include "sandbox/centra/catalogue.h"
#include "sandbox/data/json_writer.h"

namespace decant::sandbox {

/// The members that rows of `products` and `stock` begin with: ids, codes, names, weight, customs, `active`.
void write_item(JsonWriter& json, const Item& item, const Product& product);

/// The client-defined attributes that `include=attributes` adds, as flat keys: a check box that is absent when not set,
/// a choice, an image whose sizes are text, and a multiple choice that is a map from option id to option name, `[]`
/// when empty.
void write_attributes(JsonWriter& json, const Item& item, const Product& product);

}  // namespace decant::sandbox
