import { MathBN } from "@medusajs/framework/utils"

import { toMinor } from "../till/money"
import { type Container, find } from "./container"
import { PAYMENT_FIELDS, type Payment, paymentsOf } from "./payments"

/** Who did something in Medusa because Till said so: none of it is told to Till again. */
export const BY_TILL = "till:"

interface Fulfillment {
  id: string
  created_at: string
  canceled_at?: string | null
  shipped_at?: string | null
  delivered_at?: string | null
  requires_shipping: boolean
  items: { line_item_id?: string | null; inventory_item_id?: string | null; quantity: number }[]
  labels?: { tracking_number?: string; tracking_url?: string }[]
  metadata?: { carrier?: unknown } | null
  shipping_option?: { service_zone?: { fulfillment_set?: { type: string } } } | null
}

export interface ShopOrder {
  id: string
  status: string
  currency_code: string
  canceled_at?: string | null
  metadata?: Record<string, unknown> | null
  items: {
    id: string
    quantity: number
    requires_shipping: boolean
    metadata?: { till_line_id?: string } | null
    variant?: { inventory_items?: { inventory_item_id: string; required_quantity: number }[] } | null
  }[]
  fulfillments: Fulfillment[]
  payment_collections?: { id: string; payments?: Payment[] }[]
}

const FIELDS = [
  "id", "status", "currency_code", "canceled_at", "metadata", "items.*",
  "items.variant.inventory_items.inventory_item_id",
  "items.variant.inventory_items.required_quantity", "fulfillments.id", "fulfillments.created_at",
  "fulfillments.canceled_at", "fulfillments.shipped_at", "fulfillments.delivered_at",
  "fulfillments.requires_shipping", "fulfillments.items.*", "fulfillments.labels.*",
  "fulfillments.metadata", "fulfillments.shipping_option.service_zone.fulfillment_set.type",
  ...PAYMENT_FIELDS,
]

export async function readShopOrder(container: Container, id: string) {
  const [order] = await find<ShopOrder>(container, "order", FIELDS, { id })
  return order as ShopOrder | undefined
}

/** A deed of the shop's that Till has to hear of. The key is made of Medusa's own ids. */
export interface News {
  key: string
  deed: "ship" | "ready" | "deliver" | "refund" | "cancel"
  body: Record<string, unknown>
}

const isLink = (text: string | undefined) => /^https?:\/\//.test(text ?? "")
const short = (text: unknown, most: number) =>
  typeof text === "string" && text.trim() !== "" ? text.trim().slice(0, most) : undefined

/** The lines of a fulfillment as Till numbers them; a kit has several entries for one line. */
function linesOf(order: ShopOrder, fulfillment: Fulfillment) {
  const lines = new Map<string, number>()
  for (const each of fulfillment.items ?? []) {
    const item = order.items.find((one) => one.id === each.line_item_id)
    const id = item?.metadata?.till_line_id
    if (!id || lines.has(id)) continue
    const kit = (item.variant?.inventory_items ?? [])
      .find((one) => one?.inventory_item_id === each.inventory_item_id)
    lines.set(id, Number(each.quantity) / (kit?.required_quantity ?? 1))
  }
  return [...lines].map(([id, quantity]) => ({ id, quantity }))
}

function shipping(order: ShopOrder, fulfillment: Fulfillment): News[] {
  const { id, labels, metadata, shipped_at, delivered_at } = fulfillment
  if (!shipped_at && !delivered_at) return []
  const label = labels?.[0]
  const tracking = short(label?.tracking_number, 256)
  const carrier = short(metadata?.carrier, 256)
  const body = {
    line_items: linesOf(order, fulfillment),
    ...(carrier ? { carrier } : {}), ...(tracking ? { tracking_number: tracking } : {}),
    ...(isLink(label?.tracking_url) ? { tracking_url: label?.tracking_url } : {}),
  }
  const ship: News = { key: `ship-${id}`, deed: "ship", body }
  return delivered_at ? [ship, delivery(id, ship.key)] : [ship]
}

/** Till names the parcel in its answer to the news under `after`. */
const delivery = (id: string, after: string): News =>
  ({ key: `deliver-${id}`, deed: "deliver", body: { after } })

function counter(order: ShopOrder, fulfillment: Fulfillment): News[] {
  const { id, delivered_at } = fulfillment
  const ready: News = {
    key: `ready-${id}`, deed: "ready", body: { line_items: linesOf(order, fulfillment) } }
  return delivered_at ? [ready, delivery(id, ready.key)] : [ready]
}

function ofFulfillment(order: ShopOrder, fulfillment: Fulfillment): News[] {
  if (fulfillment.canceled_at) return []
  const type = fulfillment.shipping_option?.service_zone?.fulfillment_set?.type
  if (type === "pickup" && fulfillment.requires_shipping) return counter(order, fulfillment)
  return shipping(order, fulfillment)
}

function refunds(order: ShopOrder): News[] {
  return paymentsOf(order).flatMap((payment) => payment.refunds ?? [])
    .filter((refund) => refund && !refund.created_by?.startsWith(BY_TILL))
    .sort((one, other) => (one.created_at < other.created_at ? -1 : 1))
    .map((refund): News => ({ key: `refund-${refund.id}`, deed: "refund", body: {
      amount: toMinor(MathBN.convert(refund.amount), order.currency_code),
      ...(short(refund.note, 500) ? { reason: short(refund.note, 500) } : {}) } }))
}

/**
 * All that the shop has done with an order of Till's, by what is in Medusa now. It can be asked at
 * any time and as often as one likes: the same deed has the same key.
 */
export function newsOf(order: ShopOrder): News[] {
  const sent = [...(order.fulfillments ?? [])].filter(Boolean)
    .sort((one, other) => (one.created_at < other.created_at ? -1 : 1))
    .flatMap((each) => ofFulfillment(order, each))
  const isCanceled = order.canceled_at != null || order.status === "canceled"
  if (!isCanceled) return [...sent, ...refunds(order)]
  // Till gives back what is left when it cancels: what Medusa gave back with it is no refund more.
  const byTill = order.metadata?.till_canceled !== undefined
  return byTill ? sent : [...sent, { key: `cancel-${order.id}`, deed: "cancel", body: {} }]
}

/** Whether everything of the order has left. */
export function hasLeft(order: ShopOrder): boolean {
  const left = new Map<string, number>()
  for (const fulfillment of order.fulfillments ?? []) {
    if (fulfillment.canceled_at || !(fulfillment.shipped_at || fulfillment.delivered_at)) continue
    for (const { id, quantity } of linesOf(order, fulfillment)) {
      left.set(id, (left.get(id) ?? 0) + quantity)
    }
  }
  return order.items.every((item) =>
    (left.get(item.metadata?.till_line_id ?? "") ?? 0) >= Number(item.quantity))
}
