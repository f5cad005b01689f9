#include "assembly/feed_report.h"

#include "json/writer.h"

namespace till::assembly {

std::string report_line(const products::ListingFault& fault) {
  std::string line;
  json::Writer json(line);
  json.begin_object().member("product", std::string_view(fault.product));
  if (!fault.field.empty()) json.member("field", std::string_view(fault.field));
  json.member("what", std::string_view(fault.sentence));
  json.key("left_out").boolean(fault.left_out).end_object();
  return line + "\n";
}

}  // namespace till::assembly
