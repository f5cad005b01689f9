import { model } from "@medusajs/framework/utils"

/** An order of Till's and its order in Medusa; written once Medusa's order is whole. */
const TillOrder = model.define("till_order", {
  till_id: model.text().primaryKey(),
  order_id: model.text().index("IDX_till_order_order_id"),
  number: model.text(),
  // False once nothing can come of it that Till must hear.
  open: model.boolean().default(true),
})

export default TillOrder
