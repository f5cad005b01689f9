import type { BigNumberInput } from "@medusajs/framework/types"
import { MathBN, Modules, QueryContext, decorateCartTotals } from "@medusajs/framework/utils"

import { toMinor } from "../till/money"
import { type Cart, type CartLine, taxOf, taxesAt } from "./cart"
import { type Container, find, loggerOf } from "./container"
import type { Location } from "./market"
import { type Discounts, offDelivery, reachesDeliveries, settleDeliveryCodes }
  from "./promotions"
import { type Place, type TaxLine, placeOf, taxLinesOf } from "./taxes"

/** An option of the contract. */
export interface Option {
  id: string
  type: "shipping" | "pickup" | "digital"
  title: string
  description?: string
  amount: number
  tax: number
  tax_included?: boolean
  covers: number[]
  location?: { name: string; address: object; phone?: string }
  pickup_type?: string
  line_taxes?: { index: number; tax: number }[]
}

interface ShippingOption {
  id: string
  name: string
  price_type: string
  provider_id: string
  data?: Record<string, unknown>
  shipping_profile_id?: string | null
  type?: { id: string; description?: string } | null
  service_zone: { fulfillment_set: { id: string; type: string } }
}

interface Price {
  amount: BigNumberInput
  inclusive: boolean
}

export const DIGITAL = "digital"
const SHOWN = { enabled_in_store: "true", is_return: "false" }

const locationOf = (cart: Cart, option: ShippingOption): Location | undefined =>
  cart.market.locations.find((location) => (location.fulfillment_sets ?? [])
    .some((set) => set?.id === option.service_zone.fulfillment_set.id))

/** Options of Medusa's service zones that reach the place; those of pickups have no place. */
async function listOptions(container: Container, cart: Cart, type: string, place?: Place) {
  const sets = cart.market.locations.flatMap((location) => location.fulfillment_sets ?? [])
    .filter((set) => set && (set.type === "pickup") === (type === "pickup"))
  if (sets.length === 0) return []
  const address = place && {
    country_code: place.country_code, province_code: place.province_code, city: place.city,
    postal_expression: place.postal_code }
  return await container.resolve(Modules.FULFILLMENT).listShippingOptionsForContext(
    { fulfillment_set_id: sets.map((set) => set.id), context: SHOWN, ...(address && { address }) } as
      never, { relations: ["service_zone.fulfillment_set"], take: null } as never,
  ) as unknown as ShippingOption[]
}

async function flatPrices(container: Container, cart: Cart, options: ShippingOption[]) {
  const { market, customer } = cart
  const context = QueryContext({ currency_code: market.currency, region_id: market.region.id,
    ...(customer ? { customer } : {}) })
  const flat = options.filter((option) => option.price_type === "flat").map((each) => each.id)
  const priced = flat.length === 0 ? [] : await find<{ id: string; calculated_price?: {
    calculated_amount: BigNumberInput | null; is_calculated_price_tax_inclusive: boolean } }>(
    container, "shipping_option", ["id", "calculated_price.*"], { id: flat },
    { context: { calculated_price: context } })
  const prices = new Map<string, Price>()
  for (const { id, calculated_price: price } of priced) {
    if (price?.calculated_amount == null) continue
    prices.set(id, { amount: price.calculated_amount,
      inclusive: price.is_calculated_price_tax_inclusive })
  }
  return prices
}

/** What a fulfillment provider reckons itself; one that cannot is not offered. */
async function calculatedPrice(container: Container, cart: Cart, option: ShippingOption,
                               covered: CartLine[], place: Place | undefined) {
  const context = {
    id: cart.market.channel, currency_code: cart.market.currency,
    region_id: cart.market.region.id, from_location: locationOf(cart, option),
    shipping_address: place && { ...place, province: place.province_code },
    items: covered.map((line) => ({ id: line.id, quantity: line.quantity, variant: line.variant,
      product: line.variant.product })),
  }
  try {
    const [price] = await container.resolve(Modules.FULFILLMENT).calculateShippingOptionsPrices([
      { id: option.id, provider_id: option.provider_id, optionData: option.data ?? {}, data: {},
        context: context as never }])
    return { amount: price.calculated_amount,
      inclusive: price.is_calculated_price_tax_inclusive }
  } catch (fault) {
    loggerOf(container).warn(`till: shipping option ${option.id} has no price: ${fault}`)
    return undefined
  }
}

/** Amount and tax of a delivery by Medusa's own sums, after promotions. */
function chargeOf(price: Price, off: Map<string, BigNumberInput>, tax_lines: TaxLine[],
                  currency: string) {
  const method = {
    id: "one", amount: price.amount, is_tax_inclusive: price.inclusive, tax_lines,
    adjustments: [...off].map(([code, amount]) => ({ code, amount })),
  }
  const cart = decorateCartTotals({ items: [], shipping_methods: [method] } as never)
  const { total, tax_total } = (cart as unknown as { shipping_methods: {
    total: BigNumberInput; tax_total: BigNumberInput }[] }).shipping_methods[0]
  const tax = toMinor(tax_total, currency)
  const amount = toMinor(price.inclusive ? total : MathBN.sub(total, tax_total), currency)
  return { amount, tax, ...(price.inclusive && tax > 0 ? { tax_included: true } : {}) }
}

