#include "base/currency.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace till {
namespace {

using std::string_view_literals::operator""sv;

// Money that is paid with: no metals, no funds of banks, no codes for tests. Those that a country
// gave up lately stand here, too.
constexpr std::string_view kCodes =
    "aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bhd bif bmd bnd bob bov brl "
    "bsd btn bwp byn bzd cad cdf che chf chw clf clp cny cop cou crc cuc cup cve czk djf "
    "dkk dop dzd egp ern etb eur fjd fkp gbp gel ghs gip gmd gnf gtq gyd hkd hnl hrk htg "
    "huf idr ils inr iqd irr isk jmd jod jpy kes kgs khr kmf kpw krw kwd kyd kzt lak lbp "
    "lkr lrd lsl lyd mad mdl mga mkd mmk mnt mop mru mur mvr mwk mxn mxv myr mzn nad ngn "
    "nio nok npr nzd omr pab pen pgk php pkr pln pyg qar ron rsd rub rwf sar sbd scr sdg "
    "sek sgd shp sle sll sos srd ssp stn svc syp szl thb tjs tmt tnd top try ttd twd tzs "
    "uah ugx usd usn uyi uyu uyw uzs ved ves vnd vuv wst xaf xcd xcg xof xpf yer zar zmw "
    "zwg zwl";

constexpr std::array kWithoutDecimals{"bif"sv, "clp"sv, "djf"sv, "gnf"sv, "isk"sv, "jpy"sv,
                                      "kmf"sv, "krw"sv, "pyg"sv, "rwf"sv, "ugx"sv, "uyi"sv,
                                      "vnd"sv, "vuv"sv, "xaf"sv, "xof"sv, "xpf"sv};
constexpr std::array kWithThreeDecimals{"bhd"sv, "iqd"sv, "jod"sv, "kwd"sv,
                                        "lyd"sv, "omr"sv, "tnd"sv};
constexpr std::array kWithFourDecimals{"clf"sv, "uyw"sv};

template <class Codes>
bool holds(const Codes& codes, std::string_view currency) {
  return std::find(codes.begin(), codes.end(), currency) != codes.end();
}

}  // namespace

bool is_currency(std::string_view code) {
  const bool blank = code.find(' ') != std::string_view::npos;
  return code.size() == 3 && !blank && kCodes.find(code) != std::string_view::npos;
}

int minor_unit_digits(std::string_view currency) {
  if (holds(kWithoutDecimals, currency)) return 0;
  if (holds(kWithThreeDecimals, currency)) return 3;
  if (holds(kWithFourDecimals, currency)) return 4;
  return 2;
}

std::string decimal_text(Amount amount, std::string_view currency) {
  const int digits = minor_unit_digits(currency);
  if (digits == 0) return std::to_string(amount.minor);
  std::int64_t unit = 1;
  for (int i = 0; i < digits; ++i) unit *= 10;
  const std::int64_t rest = amount.minor % unit;
  const char* sign = amount.minor < 0 && amount.minor > -unit ? "-" : "";
  return fmt::format("{}{}.{:0{}}", sign, amount.minor / unit, rest < 0 ? -rest : rest, digits);
}

}  // namespace till
