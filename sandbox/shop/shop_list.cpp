#include "sandbox/shop/shop_list.h"

namespace decant::sandbox::shop {

std::string zulu_text(LocalTime time) { return format_local_time(time).replace(10, 1, "T") + 'Z'; }

}  // namespace decant::sandbox::shop
