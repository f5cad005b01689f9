import { model } from "@medusajs/framework/utils"

/** The newest set of holds of a session. Its pieces are reservations of Medusa's inventory. */
const TillHold = model.define("till_hold", {
  session_id: model.text().primaryKey(),
  version: model.number(),
  until: model.dateTime().index("IDX_till_hold_until"),
  // While pieces may be reserved for it: what the sweep looks for.
  open: model.boolean(),
  held: model.json(), // Items and their pieces, as they were answered.
})

export default TillHold
