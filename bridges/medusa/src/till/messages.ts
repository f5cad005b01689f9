import { atLeast, isAmount, isFlag, isId, isList, isObject, isText, isTime, may, want } from "./read"

/** What Till sends, as far as this bridge reads it. Amounts are in the smallest unit. */
export interface Address {
  name: string
  line_one: string
  line_two?: string
  city: string
  state: string
  country: string
  postal_code: string
}

export interface AskedLine {
  index: number
  item_id: string
  quantity: number
  group_id?: string
}

export interface Buyer {
  email?: string
  logged_in: boolean
  tax_exempt: boolean
}

export interface QuoteRequest {
  is_new: boolean
  currency: string
  quote_id?: string
  lines: AskedLine[]
  ship_to?: Address
  groups: Map<string, Address | undefined>
  discount_codes: string[]
  buyer: Buyer
}

export interface HoldsRequest {
  version: number
  until: Date
  lines: { item_id: string; quantity: number }[]
}

const QUANTITY = atLeast(1)
const MOST_VERSION = 2 ** 31 - 1 // What the column of the database holds.
const isVersion = (value: unknown): value is number => QUANTITY(value) && value <= MOST_VERSION
const isCurrency = (value: unknown): value is string =>
  isText(value) && /^[a-z]{3}$/.test(value)

export function readAddress(value: unknown): Address {
  return {
    name: want(value, "name", isText),
    line_one: want(value, "line_one", isText),
    line_two: may(value, "line_two", isText),
    city: want(value, "city", isText),
    state: want(value, "state", isText),
    country: want(value, "country", isText),
    postal_code: want(value, "postal_code", isText),
  }
}

function readBuyer(value: unknown): Buyer {
  return {
    email: may(value, "email", isText),
    logged_in: may(value, "logged_in", isFlag) ?? false,
    tax_exempt: may(value, "tax_exempt", isFlag) ?? false,
  }
}

const readCode = (value: unknown): string => want({ code: value }, "code", isText)

export function readQuoteRequest(body: unknown): QuoteRequest {
  const ship_to = may(body, "ship_to", isObject)
  const groups = (may(body, "groups", isList) ?? []).map((group) => {
    const address = may(group, "ship_to", isObject)
    return [want(group, "id", isId), address && readAddress(address)] as const
  })
  want(body, "now", isTime)
  want(body, "session_id", isId)
  return {
    is_new: ["create", "cart"].includes(want(body, "purpose", isText)),
    currency: want(body, "currency", isCurrency),
    quote_id: may(body, "quote_id", isText),
    lines: want(body, "lines", isList).map((line) => ({
      index: want(line, "index", isAmount),
      item_id: want(line, "item_id", isId),
      quantity: want(line, "quantity", QUANTITY),
      group_id: may(line, "group_id", isId),
    })),
    ship_to: ship_to && readAddress(ship_to),
    groups: new Map(groups),
    discount_codes: (may(body, "discount_codes", isList) ?? []).map(readCode),
    buyer: readBuyer(may(body, "buyer", isObject) ?? {}),
  }
}

export function readHolds(body: unknown): HoldsRequest {
  return {
    version: want(body, "version", isVersion),
    until: new Date(want(body, "until", isTime)),
    lines: want(body, "lines", isList).map((line) => ({
      item_id: want(line, "item_id", isId),
      quantity: want(line, "quantity", QUANTITY),
    })),
  }
}
