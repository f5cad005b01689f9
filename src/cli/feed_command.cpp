#include "cli/feed_command.h"

#include <cstddef>
#include <ostream>
#include <vector>

#include "cli/config_file.h"
#include "cli/progress_bar.h"
#include "cli/run.h"
#include "json/writer.h"

namespace till::cli {
namespace {

constexpr std::size_t kMostFeedRows = 50;

// The first rows, printed as they come, or kept for JSON.
class FeedRows {
 public:
  FeedRows(bool json, std::ostream& out) : json_(json), out_(out) {}

  void add(const FeedRow& row) {
    if (++count_ > kMostFeedRows) return;
    if (json_) return kept_.push_back(row);
    out_ << row.product << ": ";
    if (!row.field.empty()) out_ << row.field << ": ";
    out_ << (row.left_out ? "left out: " : "not shown: ") << row.sentence << "\n";
  }
  std::size_t more() const { return count_ > kMostFeedRows ? count_ - kMostFeedRows : 0; }
  const std::vector<FeedRow>& kept() const { return kept_; }

 private:
  const bool json_;
  std::ostream& out_;
  std::size_t count_ = 0;
  std::vector<FeedRow> kept_;
};

void print_json(const FeedReport& report, const FeedRows& rows, std::ostream& out) {
  std::string text;
  json::Writer json(text);
  json.begin_object().member("shown", report.shown).member("not_shown", report.not_shown);
  json.member("left_out", report.left_out);
  json.key("changed").boolean(report.changed);
  if (!report.refusal.empty()) json.member("refused", std::string_view(report.refusal));
  json.key("rows").begin_array();
  for (const FeedRow& row : rows.kept()) {
    json.begin_object().member("product", std::string_view(row.product));
    if (!row.field.empty()) json.member("field", std::string_view(row.field));
    json.member("what", std::string_view(row.sentence));
    json.key("left_out").boolean(row.left_out).end_object();
  }
  json.end_array().member("more_rows", static_cast<std::int64_t>(rows.more())).end_object();
  out << text << "\n";
}

}  // namespace

FeedCommand::FeedCommand(CLI::App& app) : app_(app) {
  CLI::App& command = *app.add_subcommand("feed", "Write what the shop sells as a feed for agents");
  command.add_option("--config", options_.config, "The shop's till.toml")->required();
  command.add_option("--format", options_.format, "acp, google, google-xml or openai")->required();
  command.add_option("--out", options_.out,
                     "The file; .gz at its end compresses it. Without it: the standard output");
  command.add_option("--report", options_.report,
                     "A file for everything that agents will not show, as lines of JSON");
  command.add_flag("--json", options_.json, "Print it as JSON");
}

std::optional<FeedOptions> FeedCommand::chosen() const {
  if (!app_.got_subcommand("feed")) return std::nullopt;
  return options_;
}

Outcome write_feed(const FeedOptions& options, const Composition& composition, std::ostream& out,
                   std::ostream& notes, std::ostream* terminal) {
  if (options.json && options.out.empty()) {
    return wrong_use("--json needs --out, because the feed is printed without it");
  }
  const auto config = load_config(options.config);
  if (!config) return failed(config.error());
  std::ostream& told = options.out.empty() ? notes : out;
  FeedRows rows(options.json, told);
  ProgressBar bar(terminal);
  const FeedWatch watch{[&](const FeedRow& row) {
                          bar.clear();
                          rows.add(row);
                        },
                        [&bar](std::uint64_t done, std::uint64_t all) { bar.show(done, all); }};
  const auto report = composition.write_feed(*config, options, watch);
  bar.clear();
  if (!report) return refused(report.error());
  if (options.json) {
    print_json(*report, rows, told);
  } else {
    if (rows.more() > 0) told << "and " << rows.more() << " more such rows\n";
    told << report->sentence << "\n";
  }
  if (report->refusal.empty()) return {};
  told.flush();
  return failed("nothing was changed: " + report->refusal);
}

}  // namespace till::cli
