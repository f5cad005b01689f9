#include "products/file/pushed_products.h"

#include <fcntl.h>
#include <unistd.h>

#include <utility>

namespace till::products {
namespace {

constexpr mode_t kPushedMode = 0600;
constexpr const char* kPushedPragmas =
    "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; "
    "PRAGMA cache_size = -4096;";
constexpr const char* kPushedTables =
    "CREATE TABLE IF NOT EXISTS facts(name TEXT PRIMARY KEY, value) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS pushed(id TEXT PRIMARY KEY, print INTEGER NOT NULL, "
    "variants TEXT NOT NULL) WITHOUT ROWID;";

PushedLine line_in(const Query& row) {
  return {std::string(row.text(0)), static_cast<std::uint64_t>(row.integer(1)),
          std::string(row.text(2))};
}

}  // namespace

Result<std::unique_ptr<PushedProducts>, std::string> PushedProducts::open(const std::string& path) {
  const int made =
      ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, kPushedMode);
  if (made < 0) return refused("cannot write " + path + "; mend its folder");
  ::close(made);
  std::unique_ptr<PushedProducts> pushed(new PushedProducts(path));
  if (auto begun = pushed->begin(); !begun) return refused(begun.error());
  return pushed;
}

Result<void, std::string> PushedProducts::begin() {
  auto database = open_to_write(path_);
  if (!database) return refused("cannot open " + path_ + ": " + database.error());
  database_ = std::move(*database);
  if (!execute(database_, kPushedPragmas) || !execute(database_, kPushedTables)) return failure();
  sqlite3* const handle = database_.get();
  find_ = Query(handle, "SELECT id, print, variants FROM pushed WHERE id = ?1");
  put_ = Query(handle, "INSERT OR REPLACE INTO pushed(id, print, variants) VALUES (?1, ?2, ?3)");
  fact_ = Query(handle, "INSERT OR REPLACE INTO facts(name, value) VALUES (?1, ?2)");
  if (!read_facts()) return failure();
  return {};
}

Result<void, std::string> PushedProducts::failure() const {
  return refused("cannot use " + path_ + ": " + sqlite3_errmsg(database_.get()));
}

bool PushedProducts::read_facts() {
  Query all(database_.get(), "SELECT name, value FROM facts");
  while (all.step()) {
    const std::string name(all.text(0));
    if (name == "url") facts_.url = all.text(1);
    if (name == "feed_id") facts_.feed_id = all.text(1);
    if (name == "create_key") facts_.create_key = all.text(1);
    if (name == "update_id") facts_.update_id = all.text(1);
    if (name == "pushed_at") facts_.pushed_at.ms = all.integer(1);
  }
  return !all.failed();
}

bool PushedProducts::write_facts(const PushFacts& facts) {
  const std::pair<std::string_view, std::string_view> texts[] = {{"url", facts.url},
                                                                 {"feed_id", facts.feed_id},
                                                                 {"create_key", facts.create_key},
                                                                 {"update_id", facts.update_id}};
  for (const auto& [name, text] : texts) {
    if (!fact_.bind(1, name).bind(2, text).run()) return false;
  }
  return fact_.bind(1, std::string_view("pushed_at")).bind(2, facts.pushed_at.ms).run();
}

Result<void, std::string> PushedProducts::set(const PushFacts& facts) {
  const bool other = facts.url != facts_.url || facts.feed_id != facts_.feed_id;
  const bool fine = execute(database_, "BEGIN") &&
                    (!other || execute(database_, "DELETE FROM pushed")) && write_facts(facts) &&
                    execute(database_, "COMMIT");
  if (!fine) {
    auto failed = failure();
    execute(database_, "ROLLBACK");
    return failed;
  }
  facts_ = facts;
  return {};
}

Result<std::optional<PushedLine>, std::string> PushedProducts::find(std::string_view id) {
  const QueryEnd end(find_);
  if (find_.bind(1, id).step()) return std::optional(line_in(find_));
  if (find_.failed()) return refused(failure().error());
  return std::nullopt;
}

Result<void, std::string> PushedProducts::each(
    const std::function<bool(const PushedLine& line)>& take) {
  Query all(database_.get(), "SELECT id, print, variants FROM pushed ORDER BY id");
  while (all.step()) {
    if (!take(line_in(all))) return {};
  }
  if (all.failed()) return failure();
  return {};
}

Result<void, std::string> PushedProducts::accept(std::span<const PushedLine> lines,
                                                 const std::string& update_id, Timestamp at) {
  PushFacts facts = facts_;
  facts.update_id = update_id;
  facts.pushed_at = at;
  bool fine = execute(database_, "BEGIN");
  for (const PushedLine& line : lines) {
    fine = fine && put_.bind(1, std::string_view(line.id))
                       .bind(2, static_cast<std::int64_t>(line.print))
                       .bind(3, std::string_view(line.variants))
                       .run();
  }
  fine = fine && write_facts(facts) && execute(database_, "COMMIT");
  if (!fine) {
    auto failed = failure();
    execute(database_, "ROLLBACK");
    return failed;
  }
  facts_ = std::move(facts);
  return {};
}

}  // namespace till::products
