// The way to the shop behind Till: a client over which the shop is silent, slow or gone, answers
// wrongly or by halves, and comes and goes.
#pragma once

#include "simulation/shop.h"

namespace till::simulation {

// How the shop does just now.
enum class Mood {
  well,
  silent,    // Takes what is asked, or not, and says nothing.
  slow,      // Answers late, often too late.
  wrong,     // Answers what is not of the contract.
  half,      // Answers break off.
  failing,   // Says that it does not work.
  gone,      // Nobody is there: it restarts.
  flapping,  // Now this, now that.
};
inline constexpr std::uint64_t kMoods = 8;

// The shop as all processes of Till meet it.
struct ShopWeather {
  Mood mood = Mood::well;
  std::uint64_t restarts = 0;  // What is under way when it restarts gets no answer.
  // Another mood; most often well.
  void turn(World& world);
};

// The line of one process, which reaches nobody once it is dead.
class ShopLine final : public net::HttpClient {
 public:
  ShopLine(World& world, Shop& shop, const ShopWeather& weather, const bool& dead)
      : world_(world), shop_(shop), weather_(weather), dead_(dead) {}
  Task<Result<net::Response, net::ClientFailure>> send(net::ClientRequest request,
                                                       Executor& executor) override;
  Task<Done> pause(std::chrono::milliseconds wait, Executor& executor) override;

 private:
  using Outcome = Result<net::Response, net::ClientFailure>;
  Mood mood_now() const;
  // How long the answer is on its way.
  Milliseconds delay(Mood mood, Milliseconds patience) const;
  net::Response answer_in(Mood mood, const net::ClientRequest& request) const;
  net::Response wrong_answer(const net::ClientRequest& request) const;
  Task<Done> arrive_late(net::ClientRequest request, Milliseconds span, Executor& executor);

  World& world_;
  Shop& shop_;
  const ShopWeather& weather_;
  const bool& dead_;
};

}  // namespace till::simulation