const fits = (option: ShippingOption, line: CartLine) => {
  const profile = line.variant.product?.shipping_profile?.id
  return !profile || !option.shipping_profile_id || profile === option.shipping_profile_id
}

/** Where a pickup waits, once as Till shows it and once as Medusa taxes it. */
async function pickupAt(container: Container, location: Location | undefined) {
  const at = location?.address
  if (!location || !at) return undefined
  const address = {
    name: at.company || location.name, line_one: at.address_1, line_two: at.address_2 || undefined,
    city: at.city ?? "", state: (at.province ?? "").replace(/^[a-z]{2}-/i, "").toUpperCase(),
    country: at.country_code.toUpperCase(), postal_code: at.postal_code ?? "",
  }
  const place = await placeOf(container, address)
  return { place, shown: { name: location.name, address, phone: at.phone || undefined } }
}

export class OptionFinder {
  private readonly used = new Set<string>()
  private asksPromotions = false

  constructor(private readonly container: Container, private readonly cart: Cart,
              private readonly discounts: Discounts) {}

  /** Asks for everything at once: an agent waits. */
  async find(): Promise<Option[]> {
    const { lines, places } = this.cart
    const goods = lines.filter((line) => line.physical)
    const files = lines.filter((line) => !line.physical).map((line) => line.index)
    this.asksPromotions = await reachesDeliveries(this.container, this.discounts)
    const found = await Promise.all([...[...places].map(([suffix, place]) => this.findShipping(
      suffix, place, goods.filter((line) => line.suffix === suffix))), this.findPickup(goods)])
    const options = found.flat()
    settleDeliveryCodes(this.cart, this.discounts, this.used, options.length > 0)
    if (files.length > 0) {
      options.push({ id: DIGITAL, type: "digital", title: "Digital delivery", amount: 0, tax: 0,
        covers: files })
    }
    return options
  }

  private async findShipping(suffix: string, place: Place | undefined, lines: CartLine[]) {
    if (!place || lines.length === 0) return []
    const options = await listOptions(this.container, this.cart, "shipping", place)
    const prices = await flatPrices(this.container, this.cart, options)
    const found = await Promise.all(options.map(async (option): Promise<Option[]> => {
      const covered = lines.filter((line) => fits(option, line))
      const charge = await this.charge(option, prices, covered, place)
      return charge ? [{ id: option.id + suffix, type: "shipping", title: option.name,
        description: option.type?.description || undefined, ...charge,
        covers: covered.map((line) => line.index) }] : []
    }))
    return found.flat()
  }

  private async findPickup(lines: CartLine[]) {
    if (lines.length === 0) return []
    const options = await listOptions(this.container, this.cart, "pickup")
    const prices = await flatPrices(this.container, this.cart, options)
    const found = await Promise.all(options.map(async (option): Promise<Option[]> => {
      const at = await pickupAt(this.container, locationOf(this.cart, option))
      const covered = lines.filter((line) => fits(option, line))
      const charge = at && await this.charge(option, prices, covered, at.place)
      return charge ? [{ id: option.id, type: "pickup", title: option.name, ...charge,
        covers: covered.map((line) => line.index), location: at.shown, pickup_type: "in_store",
        line_taxes: await this.lineTaxes(at.place, covered) }] : []
    }))
    return found.flat()
  }

  private async lineTaxes(place: Place, lines: CartLine[]) {
    const { currency } = this.cart.market
    const exempt = this.cart.request.buyer.tax_exempt
    const found = exempt ? new Map<string, TaxLine[]>()
      : await taxesAt(this.container, currency, place, lines)
    return lines.map((line) =>
      ({ index: line.index, tax: taxOf(line, currency, found.get(line.id) ?? []) }))
  }

  private async charge(option: ShippingOption, prices: Map<string, Price>, covered: CartLine[],
                       place: Place) {
    if (covered.length === 0) return undefined
    const price = option.price_type === "flat" ? prices.get(option.id)
      : await calculatedPrice(this.container, this.cart, option, covered, place)
    if (!price) return undefined
    const { currency } = this.cart.market
    const asked = { id: option.id, shipping_option_id: option.id,
      unit_price: Number(MathBN.convert(price.amount)) }
    const [taxes, off] = await Promise.all([
      this.cart.request.buyer.tax_exempt ? new Map<string, TaxLine[]>()
        : taxLinesOf(this.container, currency, place, [], [asked]),
      this.asksPromotions ? offDelivery(this.container, this.cart, this.discounts,
        { id: option.id, type_id: option.type?.id, subtotal: price.amount,
          original_total: price.amount }) : new Map<string, BigNumberInput>(),
    ])
    for (const code of off.keys()) this.used.add(code)
    return chargeOf(price, off, taxes.get(option.id) ?? [], currency)
  }
}
