import type { BigNumberInput } from "@medusajs/framework/types"
import { MathBN, decorateCartTotals } from "@medusajs/framework/utils"

import { toMajor, toMinor } from "../till/money"
import { Refused } from "../till/read"
import type { Address, QuoteRequest } from "../till/messages"
import { type Container, find } from "./container"
import { type Market, marketOf } from "./market"
import { type Place, type TaxLine, placeOf, taxLinesOf } from "./taxes"
import { type Customer, type Variant, isPhysical, variantsOf } from "./variants"

/** A line that the shop sells. Amounts are in the smallest unit. */
export interface CartLine {
  index: number
  id: string
  item_id: string
  variant: Variant
  quantity: number
  price: number // Of one piece.
  inclusive: boolean // Its tax is a part of the price.
  physical: boolean
  suffix: string // Of the options that bring it: empty, or @ and the id of its group.
  place?: Place // Where it goes, as far as that is known.
  tax_lines: TaxLine[]
  off: number // What discounts take off it.
}

export interface Cart {
  market: Market
  request: QuoteRequest
  customer?: Customer
  lines: CartLine[]
  gone: number[] // Indices of lines that the shop does not sell.
  places: Map<string, Place | undefined> // By suffix.
}

async function customerOf(container: Container, { buyer }: QuoteRequest) {
  if (!buyer.email || !buyer.logged_in) return undefined
  const [customer] = await find<Customer>(container, "customer", ["id", "groups.id"],
    { email: buyer.email, has_account: true })
  return customer
}

async function placesOf(container: Container, request: QuoteRequest) {
  const addresses = new Map<string, Address | undefined>([["", request.ship_to]])
  for (const [id, address] of request.groups) if (address) addresses.set(`@${id}`, address)
  const places = await Promise.all([...addresses].map(async ([suffix, address]) =>
    [suffix, address && await placeOf(container, address)] as const))
  return new Map(places)
}

function lineOf(asked: QuoteRequest["lines"][number], variant: Variant, cart: Cart): CartLine {
  const { calculated_price } = variant
  const { currency } = cart.market
  const price = toMinor(calculated_price?.calculated_amount ?? 0, currency, asked.index)
  if (!Number.isSafeInteger(price * asked.quantity)) {
    throw new Refused("amount_too_large", "so many pieces cost too much", asked.index)
  }
  const grouped = asked.group_id !== undefined && cart.places.has(`@${asked.group_id}`)
  const suffix = grouped ? `@${asked.group_id}` : ""
  return {
    index: asked.index, id: String(asked.index), item_id: asked.item_id, variant,
    quantity: asked.quantity, price, physical: isPhysical(variant), suffix,
    inclusive: calculated_price?.is_calculated_price_tax_inclusive ?? false,
    place: cart.places.get(suffix), tax_lines: [], off: 0,
  }
}

/** The cart that the request describes, priced and with its tax rates, before discounts. */
export async function cartOf(container: Container, request: QuoteRequest): Promise<Cart> {
  const [market, customer, places] = await Promise.all([
    marketOf(container, request.currency, request.ship_to), customerOf(container, request),
    placesOf(container, request)])
  const items = request.lines.map((line) => line.item_id)
  const variants = await variantsOf(container, items, market, customer)
  const cart: Cart = { market, request, customer, lines: [], gone: [], places }
  for (const asked of request.lines) {
    const variant = variants.get(asked.item_id)
    const hasPrice = variant?.calculated_price?.calculated_amount != null
    if (variant && hasPrice) cart.lines.push(lineOf(asked, variant, cart))
    else if (!request.is_new) cart.gone.push(asked.index)
    else throw new Refused("unknown_item", `${asked.item_id} is not for sale`, asked.index)
  }
  if (!request.buyer.tax_exempt) await addTaxLines(container, cart)
  return cart
}

async function addTaxLines(container: Container, { market, lines, places }: Cart) {
  await Promise.all([...places].map(async ([suffix, place]) => {
    if (!place) return
    const together = lines.filter((line) => line.suffix === suffix)
    const found = await taxesAt(container, market.currency, place, together)
    for (const line of together) line.tax_lines = found.get(line.id) ?? []
  }))
}

/** The tax lines that these lines would have at this place. */
export const taxesAt = (container: Container, currency: string, place: Place, lines: CartLine[]) =>
  taxLinesOf(container, currency, place, lines.map((line) => ({
    id: line.id, variant: line.variant, quantity: line.quantity,
    unit_price: toMajor(line.price, currency).numeric })), [])

export interface Totals {
  subtotal: BigNumberInput // Of all pieces, before tax and discounts.
  original_total: BigNumberInput // With tax, before discounts.
  tax_total: BigNumberInput
}

/** Medusa's own sums of one line. */
export function totalsOf(line: CartLine, currency: string, tax_lines = line.tax_lines): Totals {
  const adjustments = line.off > 0
    ? [{ amount: toMajor(line.off, currency), is_tax_inclusive: line.inclusive }] : []
  const item = {
    id: line.id, quantity: line.quantity, unit_price: toMajor(line.price, currency),
    is_tax_inclusive: line.inclusive, tax_lines, adjustments,
  }
  const cart = decorateCartTotals({ items: [item] } as never, { includeTaxes: false })
  return (cart as unknown as { items: Totals[] }).items[0]
}

/** The tax of a line in the smallest unit. */
export const taxOf = (line: CartLine, currency: string, tax_lines = line.tax_lines): number =>
  toMinor(totalsOf(line, currency, tax_lines).tax_total, currency, line.index)

export const rateOf = (tax_lines: TaxLine[]) =>
  MathBN.div(MathBN.sum(0, ...tax_lines.map((each) => each.rate)), 100)
