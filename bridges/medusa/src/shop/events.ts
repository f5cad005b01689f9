import { cancelOrderFulfillmentWorkflow, cancelOrderWorkflow, refundPaymentWorkflow }
  from "@medusajs/medusa/core-flows"
import { MathBN, Modules } from "@medusajs/framework/utils"

import { toMajor } from "../till/money"
import type { OrderEvent } from "../till/order"
import { Refused } from "../till/read"
import { cancelLines } from "./cancel_lines"
import { type Container, alone, loggerOf, tillOf } from "./container"
import { BY_TILL, type ShopOrder, readShopOrder } from "./news"
import { orderLock } from "./orders"
import { type Payment, paymentsOf } from "./payments"

async function mark(container: Container, order: ShopOrder, metadata: Record<string, unknown>) {
  await container.resolve(Modules.ORDER).updateOrders(
    [{ id: order.id, metadata: { ...order.metadata, ...metadata } }])
}

const nameOf = (event: OrderEvent) =>
  `${BY_TILL}${event.id ?? `${event.type}-${event.order.id}`}`

/** Till has stopped it, and pays back by itself. Medusa pays back in its books alone. */
async function cancel(container: Container, order: ShopOrder, event: OrderEvent) {
  if (order.canceled_at) return
  if (event.lines) return cancelLines(container, order, event, nameOf(event))
  await mark(container, order, { till_canceled: event.id ?? true, till_reason: event.reason })
  const packed = order.fulfillments.filter((each) => each && !each.canceled_at)
  if (packed.some((each) => each.shipped_at || each.delivered_at)) {
    loggerOf(container).error(`till: ${order.id} is canceled at Till, but some of it has left here`)
    return
  }
  for (const { id } of packed) {
    await cancelOrderFulfillmentWorkflow(container).run(
      { input: { order_id: order.id, fulfillment_id: id } })
  }
  await cancelOrderWorkflow(container).run(
    { input: { order_id: order.id, canceled_by: nameOf(event) } })
}

function leftOf(payment: Payment) {
  const sum = (amounts: { amount: Payment["refunds"][0]["amount"] }[]) =>
    MathBN.sum(0, ...(amounts ?? []).map((each) => each.amount))
  return MathBN.sub(sum(payment.captures), sum(payment.refunds))
}

/** Notes what went back to the buyer, as far as Medusa has not noted it with a cancellation. */
async function refund(container: Container, order: ShopOrder, event: OrderEvent) {
  const name = nameOf(event)
  const payments = paymentsOf(order)
  const isKnown = payments.some((payment) =>
    (payment.refunds ?? []).some((each) => each.created_by === name))
  const payment = payments.find((each) => MathBN.gt(leftOf(each), 0))
  if (isKnown || !payment || !event.amount) return
  const asked = toMajor(event.amount, order.currency_code)
  const amount = MathBN.min(asked, leftOf(payment))
  await refundPaymentWorkflow(container).run({ input: { payment_id: payment.id,
    amount: MathBN.convert(amount).toNumber(), created_by: name, note: event.reason } })
}

async function act(container: Container, order: ShopOrder, event: OrderEvent): Promise<void> {
  switch (event.type) {
    case "canceled": return cancel(container, order, event)
    case "refunded": return refund(container, order, event)
    case "held": return mark(container, order, { till_held: true })
    case "released": return mark(container, order, { till_held: false })
    case "disputed":
      loggerOf(container).warn(`till: the payment of ${order.id} is disputed`)
      return mark(container, order, { till_disputed: event.amount ?? true })
    default: // Of a later version: it is known, and nothing is done about it.
      loggerOf(container).warn(`till: event ${event.type} of ${order.id} is not known here`)
  }
}

/** What happened to an order at Till, as often as it is told. */
export async function takeEvent(container: Container, tillId: string,
                                event: OrderEvent): Promise<void> {
  await alone(container, [orderLock(tillId)], async () => {
    const [known] = await tillOf(container).listTillOrders({ till_id: tillId })
    const order = known && await readShopOrder(container, known.order_id)
    if (!order) throw new Refused("unknown_order", `no order ${tillId} here`)
    await act(container, order, event)
  })
}
