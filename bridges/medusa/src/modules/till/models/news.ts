import { model } from "@medusajs/framework/utils"

/** Something the shop did with an order of Till's: told until Till has taken or refused it. */
const TillNews = model.define("till_news", {
  key: model.text().primaryKey(), // Also the Idempotency-Key.
  till_id: model.text().index("IDX_till_news_till_id"),
  position: model.number(), // Within its order: told in this sequence.
  deed: model.text(), // ship, ready, deliver, refund or cancel.
  body: model.json(),
  state: model.enum(["pending", "told", "refused"]).default("pending"),
  tries: model.number().default(0),
  next_try_at: model.dateTime(),
  answer: model.text().nullable(),
})

export default TillNews
