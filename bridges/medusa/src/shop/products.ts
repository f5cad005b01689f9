import { toMinor } from "../till/money"
import { Broken } from "../till/read"
import { type Container, tillOf } from "./container"
import { type Market, allMarkets } from "./market"
import { clip, describe, linksOf } from "./quote"
import { availableOf, freeShelf } from "./stock"
import { type Variant, isPhysical, itemIdOf, pageOfVariants, titleOf, variantsOf }
  from "./variants"

const MOST = 200

function limitOf(text: unknown): number {
  if (text === undefined) return MOST
  if (typeof text !== "string" || !/^[1-9][0-9]{0,8}$/.test(text)) throw new Broken("limit")
  return Math.min(Number(text), MOST)
}

const priceOf = (variant: Variant | undefined) => variant?.calculated_price?.calculated_amount

function productOf(variant: Variant, amounts: Record<string, number>, market: Market,
                   storefront: string | undefined) {
  const stock = availableOf(variant, freeShelf([variant], []), market)
  const physical = isPhysical(variant)
  return {
    id: itemIdOf(variant), title: clip(titleOf(variant)), ...describe(variant),
    unit_amount: amounts, ...(stock === undefined ? {} : { stock }),
    ...(physical ? { fulfillment: ["shipping"] } : { digital: true }),
    ...linksOf(variant, storefront),
  }
}

/** A page of what is for sale, each variant with its price in every currency that it has one in. */
export async function products(container: Container, query: Record<string, unknown>) {
  const limit = limitOf(query.limit)
  const after = typeof query.cursor === "string" ? query.cursor : ""
  const markets = await allMarkets(container)
  if (markets.length === 0) return { products: [] }
  const { variants, last } = await pageOfVariants(container, markets[0], after, limit)
  const ids = variants.map((each) => each.id)
  const others = await Promise.all(markets.slice(1).map((market) =>
    ids.length > 0 ? variantsOf(container, ids, market) : new Map<string, Variant>()))
  const { storefront_url } = tillOf(container).settings
  const found = variants.flatMap((variant) => {
    const priced = [variant, ...others.map((each) => each.get(variant.id))]
    const amounts = Object.fromEntries(markets.flatMap(({ currency }, place) => {
      const amount = priceOf(priced[place])
      return amount == null ? [] : [[currency, toMinor(amount, currency)]]
    }))
    if (Object.keys(amounts).length === 0) return []
    return [productOf(variant, amounts, markets[0], storefront_url)]
  })
  return { products: found, ...(last ? { next: last } : {}) }
}
