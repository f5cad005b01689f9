import { type Address, readAddress } from "./messages"
import { atLeast, isAmount, isFlag, isId, isList, isObject, isText, isTime, may, want } from "./read"

export interface OrderLine {
  index: number
  id?: string
  item_id: string
  title: string
  quantity: number
  unit_amount: number
  discount: number
  tax: number
  tax_included: boolean
  option_id?: string
}

export interface Delivery {
  type: string
  option_id: string
  title: string
  amount: number
  tax: number
  tax_included: boolean
  lines: number[]
  address?: Address
  phone?: string
}

export interface Discount {
  code?: string
  title: string
  allocations: { index: number; amount: number }[]
}

export interface Payment {
  provider: string
  reference?: string
  captured: boolean
  amount: number
}

export interface Order {
  id: string
  session_id: string
  agent: string
  currency: string
  locale?: string
  lines: OrderLine[]
  discounts: Discount[]
  fulfillment: Delivery[]
  buyer: { name?: string; email: string; phone?: string; company?: string; billing?: Address }
  payment: Payment
  total: number
  held: boolean
  permalink_url?: string
  order_notes?: string
  purchase_order_number?: string
  consents: unknown[]
}

export interface OrderEvent {
  type: string
  id?: string
  reason?: string
  amount?: number
  lines?: { index: number; quantity: number }[]
  order: Order
}

const QUANTITY = atLeast(1)

function readLine(line: unknown): OrderLine {
  return {
    index: want(line, "index", isAmount),
    id: may(line, "id", isId),
    item_id: want(line, "item_id", isId),
    title: want(line, "title", isText),
    quantity: want(line, "quantity", QUANTITY),
    unit_amount: want(line, "unit_amount", isAmount),
    discount: want(line, "discount", isAmount),
    tax: want(line, "tax", isAmount),
    tax_included: may(line, "tax_included", isFlag) ?? false,
    option_id: may(line, "option_id", isText),
  }
}

function readDelivery(part: unknown): Delivery {
  // What is fetched has a place instead of an address.
  const address = may(part, "address", isObject) ??
    may(may(part, "location", isObject) ?? {}, "address", isObject)
  return {
    type: want(part, "type", isText),
    option_id: want(part, "option_id", isId),
    title: want(part, "title", isText),
    amount: want(part, "amount", isAmount),
    tax: want(part, "tax", isAmount),
    tax_included: may(part, "tax_included", isFlag) ?? false,
    lines: want(part, "lines", isList).map((index) => want({ index }, "index", isAmount)),
    address: address && readAddress(address),
    phone: may(may(part, "contact", isObject) ?? {}, "phone", isText),
  }
}

function readDiscount(discount: unknown): Discount {
  return {
    code: may(discount, "code", isText),
    title: want(discount, "title", isText),
    allocations: want(discount, "allocations", isList).map((part) => ({
      index: want(part, "index", isAmount),
      amount: want(part, "amount", isAmount),
    })),
  }
}

/** What the order comes to, by its own totals. */
export function readTotal(body: unknown): number {
  const totals = want(body, "totals", isList).map((one) =>
    [want(one, "type", isText), want(one, "amount", isAmount)] as const)
  return want(Object.fromEntries(totals), "total", isAmount)
}

function readPayment(payment: unknown): Payment {
  return {
    provider: want(payment, "provider", isText),
    reference: may(payment, "reference", isText),
    captured: may(payment, "captured", isFlag) ?? false,
    amount: want(payment, "amount", isAmount),
  }
}

export function readOrder(body: unknown): Order {
  const buyer = want(body, "buyer", isObject)
  const billing = may(buyer, "billing_address", isObject)
  return {
    id: want(body, "id", isId),
    session_id: want(body, "session_id", isId),
    agent: want(body, "agent", isText),
    currency: want(body, "currency", isText),
    locale: may(body, "locale", isText),
    lines: want(body, "lines", isList).map(readLine),
    discounts: want(body, "discounts", isList).map(readDiscount),
    fulfillment: want(body, "fulfillment", isList).map(readDelivery),
    buyer: {
      name: may(buyer, "name", isText),
      email: want(buyer, "email", isText),
      phone: may(buyer, "phone", isText),
      company: may(buyer, "company", isText),
      billing: billing && readAddress(billing),
    },
    payment: readPayment(want(body, "payment", isObject)),
    total: readTotal(body),
    held: may(body, "held", isFlag) ?? false,
    permalink_url: may(body, "permalink_url", isText),
    order_notes: may(body, "order_notes", isText),
    purchase_order_number: may(body, "purchase_order_number", isText),
    consents: may(body, "consents", isList) ?? [],
  }
}

export function readEvent(body: unknown): OrderEvent {
  return {
    type: want(body, "type", isText),
    id: may(body, "id", isId),
    reason: may(body, "reason", isText),
    amount: may(body, "amount", isAmount),
    lines: may(body, "lines", isList)?.map((line) => ({
      index: want(line, "index", isAmount),
      quantity: want(line, "quantity", QUANTITY),
    })),
    order: (want(body, "occurred_at", isTime), readOrder(want(body, "order", isObject))),
  }
}
