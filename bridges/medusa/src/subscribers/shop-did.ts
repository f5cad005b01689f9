import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import {
  FulfillmentWorkflowEvents, OrderWorkflowEvents, PaymentEvents,
} from "@medusajs/framework/utils"

import { type Container, find, tillOf } from "../shop/container"
import { bringNews } from "../shop/telling"

type Data = { id?: string; order_id?: string }

async function orderOf(container: Container, event: string, data: Data) {
  if (data.order_id) return data.order_id
  if (event === OrderWorkflowEvents.CANCELED) return data.id
  if (event === PaymentEvents.REFUNDED) {
    const [payment] = await find<{ payment_collection?: { order?: { id: string } } }>(
      container, "payment", ["payment_collection.order.id"], { id: data.id })
    return payment?.payment_collection?.order?.id
  }
  const [fulfillment] = await find<{ order?: { id: string } }>(
    container, "fulfillment", ["order.id"], { id: data.id })
  return fulfillment?.order?.id
}

/** Tells Till at once what the shop did. What gets lost here, the job of each minute finds. */
export default async function shopDid({ event, container }: SubscriberArgs<Data>) {
  const id = await orderOf(container, event.name, event.data)
  if (!id) return
  const [known] = await tillOf(container).listTillOrders({ order_id: id })
  if (known) await bringNews(container, known.till_id)
}

export const config: SubscriberConfig = {
  event: [
    FulfillmentWorkflowEvents.SHIPMENT_CREATED, FulfillmentWorkflowEvents.DELIVERY_CREATED,
    OrderWorkflowEvents.FULFILLMENT_CREATED, OrderWorkflowEvents.CANCELED, PaymentEvents.REFUNDED,
  ],
  context: { subscriberId: "till-shop-did" },
}
