import { createOrderPaymentCollectionWorkflow } from "@medusajs/medusa/core-flows"
import type { BigNumberInput } from "@medusajs/framework/types"
import { MathBN, Modules } from "@medusajs/framework/utils"

import { toMajor } from "../till/money"
import type { Order } from "../till/order"
import { type Container, find } from "./container"

export const PROVIDER = "pp_till_till"

export interface Refund {
  id: string
  amount: BigNumberInput
  created_by?: string | null
  note?: string | null
  created_at: string
}

export interface Payment {
  id: string
  provider_id: string
  data?: Record<string, unknown>
  captures: { id: string; amount: BigNumberInput }[]
  refunds: Refund[]
}

interface Paid {
  payment_collections?: {
    id: string
    payment_sessions?: { id: string; status: string }[]
    payments?: Payment[]
  }[]
  transactions?: { reference_id?: string }[]
}

export const PAYMENT_FIELDS = [
  "payment_collections.id", "payment_collections.payment_sessions.id",
  "payment_collections.payment_sessions.status", "payment_collections.payments.id",
  "payment_collections.payments.provider_id", "payment_collections.payments.data",
  "payment_collections.payments.captures.id", "payment_collections.payments.captures.amount",
  "payment_collections.payments.refunds.id", "payment_collections.payments.refunds.amount",
  "payment_collections.payments.refunds.created_by", "payment_collections.payments.refunds.note",
  "payment_collections.payments.refunds.created_at",
]

export const paymentsOf = (order: Paid): Payment[] =>
  (order.payment_collections ?? []).flatMap((each) => each?.payments ?? [])
    .filter((payment) => payment?.provider_id === PROVIDER)

async function read(container: Container, orderId: string): Promise<Paid> {
  const [order] = await find<Paid>(container, "order",
    [...PAYMENT_FIELDS, "transactions.reference_id"], { id: orderId })
  return order
}

/**
 * Notes in Medusa what Till charged: a payment of its own provider, captured if Till has taken the
 * money. Whatever of it is there already, from a try that broke off, is kept.
 */
export async function notePayment(container: Container, orderId: string, order: Order) {
  const amount = MathBN.convert(toMajor(order.payment.amount, order.currency)).toNumber()
  let paid = await read(container, orderId)
  if ((paid.payment_collections ?? []).length === 0) {
    await createOrderPaymentCollectionWorkflow(container).run(
      { input: { order_id: orderId, amount } })
    paid = await read(container, orderId)
  }
  const collection = paid.payment_collections?.[0]
  if (!order.payment.reference || amount === 0 || !collection) return
  const payments = container.resolve(Modules.PAYMENT)
  if (paymentsOf(paid).length === 0) {
    const known = (collection.payment_sessions ?? [])[0]
    const session = known ?? await payments.createPaymentSession(collection.id, {
      provider_id: PROVIDER, currency_code: order.currency, amount, context: {},
      data: { till_order_id: order.id, provider: order.payment.provider,
        reference: order.payment.reference, captured: order.payment.captured },
    })
    await payments.authorizePaymentSession(session.id, {})
    paid = await read(container, orderId)
  }
  await noteCaptures(container, orderId, order.currency, paid)
}

/** Each capture is a transaction of the order, once. */
async function noteCaptures(container: Container, orderId: string, currency: string, paid: Paid) {
  const noted = new Set((paid.transactions ?? []).map((each) => each?.reference_id))
  const captures = paymentsOf(paid).flatMap((each) => each.captures ?? [])
    .filter((each) => !noted.has(each.id))
  if (captures.length === 0) return
  await container.resolve(Modules.ORDER).addOrderTransactions(captures.map((capture) => ({
    order_id: orderId, amount: capture.amount, currency_code: currency,
    reference: "capture", reference_id: capture.id })))
}
