// VAT of the European Union: where it is charged, the form of its numbers, and when a business
// buyer owes it instead of the shop. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "checkout/party.h"

namespace till::commerce {

// The members of the union, by their ISO 3166-1 codes.
const std::vector<std::string>& eu_countries();

// Whose VAT goods bear that are sent to the address: the country, "XI" for Northern Ireland, or
// empty outside of the union's area of VAT, as in the Canary Islands or on Heligoland.
std::string vat_area(const checkout::Address& address);

// The area that a VAT number is of, if it has the form that numbers have there; empty otherwise.
// That such a number was given to anybody is not known.
std::string area_of_vat_number(std::string_view number);

// Does the buyer owe the VAT of what is sent to the address? Between two areas, to a buyer with a
// number of an area other than the shop's (directive 2006/112/EC, articles 138 and 196).
bool buyer_owes_vat(const checkout::Address& home, const checkout::Address& to,
                    std::string_view number);

}  // namespace till::commerce
