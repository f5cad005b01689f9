#include "cli/import_command.h"

#include <ostream>
#include <utility>

#include "cli/config_file.h"
#include "cli/progress_bar.h"
#include "cli/run.h"
#include "json/writer.h"

namespace till::cli {
namespace {

constexpr std::size_t kMostRows = 50;
constexpr std::uint64_t kMebibyte = 1024 * 1024;

// What is wrong with rows, printed as it comes, or kept for JSON.
class Rows {
 public:
  Rows(bool json, std::ostream& out) : json_(json), out_(out) {}

  void add(const ImportRow& row) {
    if (++count_ > kMostRows) return;
    if (json_) return kept_.push_back(row);
    out_ << row.source << ":" << row.line << ": ";
    if (!row.field.empty()) out_ << row.field << ": ";
    out_ << (row.left_out ? "left out: " : "") << row.sentence << "\n";
  }
  std::size_t more() const { return count_ > kMostRows ? count_ - kMostRows : 0; }
  const std::vector<ImportRow>& kept() const { return kept_; }

 private:
  const bool json_;
  std::ostream& out_;
  std::size_t count_ = 0;
  std::vector<ImportRow> kept_;
};

void print_json(const ImportReport& report, const Rows& rows, bool dry_run, std::ostream& out) {
  std::string text;
  json::Writer json(text);
  json.begin_object().member("came", report.came).member("changed", report.changed);
  json.member("same", report.same).member("went", report.went).member("bad", report.bad);
  json.member("passed_over", report.passed_over);
  json.key("imported").boolean(report.refusal.empty() && !dry_run);
  if (!report.refusal.empty()) json.member("refused", std::string_view(report.refusal));
  json.key("rows").begin_array();
  for (const ImportRow& row : rows.kept()) {
    json.begin_object().member("source", std::string_view(row.source));
    json.member("line", static_cast<std::int64_t>(row.line));
    if (!row.field.empty()) json.member("field", std::string_view(row.field));
    json.member("what", std::string_view(row.sentence));
    json.key("left_out").boolean(row.left_out).end_object();
  }
  json.end_array().member("more_rows", static_cast<std::int64_t>(rows.more())).end_object();
  out << text << "\n";
}

void print_text(const ImportReport& report, const Rows& rows, bool dry_run, std::ostream& out) {
  if (rows.more() > 0) out << "and " << rows.more() << " more such rows\n";
  if (dry_run) {
    out << "nothing was changed: this was a dry run\n";
  } else if (report.refusal.empty() && report.served) {
    out << "the till that runs sells what was there before; send it SIGHUP\n";
  }
  out << report.sentence << "\n";
}

}  // namespace

ImportCommand::ImportCommand(CLI::App& app) : app_(app) {
  CLI::App& command = *app.add_subcommand("import", "Take over the products of the shop");
  command.add_option("--config", options_.config, "The shop's till.toml")->required();
  command.add_option("SOURCE", options_.sources,
                     "Files or https URLs; - is the standard input. Without any, those of the "
                     "config");
  command.add_option("--format", options_.format,
                     "What the sources are written in, if it cannot be told from them");
  command.add_flag("--update", options_.update,
                   "Products that the sources do not name stay as they are");
  command.add_flag("--dry-run", options_.dry_run, "Say what would be done, and do nothing");
  command.add_option(
      "--max-bad", options_.max_bad,
      "Refuse it when more of the rows are bad; 1% unless the config says otherwise");
  command.add_option(
      "--max-drop", options_.max_drop,
      "Refuse it when more of the products would go; 30% unless the config says otherwise");
  command.add_option("--counted-at", options_.counted_at,
                     "When the pieces of the sources were counted, such as 2026-11-24T10:00:00Z");
  command.add_flag("--json", options_.json, "Print it as JSON");
}

std::optional<ImportOptions> ImportCommand::chosen() const {
  if (!app_.got_subcommand("import")) return std::nullopt;
  return options_;
}

Outcome import_products(const ImportOptions& options, const Composition& composition,
                        std::ostream& out, std::ostream* terminal) {
  const auto config = load_config(options.config);
  if (!config) return failed(config.error());
  Rows rows(options.json, out);
  ProgressBar bar(terminal, " MiB read", kMebibyte);
  const ImportWatch watch{[&](const ImportRow& row) {
                            bar.clear();
                            rows.add(row);
                          },
                          [&bar](std::uint64_t done, std::uint64_t all) { bar.show(done, all); }};
  const auto report = composition.import_products(*config, options, watch);
  bar.clear();
  if (!report) return refused(report.error());
  if (options.json) {
    print_json(*report, rows, options.dry_run, out);
  } else {
    print_text(*report, rows, options.dry_run, out);
  }
  if (report->refusal.empty()) return {};
  out.flush();
  return failed("nothing was changed: " + report->refusal);
}

}  // namespace till::cli
