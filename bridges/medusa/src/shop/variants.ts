import type { BigNumberInput } from "@medusajs/framework/types"
import { QueryContext } from "@medusajs/framework/utils"

import { type Container, find } from "./container"
import type { Market } from "./market"

export interface Level {
  location_id: string
  stocked_quantity: number
  reserved_quantity: number
}

export interface Kit {
  inventory_item_id: string
  required_quantity: number
  inventory: { id: string; requires_shipping: boolean; location_levels?: Level[] }
}

export interface Variant {
  id: string
  title: string
  sku?: string | null
  barcode?: string | null
  thumbnail?: string | null
  manage_inventory: boolean
  allow_backorder: boolean
  inventory_items?: Kit[]
  calculated_price?: {
    calculated_amount: BigNumberInput | null
    is_calculated_price_tax_inclusive: boolean
  }
  product?: {
    id: string
    title: string
    subtitle?: string | null
    description?: string | null
    handle?: string | null
    thumbnail?: string | null
    status: string
    discountable: boolean
    is_giftcard: boolean
    collection_id?: string | null
    type_id?: string | null
    type?: { id: string; value: string } | null
    collection?: { title: string } | null
    tags?: { id: string }[]
    categories?: { id: string }[]
    sales_channels?: { id: string }[]
    shipping_profile?: { id: string } | null
    options?: { values?: { id: string }[] }[]
  }
}

const FIELDS = [
  "id", "title", "sku", "barcode", "thumbnail", "manage_inventory", "allow_backorder",
  "inventory_items.inventory_item_id", "inventory_items.required_quantity",
  "inventory_items.inventory.id", "inventory_items.inventory.requires_shipping",
  "inventory_items.inventory.location_levels.location_id",
  "inventory_items.inventory.location_levels.stocked_quantity",
  "inventory_items.inventory.location_levels.reserved_quantity",
  "product.id", "product.title", "product.subtitle", "product.description", "product.handle",
  "product.thumbnail", "product.status", "product.discountable", "product.is_giftcard",
  "product.collection_id", "product.type_id", "product.type.id", "product.type.value",
  "product.collection.title", "product.tags.id", "product.categories.id",
  "product.sales_channels.id", "product.shipping_profile.id", "product.options.values.id",
]

/** A customer who is logged in has groups, for which there may be other prices. */
export interface Customer {
  id: string
  groups: { id: string }[]
}

const isForSale = (variant: Variant, market: Market) =>
  variant.product?.status === "published" && !variant.product.is_giftcard &&
  (variant.product.sales_channels ?? []).some((each) => each?.id === market.channel)

const MOST_ID = 255 // Bytes.

/** What agents call it: the SKU, or the id of a variant that has none that Till can take. */
export const itemIdOf = ({ sku, id }: Variant) =>
  (sku && Buffer.byteLength(sku) <= MOST_ID ? sku : id)

async function findVariants(container: Container, filters: Record<string, unknown>, market: Market,
                            customer?: Customer, more: Record<string, unknown> = {}) {
  const context = QueryContext({
    region_id: market.region.id, currency_code: market.currency,
    ...(customer ? { customer, customer_id: customer.id } : {}),
  })
  const fields = [...FIELDS, "calculated_price.*"]
  return find<Variant>(container, "variant", fields, filters,
    { context: { calculated_price: context }, ...more })
}

/** By item id, those that are for sale in this market, whether or not they have a price there. */
export async function variantsOf(container: Container, items: string[], market: Market,
                                 customer?: Customer): Promise<Map<string, Variant>> {
  const known = await knownVariants(container, items, market, customer)
  return new Map([...known].filter(([, variant]) => isForSale(variant, market)))
}

/** The same with what is not for sale any more: it may have been bought before. */
export async function knownVariants(container: Container, items: string[], market: Market,
                                    customer?: Customer): Promise<Map<string, Variant>> {
  const ids = [...new Set(items)]
  const filters = { $or: [{ sku: ids }, { id: ids }] }
  const variants = await findVariants(container, filters, market, customer)
  const found = new Map<string, Variant>()
  for (const id of ids) {
    const variant = variants.find((each) => each.sku === id) ??
      variants.find((each) => each.id === id)
    if (variant) found.set(id, variant)
  }
  return found
}

/** A page of all variants by id, behind `after`; those for sale, and the last id that was seen. */
export async function pageOfVariants(container: Container, market: Market, after: string,
                                     limit: number) {
  const filters = after ? { id: { $gt: after } } : {}
  const page = await findVariants(container, filters, market, undefined,
    { pagination: { take: limit, order: { id: "ASC" } } })
  const last = page.length === limit ? page[page.length - 1].id : undefined
  return { variants: page.filter((variant) => isForSale(variant, market)), last }
}

/** As Medusa decides it for a line of a cart. */
export const isPhysical = (variant: Variant) =>
  !!variant.product?.shipping_profile?.id ||
  (variant.inventory_items ?? []).some((kit) => kit?.inventory?.requires_shipping)

export const isCounted = (variant: Variant) =>
  variant.manage_inventory && !variant.allow_backorder

/** With what sets it apart from other variants of its product, if there can be any. */
export function titleOf(variant: Variant): string {
  const product = variant.product?.title ?? variant.title
  const isOnly = (variant.product?.options ?? []).every((each) => (each?.values ?? []).length <= 1)
  return isOnly || !variant.title ? product : `${product} / ${variant.title}`
}

export const inventoryOf = (variants: Iterable<Variant>): string[] =>
  [...variants].flatMap((each) => (each.inventory_items ?? []).map((kit) => kit.inventory_item_id))
