import type {
  BigNumberInput, ComputeActionContext, ComputeActions, PromotionDTO,
} from "@medusajs/framework/types"
import { MathBN, Modules } from "@medusajs/framework/utils"

import { toMinor } from "../till/money"
import { type Cart, type CartLine, rateOf, totalsOf } from "./cart"
import type { Container } from "./container"

export interface Applied {
  code?: string
  id: string
  title: string
  percent_off?: number
  allocations: { index: number; amount: number }[]
}

export interface Rejected {
  code: string
  reason: string
}

export interface Discounts {
  applied: Applied[]
  rejected: Rejected[]
  /** Codes that Medusa may apply. */
  usable: string[]
  /** Those of them that are for deliveries alone: what they do is known with the options. */
  of_delivery: PromotionDTO[]
}

const RELATIONS = ["application_method", "campaign", "campaign.budget", "rules", "rules.values"]

/** What promotions look at, in the shape of Medusa's carts. */
export function promotionContext(cart: Cart): ComputeActionContext {
  const { market, request, customer, places } = cart
  return {
    currency_code: market.currency, region: { id: market.region.id },
    sales_channel_id: market.channel, email: request.buyer.email,
    shipping_address: { country_code: places.get("")?.country_code ?? "" },
    ...(customer ? { customer } : {}),
    items: cart.lines.map((line) => {
      const { subtotal, original_total } = totalsOf({ ...line, off: 0 }, market.currency)
      const { product } = line.variant
      return {
        id: line.id, quantity: line.quantity, subtotal, original_total,
        is_discountable: product?.discountable ?? true,
        variant: { id: line.variant.id }, variant_id: line.variant.id,
        product: {
          id: product?.id ?? "", collection_id: product?.collection_id ?? undefined,
          type_id: product?.type_id ?? undefined, tags: product?.tags ?? [],
          categories: product?.categories ?? [],
        },
      }
    }),
    shipping_methods: [],
  }
}

const isLogin = (promotion: PromotionDTO) =>
  (promotion.rules ?? []).some((rule) => rule.attribute?.startsWith("customer"))
const isMinimum = (promotion: PromotionDTO) =>
  (promotion.rules ?? []).some((rule) => /total|quantity/.test(rule.attribute ?? ""))

/** Why a code that took nothing off did not apply. */
function reasonOf(promotion: PromotionDTO | undefined, actions: ComputeActions[], cart: Cart) {
  if (!promotion || promotion.status === "draft") return "invalid"
  const { starts_at, ends_at } = promotion.campaign ?? {}
  const now = Date.now()
  if (starts_at && new Date(starts_at).getTime() > now) return "expired"
  if (ends_at && new Date(ends_at).getTime() <= now) return "expired"
  if (promotion.status === "inactive") return "expired"
  const used = actions.some((each) => each.code === promotion.code && each.action !== "addItemAdjustment")
  if (used) return "usage_limit_reached"
  if (isLogin(promotion) && !cart.request.buyer.logged_in) return "not_logged_in"
  return isMinimum(promotion) ? "minimum_not_met" : "not_eligible"
}

/** A budget for each buyer counts only buyers who are known; Medusa refuses the whole cart else. */
function isCountable(promotion: PromotionDTO, { request, customer }: Cart): boolean {
  const budget = promotion.campaign?.budget as { type?: string; attribute?: string } | undefined
  if (budget?.type !== "use_by_attribute") return true
  const known: Record<string, unknown> = {
    customer_id: customer?.id, customer_email: request.buyer.email }
  return known[budget.attribute ?? ""] !== undefined
}

/** An adjustment in the smallest unit, with the tax in it where the line's price has it, too. */
function amountOff(line: CartLine, action: ComputeActions & { action: "addItemAdjustment" },
                   currency: string): number {
  const withTax = MathBN.add(1, rateOf(line.tax_lines))
  let { amount } = action
  if (line.inclusive && !action.is_tax_inclusive) amount = MathBN.mult(amount, withTax)
  if (!line.inclusive && action.is_tax_inclusive) amount = MathBN.div(amount, withTax)
  const left = line.price * line.quantity - line.off
  return Math.min(toMinor(amount, currency, line.index), left)
}

