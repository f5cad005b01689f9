// Any bytes as a form that the Stripe double reads: what is read, written by the gateway's rules
// and read again, is the same.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/ensure.h"
#include "payments/stripe/form.h"
#include "stripe_double/form.h"

namespace {

using till::stripe_double::Form;

constexpr std::size_t kMostFields = 256;

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto form = Form::parse({reinterpret_cast<const char*>(data), size});
  if (!form) return 0;
  TILL_ENSURE(form->fields().size() <= kMostFields);
  std::string again;
  for (const auto& [name, value] : form->fields()) {
    again += till::payments::stripe::percent_encoded(name) + "=" +
             till::payments::stripe::percent_encoded(value) + "&";
    TILL_ENSURE(form->find(name).has_value());
    if (const auto whole = form->whole(name)) TILL_ENSURE(!form->text(name).empty());
    const std::string outer = name.substr(0, name.find('['));
    TILL_ENSURE(form->inside(outer).size() <= form->fields().size());
  }
  const auto read_again = Form::parse(again);
  TILL_ENSURE(read_again && read_again->fields() == form->fields());
  return 0;
}
