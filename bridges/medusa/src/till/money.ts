import { BigNumber, MathBN, defaultCurrencies } from "@medusajs/framework/utils"
import type { BigNumberInput } from "@medusajs/framework/types"

import { Refused } from "./read"

type Decimal = ReturnType<typeof MathBN.convert>
const HALF_UP = 4 // As bignumber.js counts its ways to round.

/** How many digits the currency has behind its point: 2 for usd, 0 for jpy, 3 for kwd. */
export function digitsOf(currency: string): number {
  const known = defaultCurrencies[currency.toUpperCase()]
  if (!known) throw new Refused("unsupported_currency", `${currency} is no currency of Medusa's`)
  return known.decimal_digits
}

/** Medusa's decimal in the smallest unit of the currency, half up. */
export function toMinor(amount: BigNumberInput, currency: string, index?: number): number {
  const scaled = MathBN.mult(amount, 10 ** digitsOf(currency))
  const minor = (scaled as Decimal).decimalPlaces(0, HALF_UP).toNumber()
  if (!Number.isSafeInteger(minor) || minor < 0) {
    throw new Refused("amount_too_large", "more than an amount holds", index)
  }
  return minor
}

/** The same the other way, which is exact. */
export function toMajor(minor: number, currency: string): BigNumber {
  return new BigNumber(MathBN.div(minor, 10 ** digitsOf(currency)))
}
