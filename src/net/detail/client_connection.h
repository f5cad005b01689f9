// ClientConnection: one connection of the client to one origin, used on the client's loop only.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "base/url.h"
#include "net/detail/answer_reader.h"
#include "net/detail/io_loop.h"
#include "net/detail/tls_context.h"
#include "net/http_client.h"

namespace till::net::detail {

using OpenNetworks = std::optional<std::vector<std::string>>;

class ClientConnection {
 public:
  // `open_networks` as in ClientOptions; must outlive it.
  ClientConnection(IoLoop& loop, TlsContext tls, const OpenNetworks& open_networks)
      : loop_(loop), tls_(std::move(tls)), open_networks_(open_networks) {}

  // Looks the host up, connects and, for https, shakes hands with a verified peer. The error is
  // access_denied when the host has none but closed addresses.
  Task<ErrorCode> open(const Url& url);

  struct Exchange {
    Result<Response, ClientFailure> answer;
    bool reusable = false;
    bool any_byte = false;  // Something of an answer came.
  };
  // Who gets the body of an answer as it comes, as in ClientRequest.
  struct Takers {
    std::function<void(std::string_view)> on_events;
    BodySink* sink = nullptr;
  };
  // Sends the request text and reads one answer of at most `max_bytes`. All arguments must outlive
  // the call.
  Task<Exchange> exchange(const std::string& request, bool head, std::size_t max_bytes,
                          const Takers& takers);

  // Ends whatever it waits for; the connection is of no use afterwards.
  void close();

 private:
  struct LookUp;
  Task<ErrorCode> look_up(const Url& url, std::vector<tcp::endpoint>& found);
  Task<ErrorCode> connect(const std::vector<tcp::endpoint>& candidates);
  Task<ErrorCode> read_answer(AnswerReader& reader, const Takers& takers);
  Task<IoResult> write(const std::string& text);
  Task<IoResult> read(asio::mutable_buffer into);
  Socket& socket() { return stream_ ? stream_->next_layer() : *plain_; }

  IoLoop& loop_;
  TlsContext tls_;
  const OpenNetworks& open_networks_;
  std::shared_ptr<LookUp> look_up_;
  std::optional<Socket> plain_;
  std::optional<TlsStream> stream_;
  bool closed_ = false;
};

}  // namespace till::net::detail
