import type { BigNumberInput } from "@medusajs/framework/types"
import { MathBN, OrderStatus } from "@medusajs/framework/utils"

import { toMajor } from "../till/money"
import type { Address } from "../till/messages"
import type { Delivery, Order, OrderLine } from "../till/order"
import type { CartLine } from "./cart"
import { taxesAt } from "./cart"
import type { Container } from "./container"
import type { Market } from "./market"
import { DIGITAL } from "./options"
import { type Place, type TaxLine, placeOf, taxLinesOf } from "./taxes"
import { type Variant, isPhysical } from "./variants"

/** Medusa's ids of an order of Till's are made of Till's: the database takes each only once. */
export const orderIdOf = (tillId: string) => `order_${tillId}`
export const lineIdOf = (tillId: string, index: number) => `ordli_${tillId}_${index}`
export const NOBODY = "unknown@buyer.invalid" // A buyer who gave no address, or is forgotten.

/** What was charged: an amount, and the tax that is added to it or is a part of it. */
interface Charged {
  amount: number
  tax: number
  tax_included: boolean
}

/** The rate that makes this tax of this amount. */
function rateOf({ amount, tax, tax_included }: Charged): BigNumberInput {
  const net = tax_included ? amount - tax : amount
  return net > 0 ? MathBN.div(MathBN.mult(tax, 100), net) : 0
}

/**
 * Tax lines that come to exactly what was charged. The shop's own rates make fractions of a cent,
 * which a line of its own takes back; a tax that is not theirs any more stays as it was charged.
 */
function asCharged(charged: Charged, found: TaxLine[]): TaxLine[] {
  if (charged.tax === 0) return []
  const own = { name: "As charged", provider_id: "till" }
  const rate = rateOf(charged)
  const theirs = MathBN.sum(0, ...found.map((each) => each.rate))
  const net = charged.tax_included ? charged.amount - charged.tax : charged.amount
  const difference = MathBN.sub(rate, theirs)
  // In the smallest unit: half of one is rounding, twice if the price has the tax in it.
  if (MathBN.gt(MathBN.abs(MathBN.mult(difference, net)), 100)) {
    return [{ ...own, code: "till", rate: Number(rate) }]
  }
  return MathBN.eq(difference, 0) ? found
    : [...found, { ...own, name: "Rounding", code: "rounding", rate: Number(difference) }]
}

const taxLineOf = ({ tax_rate_id, code, name, rate, provider_id }: TaxLine) =>
  ({ tax_rate_id, code, description: name, rate, provider_id })

export const addressOf = (address: Address, place: Place | undefined, company?: string,
                          phone?: string) => {
  const [first, ...last] = address.name.trim().split(/\s+/)
  return {
    first_name: first ?? "", last_name: last.join(" "), company, phone,
    address_1: address.line_one, address_2: address.line_two, city: address.city,
    country_code: address.country.toLowerCase(), postal_code: address.postal_code,
    province: place?.province_code ?? address.state.toLowerCase(),
  }
}

export class OrderInput {
  private readonly places = new Map<Delivery, Place>()

  constructor(private readonly container: Container, private readonly order: Order,
              private readonly market: Market, private readonly variants: Map<string, Variant>) {}

  private major(minor: number): BigNumberInput {
    return toMajor(minor, this.order.currency)
  }

  private deliveryOf(line: OrderLine): Delivery | undefined {
    return this.order.fulfillment.find((part) => part.lines.includes(line.index))
  }

  /** Where it is taxed: files have no address of their own. */
  private placeOf(part: Delivery | undefined): Place | undefined {
    return (part && this.places.get(part)) ?? [...this.places.values()][0]
  }

  private async taxLines(line: OrderLine, variant: Variant): Promise<TaxLine[]> {
    const left = line.unit_amount * line.quantity - line.discount
    if (line.tax === 0) return []
    const place = this.placeOf(this.deliveryOf(line))
    const asked: CartLine = {
      index: line.index, id: String(line.index), item_id: line.item_id, variant,
      quantity: line.quantity, price: line.unit_amount, inclusive: line.tax_included,
      physical: isPhysical(variant), suffix: "", place, tax_lines: [], off: line.discount,
    }
    const found = place && (await taxesAt(this.container, this.order.currency, place, [asked]))
      .get(asked.id)
    const charged = { amount: left, tax: line.tax, tax_included: line.tax_included }
    return asCharged(charged, found || [])
  }

