import { ContainerRegistrationKeys, Modules, OrderWorkflowEvents }
  from "@medusajs/framework/utils"

import type { Answer } from "../till/answer"
import { toMajor } from "../till/money"
import type { Order } from "../till/order"
import { Refused } from "../till/read"
import { type Container, alone, find, loggerOf, tillOf } from "./container"
import { type Market, marketOf } from "./market"
import { NOBODY, OrderInput, lineIdOf, orderIdOf } from "./order_input"
import { notePayment } from "./payments"
import { inTurn } from "./holds"
import { bestPlace, freeShelf, heldBy } from "./stock"
import { type Variant, inventoryOf, knownVariants } from "./variants"

export const orderLock = (tillId: string) => `till:order:${tillId}`

async function customerOf(container: Container, { buyer }: Order) {
  const { email, phone, name } = buyer
  if (!email || email === NOBODY) return undefined
  const customers = container.resolve(Modules.CUSTOMER)
  const known = await customers.listCustomers({ email })
  const found = known.find((each) => each.has_account) ?? known[0]
  if (found) return found
  const [first_name, ...last] = (name ?? "").trim().split(/\s+/)
  return customers.createCustomers({ email, phone, first_name, last_name: last.join(" ") })
}

async function create(container: Container, order: Order, market: Market,
                      variants: Map<string, Variant>): Promise<void> {
  const [known] = await find<{ id: string }>(container, "order", ["id"],
    { id: orderIdOf(order.id) })
  if (known) return
  const input = await new OrderInput(container, order, market, variants)
    .make(await customerOf(container, order))
  await container.resolve(Modules.ORDER).createOrders([input] as never)
}

/** What the session held becomes what its order has reserved, in the turn of those items. */
async function reserve(container: Container, order: Order, market: Market) {
  const variants = await knownVariants(container, order.lines.map((each) => each.item_id), market)
  const inventory = container.resolve(Modules.INVENTORY)
  const ids = order.lines.map((line) => lineIdOf(order.id, line.index))
  const [held, sold] = await Promise.all([heldBy(container, [order.session_id]),
    inventory.listReservationItems({ line_item_id: ids })])
  const shelf = freeShelf(variants.values(), held)
  const missing = order.lines.flatMap((line) => {
    const variant = variants.get(line.item_id)
    if (!variant?.manage_inventory) return []
    return (variant.inventory_items ?? []).flatMap(({ inventory_item_id, required_quantity }) => {
      const line_item_id = lineIdOf(order.id, line.index)
      if (sold.some((one) => one.line_item_id === line_item_id &&
          one.inventory_item_id === inventory_item_id)) return []
      const [location_id] = bestPlace(shelf, inventory_item_id, market)
      if (!location_id) return [] // It is stocked nowhere that this channel sells from.
      const quantity = line.quantity * required_quantity
      shelf.add(inventory_item_id, location_id, -quantity)
      // It is paid for: reserved even when the shelf is empty.
      return [{ line_item_id, inventory_item_id, location_id, quantity, allow_backorder: true }]
    })
  })
  if (held.length > 0) await inventory.deleteReservationItems(held.map((each) => each.id))
  if (missing.length > 0) await inventory.createReservationItems(missing)
  const [hold] = await tillOf(container).listTillHolds({ session_id: order.session_id })
  if (hold) {
    await tillOf(container).updateTillHolds({ session_id: order.session_id, open: false })
  }
}

/** Counts the use of its promotions once: what links them to the order says that it is counted. */
async function countPromotions(container: Container, order: Order) {
  const codes = order.discounts.map((each) => each.code).filter((code) => code !== undefined)
  if (codes.length === 0) return
  const order_id = orderIdOf(order.id)
  const promotions = container.resolve(Modules.PROMOTION)
  const known = await find(container, "order_promotion", ["promotion_id"], { order_id })
  if (known.length > 0) return
  const used = await promotions.listPromotions({ code: codes })
  const actions = order.discounts.flatMap((discount) => (discount.code ? [{ code: discount.code,
    amount: toMajor(discount.allocations.reduce((sum, each) => sum + each.amount, 0),
      order.currency) }] : []))
  try {
    await promotions.registerUsage(actions as never,
      { customer_id: null, customer_email: order.buyer.email })
  } catch (fault) { // It is sold at this price, whether or not the limit was reached meanwhile.
    loggerOf(container).warn(`till: use of ${codes.join(", ")} is not counted: ${fault}`)
  }
  await container.resolve(ContainerRegistrationKeys.LINK).create(used.map((promotion) => ({
    [Modules.ORDER]: { order_id }, [Modules.PROMOTION]: { promotion_id: promotion.id } })))
}

async function numberOf(container: Container, id: string): Promise<string> {
  const [order] = await find<{ display_id: number; custom_display_id?: string | null }>(
    container, "order", ["display_id", "custom_display_id"], { id })
  return order.custom_display_id || String(order.display_id)
}

/**
 * Takes a paid order: once, whatever breaks off on the way. Each step looks at what is there, and
 * the order's number is answered when all of it is.
 */
export async function takeOrder(container: Container, order: Order): Promise<Answer> {
  return alone(container, [orderLock(order.id)], async () => {
    const [known] = await tillOf(container).listTillOrders({ till_id: order.id })
    if (known) return [200, { order_number: known.number }]
    const address = order.fulfillment.find((part) => part.address)?.address
    const market = await marketOf(container, order.currency, address)
    const variants = await knownVariants(container, order.lines.map((each) => each.item_id), market)
    for (const { item_id, index } of order.lines) {
      if (!variants.has(item_id)) throw new Refused("unknown_item", `no ${item_id} here`, index)
    }
    await create(container, order, market, variants)
    await inTurn(container, order.session_id, inventoryOf(variants.values()),
      () => reserve(container, order, market))
    const id = orderIdOf(order.id)
    await notePayment(container, id, order)
    await countPromotions(container, order)
    await container.resolve(Modules.EVENT_BUS)
      .emit({ name: OrderWorkflowEvents.PLACED, data: { id } })
    const number = await numberOf(container, id)
    await tillOf(container).createTillOrders({ till_id: order.id, order_id: id, number })
    return [201, { order_number: number }]
  })
}
