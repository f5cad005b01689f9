// What a line of a session tells of its item (MD-04). Private to this folder.
#pragma once

#include <string>

#include "checkout/session.h"
#include "json/writer.h"

namespace till::wire {

// Each writes members, names included, and nothing for a line without facts. The first holds the
// shop's own texts as well.
void write_line_disclosures(json::Writer& json, const checkout::LineItem& line);
void write_line_facts(json::Writer& json, const checkout::LineItem& line,
                      const std::string& currency);

}  // namespace till::wire