  private async item(line: OrderLine) {
    const variant = this.variants.get(line.item_id)
    if (!variant) throw new Error(`no variant of ${line.item_id}`)
    const { product } = variant
    const adjustments = this.order.discounts.flatMap((discount) => discount.allocations
      .filter((part) => part.index === line.index && part.amount > 0)
      .map((part) => ({ code: discount.code, amount: this.major(part.amount),
        description: discount.title, is_tax_inclusive: line.tax_included })))
    return {
      id: lineIdOf(this.order.id, line.index), quantity: line.quantity,
      title: product?.title ?? line.title, subtitle: variant.title,
      thumbnail: variant.thumbnail ?? product?.thumbnail ?? undefined,
      product_id: product?.id, product_title: product?.title,
      product_description: product?.description ?? undefined,
      product_subtitle: product?.subtitle ?? undefined,
      product_type: product?.type?.value, product_type_id: product?.type?.id,
      product_collection: product?.collection?.title, product_handle: product?.handle ?? undefined,
      variant_id: variant.id, variant_sku: variant.sku ?? undefined,
      variant_barcode: variant.barcode ?? undefined, variant_title: variant.title,
      is_discountable: product?.discountable ?? true, is_giftcard: false,
      requires_shipping: isPhysical(variant), is_tax_inclusive: line.tax_included,
      unit_price: this.major(line.unit_amount), adjustments,
      tax_lines: (await this.taxLines(line, variant)).map(taxLineOf),
      metadata: { till_line_id: line.id ?? line.item_id, till_index: line.index },
    }
  }

  private async method(part: Delivery) {
    const option = part.option_id.split("@", 1)[0]
    const place = this.places.get(part)
    const asked = { id: option, shipping_option_id: option,
      unit_price: MathBN.convert(this.major(part.amount)).toNumber() }
    const found = place && part.tax > 0 ? (await taxLinesOf(
      this.container, this.order.currency, place, [], [asked])).get(option) ?? [] : []
    return {
      name: part.title, amount: this.major(part.amount), is_tax_inclusive: part.tax_included,
      shipping_option_id: option, data: {}, metadata: { till_option_id: part.option_id },
      tax_lines: asCharged(part, found).map(taxLineOf),
    }
  }

  /** Where each part goes: for a pickup, the place that it waits at. */
  private async findPlaces() {
    for (const part of this.order.fulfillment) {
      if (part.address) this.places.set(part, await placeOf(this.container, part.address))
    }
  }

  async make(customer: { id: string; email: string } | undefined) {
    await this.findPlaces()
    const { order, market } = this
    const sent = order.fulfillment.filter((part) => part.option_id !== DIGITAL)
    const main = order.fulfillment.find((part) => part.type !== "pickup" && part.address) ??
      order.fulfillment.find((part) => part.address)
    const { company, phone, billing } = order.buyer
    return {
      id: orderIdOf(order.id), region_id: market.region.id, currency_code: order.currency,
      sales_channel_id: market.channel, status: OrderStatus.PENDING, no_notification: false,
      customer_id: customer?.id, email: customer?.email, locale: order.locale,
      shipping_address: main?.address && addressOf(main.address, this.places.get(main), company,
        main.phone ?? phone),
      billing_address: billing && addressOf(billing, undefined, company, phone),
      items: await Promise.all(order.lines.map((line) => this.item(line))),
      shipping_methods: await Promise.all(sent.map((part) => this.method(part))),
      metadata: this.metadata(),
    }
  }

  private metadata() {
    const { order } = this
    return {
      till_order_id: order.id, till_session_id: order.session_id, till_agent: order.agent,
      till_permalink_url: order.permalink_url, till_held: order.held,
      order_notes: order.order_notes, purchase_order_number: order.purchase_order_number,
      ...(order.consents.length > 0 ? { till_consents: order.consents } : {}),
      ...(order.payment.reference ? {} : { till_on_account: true }),
    }
  }
}