function apply(cart: Cart, promotions: Map<string, PromotionDTO>, actions: ComputeActions[]) {
  const applied = new Map<string, Applied>()
  for (const action of actions) {
    if (action.action !== "addItemAdjustment") continue
    const line = cart.lines.find((each) => each.id === action.item_id)
    const promotion = promotions.get(action.code)
    if (!line || !promotion) continue
    const amount = amountOff(line, action, cart.market.currency)
    if (amount === 0) continue
    const one = applied.get(action.code) ?? appliedOf(promotion)
    const same = one.allocations.find((each) => each.index === line.index)
    if (same) same.amount += amount
    else one.allocations.push({ index: line.index, amount })
    line.off += amount
    applied.set(action.code, one)
  }
  return applied
}

function appliedOf(promotion: PromotionDTO): Applied {
  const method = promotion.application_method
  const value = Number(method?.value ?? 0)
  const isPercent = method?.type === "percentage" && Number.isInteger(value) && value >= 1 &&
    value <= 100
  const code = promotion.code ?? promotion.id
  return {
    ...(promotion.is_automatic ? {} : { code }), id: promotion.id,
    title: promotion.campaign?.name || (isPercent ? `${value}% off` : code),
    ...(isPercent ? { percent_off: value } : {}), allocations: [],
  }
}

async function byCode(container: Container, codes: string[]): Promise<Map<string, PromotionDTO>> {
  if (codes.length === 0) return new Map()
  const found = await container.resolve(Modules.PROMOTION)
    .listPromotions({ code: codes }, { relations: RELATIONS })
  return new Map(found.map((each) => [each.code ?? "", each]))
}

/** What Medusa's promotions take off the lines, each of which learns its own part. */
export async function discountsOf(container: Container, cart: Cart): Promise<Discounts> {
  const typed = cart.request.discount_codes
  const asked = await byCode(container, [...new Set(typed)])
  const usable = [...asked].filter(([, each]) => isCountable(each, cart)).map(([code]) => code)
  const actions = await container.resolve(Modules.PROMOTION)
    .computeActions(usable, promotionContext(cart))
  const automatic = actions.map((each) => each.code).filter((code) => !asked.has(code))
  const all = new Map([...asked, ...await byCode(container, [...new Set(automatic)])])
  const applied = apply(cart, all, actions)
  const of_delivery = usable.map((code) => asked.get(code)!).filter(isOfDelivery)
  const rejected: Rejected[] = []
  typed.forEach((code, position) => {
    if (typed.indexOf(code) < position) rejected.push({ code, reason: "already_applied" })
    else if (!applied.has(code) && !of_delivery.some((each) => each.code === code)) {
      rejected.push({ code, reason: reasonOf(asked.get(code), actions, cart) })
    }
  })
  return { applied: [...applied.values()], rejected, usable, of_delivery }
}

const isOfDelivery = (promotion: PromotionDTO) =>
  promotion.application_method?.target_type === "shipping_methods"

/** A way to deliver, as promotions see it. */
export interface Delivered {
  id: string
  type_id?: string
  subtotal: BigNumberInput
  original_total: BigNumberInput
}

/** Whether it is worth asking what promotions take off deliveries. */
export async function reachesDeliveries(container: Container, discounts: Discounts) {
  if (discounts.of_delivery.length > 0) return true
  const [automatic] = await container.resolve(Modules.PROMOTION).listPromotions(
    { is_automatic: true, status: ["active"],
      application_method: { target_type: "shipping_methods" } } as never, { take: 1 })
  return automatic !== undefined
}

/** What promotions take off this one delivery, by code. */
export async function offDelivery(container: Container, cart: Cart, discounts: Discounts,
                                  delivery: Delivered): Promise<Map<string, BigNumberInput>> {
  const method = { ...delivery, shipping_option: { shipping_option_type_id: delivery.type_id } }
  const actions = await container.resolve(Modules.PROMOTION).computeActions(
    discounts.usable, { ...promotionContext(cart), shipping_methods: [method] })
  const off = new Map<string, BigNumberInput>()
  for (const action of actions) {
    if (action.action !== "addShippingMethodAdjustment") continue
    off.set(action.code, MathBN.add(off.get(action.code) ?? 0, action.amount))
  }
  return off
}

/** Once it is known which codes made a delivery cheaper, or that there is none to be cheaper. */
export function settleDeliveryCodes(cart: Cart, discounts: Discounts, used: Set<string>,
                                    hasDeliveries: boolean): void {
  for (const promotion of discounts.of_delivery) {
    const code = promotion.code ?? ""
    if (used.has(code) || !hasDeliveries) discounts.applied.push(appliedOf(promotion))
    else discounts.rejected.push({ code, reason: reasonOf(promotion, [], cart) })
  }
}
