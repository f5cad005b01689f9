// Public holidays as a shop writes them into catalog.json, each list by the rule that it names.
#pragma once

namespace till::commerce::holidays {

// United States: 5 U.S.C. 6103, as amended on 17 June 2021; what falls on a Saturday or Sunday is
// kept on the nearest weekday by 5 U.S.C. 6103(b) and Executive Order 11582 of 11 February 1971.
inline constexpr const char* kUnitedStates = R"([
  {"date": "01-01", "substitute": "nearest"},
  {"weekday": "mon", "from": "01-15"},
  {"weekday": "mon", "from": "02-15"},
  {"weekday": "mon", "from": "05-25"},
  {"date": "06-19", "substitute": "nearest"},
  {"date": "07-04", "substitute": "nearest"},
  {"weekday": "mon", "from": "09-01"},
  {"weekday": "mon", "from": "10-08"},
  {"date": "11-11", "substitute": "nearest"},
  {"weekday": "thu", "from": "11-22"},
  {"date": "12-25", "substitute": "nearest"}])";

// Canada: Canada Labour Code, R.S.C. 1985, c. L-2, section 166 as amended on 3 June 2021, and
// section 193 for what falls on a free day, here with the working day that follows.
inline constexpr const char* kCanada = R"([
  {"date": "01-01", "substitute": "next_weekday"},
  {"easter": -2},
  {"weekday": "mon", "from": "05-18"},
  {"date": "07-01", "substitute": "next_weekday"},
  {"weekday": "mon", "from": "09-01"},
  {"date": "09-30", "substitute": "next_weekday"},
  {"weekday": "mon", "from": "10-08"},
  {"date": "11-11", "substitute": "next_weekday"},
  {"date": "12-25", "substitute": "next_weekday"},
  {"date": "12-26", "substitute": "next_weekday"}])";

// Germany: the nine days that the laws of all sixteen states name, such as the Bavarian
// Feiertagsgesetz of 21 May 1980, article 1; the 3rd of October by the Unification Treaty of 31
// August 1990, article 2(2).
inline constexpr const char* kGermany = R"([
  {"date": "01-01"}, {"easter": -2}, {"easter": 1}, {"date": "05-01"}, {"easter": 39},
  {"easter": 50}, {"date": "10-03"}, {"date": "12-25"}, {"date": "12-26"}])";

// France: Code du travail, article L3133-1, in the version of 10 August 2016.
inline constexpr const char* kFrance = R"([
  {"date": "01-01"}, {"easter": 1}, {"date": "05-01"}, {"date": "05-08"}, {"easter": 39},
  {"easter": 50}, {"date": "07-14"}, {"date": "08-15"}, {"date": "11-01"}, {"date": "11-11"},
  {"date": "12-25"}])";

// England and Wales: Banking and Financial Dealings Act 1971 of 16 December 1971, schedule 1, with
// New Year's Day and the first Monday of May by proclamation; the other days of substitution as
// gov.uk lists them. Good Friday and Christmas Day are holidays by common law.
inline constexpr const char* kEngland = R"([
  {"date": "01-01", "substitute": "next_weekday"},
  {"easter": -2}, {"easter": 1},
  {"weekday": "mon", "from": "05-01"},
  {"weekday": "mon", "from": "05-25"},
  {"weekday": "mon", "from": "08-25"},
  {"date": "12-25", "substitute": "next_weekday"},
  {"date": "12-26", "substitute": "next_weekday"}])";

// Japan: Act on National Holidays, No. 178 of 20 July 1948, articles 2 and 3; the equinoxes as the
// National Astronomical Observatory announced them on 3 February 2025 and 2 February 2026, and the
// day between two holidays of September 2026.
inline constexpr const char* kJapan = R"([
  {"date": "01-01", "substitute": "after_sunday"},
  {"weekday": "mon", "from": "01-08"},
  {"date": "02-11", "substitute": "after_sunday"},
  {"date": "02-23", "substitute": "after_sunday"},
  {"date": "2026-03-20", "substitute": "after_sunday"},
  {"date": "2027-03-21", "substitute": "after_sunday"},
  {"date": "04-29", "substitute": "after_sunday"},
  {"date": "05-03", "substitute": "after_sunday"},
  {"date": "05-04", "substitute": "after_sunday"},
  {"date": "05-05", "substitute": "after_sunday"},
  {"weekday": "mon", "from": "07-15"},
  {"date": "08-11", "substitute": "after_sunday"},
  {"weekday": "mon", "from": "09-15"},
  {"date": "2026-09-22"},
  {"date": "2026-09-23", "substitute": "after_sunday"},
  {"date": "2027-09-23", "substitute": "after_sunday"},
  {"weekday": "mon", "from": "10-08"},
  {"date": "11-03", "substitute": "after_sunday"},
  {"date": "11-23", "substitute": "after_sunday"}])";

}  // namespace till::commerce::holidays
