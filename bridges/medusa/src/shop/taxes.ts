import { Modules } from "@medusajs/framework/utils"

import type { Address } from "../till/messages"
import type { Container } from "./container"
import type { Variant } from "./variants"

export interface TaxLine {
  tax_rate_id?: string
  code: string
  name?: string
  rate: number
  provider_id: string
}

/** An address as Medusa's tax regions and service zones name it. */
export interface Place {
  country_code: string
  province_code?: string
  city: string
  postal_code: string
  address_1: string
  address_2?: string
}

/**
 * Provinces are written in two ways in Medusa, `ca` and `us-ca`: that of the shop's tax regions
 * counts, and the longer one where it has none.
 */
export async function placeOf(container: Container, address: Address): Promise<Place> {
  const country_code = address.country.toLowerCase()
  const state = address.state.toLowerCase()
  const short = state.startsWith(`${country_code}-`) ? state.slice(country_code.length + 1) : state
  const long = `${country_code}-${short}`
  let province_code: string | undefined
  if (short) {
    const regions = await container.resolve(Modules.TAX).listTaxRegions(
      { country_code, province_code: [short, long] })
    province_code = regions[0]?.province_code ?? long
  }
  return {
    country_code, province_code, city: address.city, postal_code: address.postal_code,
    address_1: address.line_one, address_2: address.line_two,
  }
}

export interface Taxable {
  id: string
  variant: Variant
  quantity: number
  unit_price: number
}

export interface TaxableDelivery {
  id: string
  shipping_option_id: string
  unit_price: number
}

/** The tax lines of each, by its id, as Medusa's tax module sees them. */
export async function taxLinesOf(container: Container, currency: string, place: Place,
                                 items: Taxable[], deliveries: TaxableDelivery[]) {
  const found = new Map<string, TaxLine[]>()
  const asked = [
    ...items.map(({ id, variant, quantity, unit_price }) => ({
      id, quantity, unit_price, currency_code: currency,
      product_id: variant.product?.id ?? "", product_type_id: variant.product?.type_id ?? undefined,
    })),
    ...deliveries.map((each) => ({ ...each, currency_code: currency })),
  ]
  if (asked.length === 0) return found
  const lines = await container.resolve(Modules.TAX).getTaxLines(asked, { address: place })
  for (const line of lines) {
    const id = "line_item_id" in line ? line.line_item_id : line.shipping_line_id
    found.set(id, [...(found.get(id) ?? []), { ...line, code: line.code ?? "",
      rate: Number(line.rate ?? 0), provider_id: line.provider_id }])
  }
  return found
}
