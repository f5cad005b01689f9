#include "cli/backend_commands.h"

#include <algorithm>

#include "base/limits.h"
#include "json/writer.h"

namespace till::cli {
namespace {

using Verdict = BackendRow::Verdict;

std::string_view result_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::passed: return "passed";
    case Verdict::failed: return "failed";
    case Verdict::skipped: break;
  }
  return "skipped";
}

std::string_view mark_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::passed: return "ok";
    case Verdict::failed: return "!!";
    case Verdict::skipped: break;
  }
  return "--";
}

std::int64_t count(const std::vector<BackendRow>& rows, Verdict verdict) {
  return std::count_if(rows.begin(), rows.end(),
                       [&](const BackendRow& each) { return each.verdict == verdict; });
}

// What stands behind the rule, in brackets.
std::string remark_of(const BackendRow& row) {
  std::string remark = row.ms ? std::to_string(*row.ms) + " ms" : "";
  if (row.verdict == Verdict::failed || row.found.empty()) return remark;
  return remark + (remark.empty() ? "" : ", ") + row.found;
}

std::string line_of(const BackendRow& row, std::size_t width) {
  std::string id = row.id;
  id.resize(width, ' ');
  std::string line = std::string(mark_of(row.verdict)) + "  " + id + "  " + row.rule;
  const std::string remark = remark_of(row);
  if (!remark.empty()) line += " (" + remark + ")";
  line += "\n";
  if (row.verdict != Verdict::failed) return line;
  const std::string margin(6, ' ');
  return line + margin + "expected: " + row.expected + "\n" + margin + "found:    " + row.found +
         "\n" + margin + "do:       " + row.cure + "\n";
}

void write_given(json::Writer& json, std::string_view name, const std::string& value) {
  if (!value.empty()) json.member(name, value);
}

}  // namespace

std::string text_of(const std::vector<BackendRow>& rows) {
  std::size_t width = 0;
  for (const BackendRow& row : rows) width = std::max(width, row.id.size());
  std::string text;
  for (const BackendRow& row : rows) text += line_of(row, width);
  return text + std::to_string(count(rows, Verdict::passed)) + " passed, " +
         std::to_string(count(rows, Verdict::failed)) + " failed, " +
         std::to_string(count(rows, Verdict::skipped)) + " skipped\n";
}

std::string json_of(const std::vector<BackendRow>& rows) {
  std::string out;
  json::Writer json(out);
  json.begin_object();
  for (const Verdict each : {Verdict::passed, Verdict::failed, Verdict::skipped}) {
    json.member(result_of(each), count(rows, each));
  }
  json.key("checks").begin_array();
  for (const BackendRow& row : rows) {
    json.begin_object().member("id", row.id).member("rule", row.rule);
    json.member("result", result_of(row.verdict));
    write_given(json, "expected", row.expected);
    write_given(json, "found", row.found);
    write_given(json, "cure", row.cure);
    if (row.ms) json.member("ms", *row.ms);
    json.end_object();
  }
  json.end_array().end_object();
  return out + "\n";
}

BackendCommands::BackendCommands(CLI::App& app) : app_(app) {
  CLI::App& command = *app.add_subcommand("backend", "Try out the shop's own backend");
  command.require_subcommand(1);
  CLI::App& check =
      *command.add_subcommand("check", "Ask it everything that the contract says, right and wrong");
  check.add_option("--config", check_.config, "The shop's till.toml")->required();
  check
      .add_option("--item", check_.items,
                  "An item to ask about; repeat it for more. Else some that the shop sells")
      ->allow_extra_args(false);
  check.add_option("--currency", check_.currency, "What to pay in")->capture_default_str();
  check.add_flag("--orders", check_.orders,
                 "Place an order as well, and cancel it; it says that it is a test");
  check.add_flag("--json", check_.json, "Print it as JSON");
}

std::optional<CheckBackendOptions> BackendCommands::chosen() const {
  if (!app_.got_subcommand("backend")) return std::nullopt;
  return check_;
}

Outcome check_backend(const CheckBackendOptions& options, const Composition& composition,
                      std::ostream& out) {
  if (options.items.size() > limits::kLineItems) {
    return wrong_use("name at most " + std::to_string(limits::kLineItems) + " items");
  }
  const auto config = load_config(options.config);
  if (!config) return failed(config.error());
  if (!config->backend.is_named()) {
    return wrong_use(options.config + " names no backend to ask; add [backend] with its url");
  }
  const auto rows = composition.check_backend(*config, options);
  if (!rows) return failed(rows.error());
  out << (options.json ? json_of(*rows) : text_of(*rows));
  const std::int64_t broken = count(*rows, Verdict::failed);
  if (broken == 0) return {};
  return failed("the backend breaks " + std::to_string(broken) +
                (broken == 1 ? " rule" : " rules") + "; mend it as the report says");
}

}  // namespace till::cli
