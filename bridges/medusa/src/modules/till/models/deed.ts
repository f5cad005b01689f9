import { model } from "@medusajs/framework/utils"

/** What was done under an idempotency key, and what was answered. Never deleted. */
const TillDeed = model.define("till_deed", {
  key: model.text().primaryKey(),
  deed: model.text(),
  status: model.number(),
  answer: model.json().nullable(),
})

export default TillDeed
