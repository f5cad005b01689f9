import type { QuoteRequest } from "../till/messages"
import { Refused } from "../till/read"
import { type Cart, type CartLine, cartOf, taxOf } from "./cart"
import { type Container, tillOf } from "./container"
import { OptionFinder } from "./options"
import { discountsOf } from "./promotions"
import { type Shelf, availableOf, freeShelf, heldBy, overdue } from "./stock"
import { type Variant, titleOf } from "./variants"

const MOST_OVERDUE = 100 // The sweep of each minute deals with the rest.

const MOST_TEXT = 5_000 // Bytes: Till takes no longer text, and the rest of the answer with it.

/** The text as far as it fits, without half a character. */
export function clip(text: string): string {
  const raw = Buffer.from(text)
  return raw.length <= MOST_TEXT ? text
    : new TextDecoder().decode(raw.subarray(0, MOST_TEXT - 3), { stream: true })
}

/** A link as it has to be spelled, or nothing. */
function linkOf(text: string | null | undefined): string | undefined {
  if (!text || !/^https?:\/\//.test(text) || !URL.canParse(text)) return undefined
  return new URL(text).href
}

export function linksOf({ thumbnail, product }: Variant, storefront: string | undefined) {
  const image = linkOf(thumbnail) ?? linkOf(product?.thumbnail)
  return {
    ...(image ? { image_url: image } : {}),
    ...(storefront && product?.handle
      ? { url: `${storefront}/products/${encodeURIComponent(product.handle)}` } : {}),
  }
}

/** What the shop says of the product, if anything. */
export const describe = ({ product }: Variant) =>
  (product?.description ? { description: clip(product.description) } : {})

function quotedLine(line: CartLine, cart: Cart, shelf: Shelf, storefront: string | undefined) {
  const { variant } = line
  const available = availableOf(variant, shelf, cart.market)
  const isKnown = line.place !== undefined || cart.request.buyer.tax_exempt
  return {
    index: line.index, sold: true, title: clip(titleOf(variant)),
    ...describe(variant), ...linksOf(variant, storefront), unit_amount: line.price, physical: line.physical,
    ...(available === undefined ? {} : { available }),
    ...(isKnown ? { tax: taxOf(line, cart.market.currency) } : {}),
    ...(line.inclusive ? { tax_included: true } : {}),
  }
}

/** Prices, stock, taxes, discounts and ways to deliver of a cart, as Medusa has them now. */
export async function quote(container: Container, request: QuoteRequest) {
  if (request.quote_id) throw new Refused("unknown_quote", "this shop gives out no quotes")
  const [cart, back] = await Promise.all([
    cartOf(container, request), overdue(container, MOST_OVERDUE).then((over) =>
      heldBy(container, over))])
  const shelf = freeShelf(cart.lines.map((line) => line.variant), back)
  const discounts = await discountsOf(container, cart)
  const options = await new OptionFinder(container, cart, discounts).find()
  const { storefront_url } = tillOf(container).settings
  const lines = [
    ...cart.lines.map((line) => quotedLine(line, cart, shelf, storefront_url)),
    ...cart.gone.map((index) => ({ index, sold: false })),
  ].sort((one, other) => one.index - other.index)
  const isAsked = request.ship_to && cart.lines.some((line) => line.physical && line.suffix === "")
  const isReached = options.some((each) => each.type === "shipping" && !each.id.includes("@"))
  return {
    lines, options,
    discounts: { applied: discounts.applied, rejected: discounts.rejected },
    region_served: !isAsked || isReached,
  }
}
