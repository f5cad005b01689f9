#include "simulation/shop_line.h"

#include <array>

namespace till::simulation {
namespace {

net::ClientFailure not_sent() { return {net::ClientFailureKind::not_sent, "nobody is there"}; }
net::ClientFailure no_answer() { return {net::ClientFailureKind::no_answer, "no answer"}; }

}  // namespace

void ShopWeather::turn(World& world) {
  const Mood before = mood;
  const bool clears = before != Mood::well || world.draw(3) == 0;
  mood = clears ? Mood::well : static_cast<Mood>(1 + world.draw(kMoods - 1));
  if (mood == Mood::gone) ++restarts;
}

Mood ShopLine::mood_now() const {
  if (world_.calm) return Mood::well;
  if (weather_.mood != Mood::flapping) return weather_.mood;
  return static_cast<Mood>(world_.draw(kMoods - 1));
}

Milliseconds ShopLine::delay(Mood mood, Milliseconds patience) const {
  if (mood == Mood::silent) return patience;
  if (mood == Mood::slow)
    return Milliseconds(world_.draw(2 * static_cast<std::uint64_t>(patience.count()) + 1));
  return Milliseconds(world_.draw(40));
}

net::Response ShopLine::wrong_answer(const net::ClientRequest& request) const {
  const bool quote = request.url.ends_with("/quote");
  if (quote && world_.draw(2) == 0) {
    return shop_.answer(request, static_cast<Flaw>(1 + world_.draw(kFlaws - 1)));
  }
  static const std::array<net::Response, 7> kAnswers{
      net::Response{301, {{"Location", "https://shop.example/login"}}, ""},
      net::Response{401, {}, ""},
      net::Response{422, {}, R"({"refused":"no"})"},
      net::Response{200, {}, "<html>Welcome</html>"},
      net::Response{200, {}, "{}"},
      net::Response{200, {}, R"({"lines":[],"options":[],"decision":1,"order_number":null})"},
      net::Response{409, {}, R"({"refused":{"reason":"unknown_item","index":7}})"},
  };
  // To an order a no is an answer; to what happened to one, and to pieces given back, every 2xx.
  std::size_t some = kAnswers.size();
  if (request.url.ends_with("/orders")) some = 6;
  if (request.url.ends_with("/events") || request.method == "DELETE") some = 3;
  return kAnswers.at(world_.draw(some));
}

net::Response ShopLine::answer_in(Mood mood, const net::ClientRequest& request) const {
  if (mood == Mood::wrong) return wrong_answer(request);
  if (mood == Mood::failing) {
    if (world_.draw(2) == 0) shop_.answer(request, Flaw::none);  // It fails at the very end.
    return {world_.draw(2) == 0 ? 500 : 503, {{"Retry-After", "2"}}, ""};
  }
  net::Response answer = shop_.answer(request, Flaw::none);
  if (mood == Mood::half) answer.body.resize(answer.body.size() / 2);
  return answer;
}

Task<Done> ShopLine::arrive_late(net::ClientRequest request, Milliseconds span,
                                 Executor& executor) {
  co_await world_.later(span, executor);
  shop_.answer(request, Flaw::none);
  co_return Done{};
}

Task<Result<net::Response, net::ClientFailure>> ShopLine::send(net::ClientRequest request,
                                                               Executor& executor) {
  const Milliseconds patience = request.timeout.value_or(Milliseconds(10'000));
  const Mood mood = mood_now();
  const std::uint64_t restarts = weather_.restarts;
  co_await world_.travel(executor);
  if (dead_ || mood == Mood::gone) co_return refused(not_sent());
  const Milliseconds back = delay(mood, patience);
  if (back >= patience) {
    // It does what it was asked, though nobody waits for it any more.
    if (world_.fault(50)) spawn(arrive_late(std::move(request), back, executor), [](Done) {});
    co_await world_.later(patience, executor);
    co_return refused(no_answer());
  }
  const net::Response answer = answer_in(mood, request);
  co_await world_.later(back, executor);
  const bool broken_off = mood == Mood::half && world_.draw(2) == 0;
  if (dead_ || broken_off || restarts != weather_.restarts || world_.fault(4)) {
    co_return refused(no_answer());
  }
  shop_.was_heard(request, answer);
  co_return answer;
}

Task<Done> ShopLine::pause(std::chrono::milliseconds wait, Executor& executor) {
  co_await world_.later(wait, executor);
  co_return Done{};
}

}  // namespace till::simulation
