// EventReader: the messages of a body of server-sent events, out of its pieces. Does no I/O.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace till::cli {

// One thread. As much of the HTML standard as a till sends: fields "id" and "data", LF or CRLF.
class EventReader {
 public:
  // Gets the data of each event that has some, one line of it.
  explicit EventReader(std::function<void(std::string_view)> on_data)
      : on_data_(std::move(on_data)) {}

  // An event counts once the empty line behind it is there.
  void feed(std::string_view piece);
  // The id of the last event that was whole; empty before the first that has one.
  const std::string& last_id() const { return last_id_; }
  // Another body of the same stream: what was not whole is forgotten.
  void begin_again();

 private:
  void take_line(std::string_view line);

  std::function<void(std::string_view)> on_data_;
  std::string line_;  // What came of the present line.
  std::string data_;
  std::string id_;
  std::string last_id_;
};

}  // namespace till::cli
