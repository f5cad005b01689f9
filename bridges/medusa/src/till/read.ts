/** A request that cannot be read: 400. */
export class Broken extends Error {}

/** A no of the shop's: 422. The reason is a word of the contract. */
export class Refused extends Error {
  constructor(readonly reason: string, message: string, readonly index?: number) {
    super(message)
  }
}

type Json = Record<string, unknown>
type Check<T> = (value: unknown) => value is T

/** A member that has to be there and of its kind. Members that nobody names are never looked at. */
export function want<T>(value: unknown, name: string, isRight: Check<T>): T {
  const found = isObject(value) ? value[name] : undefined
  if (!isRight(found)) throw new Broken(`${name} is missing or not what it should be`)
  return found
}

/** The same of a member that may be left out. */
export function may<T>(value: unknown, name: string, isRight: Check<T>): T | undefined {
  const found = isObject(value) ? value[name] : undefined
  return found === undefined ? undefined : want(value, name, isRight)
}

export const isText = (value: unknown): value is string => typeof value === "string"
export const isId = (value: unknown): value is string =>
  isText(value) && value.length > 0 && value.length <= 255
export const isFlag = (value: unknown): value is boolean => typeof value === "boolean"
export const isList = (value: unknown): value is unknown[] => Array.isArray(value)
export const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value)
export const isTime = (value: unknown): value is string =>
  isText(value) && !Number.isNaN(Date.parse(value))
export const atLeast = (least: number) => (value: unknown): value is number =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= least
export const isAmount = atLeast(0)
