#pragma once

#include <string>

#include "normalize/table_tree.h"
#include "schema/provenance.h"

namespace decant::normalize {

/// Adds where the values of a tree's columns came from, as a load with that id brought them. What costs nothing per
/// value: the places of the tree are the paths, and tables know the types. Columns that decant makes itself have none.
void collect_provenance(const TableTree& tree, const std::string& load_id, schema::Provenance& provenance);

}  // namespace decant::normalize
