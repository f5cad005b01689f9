import {
  beginOrderEditOrderWorkflow, confirmOrderEditRequestWorkflow, orderEditUpdateItemQuantityWorkflow,
} from "@medusajs/medusa/core-flows"

import type { OrderEvent } from "../till/order"
import { type Container, find } from "./container"
import type { ShopOrder } from "./news"
import { lineIdOf } from "./order_input"

interface Change {
  status: string
  internal_note?: string | null
}

/**
 * Some pieces of an order are called off: an edit of the order in Medusa, which frees what it had
 * reserved. The edit carries the event's name, so that it is made once.
 */
export async function cancelLines(container: Container, order: ShopOrder, event: OrderEvent,
                                  name: string): Promise<void> {
  const changes = await find<Change>(container, "order_change", ["status", "internal_note"],
    { order_id: order.id })
  const mine = changes.find((change) => change.internal_note === name)
  if (mine?.status === "confirmed") return
  const items = (event.lines ?? []).flatMap(({ index, quantity }) => {
    const item = order.items.find((each) => each.id === lineIdOf(event.order.id, index))
    return item ? [{ id: item.id, quantity: Math.max(0, Number(item.quantity) - quantity) }] : []
  })
  if (items.length === 0) return
  if (!mine) {
    await beginOrderEditOrderWorkflow(container).run(
      { input: { order_id: order.id, created_by: name, internal_note: name } })
  }
  await orderEditUpdateItemQuantityWorkflow(container).run({ input: { order_id: order.id, items } })
  await confirmOrderEditRequestWorkflow(container).run(
    { input: { order_id: order.id, confirmed_by: name } })
}
