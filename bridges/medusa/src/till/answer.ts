import { inspect } from "node:util"

import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { type Container, loggerOf } from "../shop/container"
import { once } from "../shop/deeds"
import { Broken, Refused, isObject, isText } from "./read"

/** Status and, unless it is 204, body. */
export type Answer = [number, unknown?]

function bodyOf(req: MedusaRequest): Record<string, unknown> {
  const raw = req.rawBody as Buffer
  if (raw.length === 0) return {}
  const body: unknown = parse(raw)
  if (!isObject(body)) throw new Broken("the body is no object")
  return body
}

function parse(raw: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(raw))
  } catch {
    throw new Broken("the body is no JSON")
  }
}

function failure(fault: unknown, req: MedusaRequest): Answer {
  if (fault instanceof Refused) {
    const { reason, message, index } = fault
    return [422, { refused: { reason, message, ...(index === undefined ? {} : { index }) } }]
  }
  if (fault instanceof Broken) return [400, { error: fault.message }]
  const text = inspect(fault, { depth: 4 }) // Workflows throw objects that are no errors.
  const asked = req.get("Till-Request-Id") ?? "without an id"
  loggerOf(req.scope).error(`till: ${req.method} ${req.path} (${asked}) failed: ${text}`)
  return [500, { error: "the shop could not answer; its log says why" }]
}

async function send(req: MedusaRequest, res: MedusaResponse, make: () => Promise<Answer>) {
  const [status, body] = await make().catch((fault: unknown) => failure(fault, req))
  if (status === 204) res.status(204).end()
  else res.status(status).json(body)
}

type Question = (container: Container, body: Record<string, unknown>) => Promise<Answer>
type Route = (req: MedusaRequest, res: MedusaResponse) => Promise<void>

/** A route that changes nothing. */
export const asks = (question: Question): Route => (req, res) =>
  send(req, res, async () => question(req.scope, bodyOf(req)))

/** A route that does something, once under each key. */
export const does = (act: (container: Container, body: Record<string, unknown>,
                           params: Record<string, string>) => Promise<Answer>): Route =>
  (req, res) => send(req, res, async () => {
    const body = bodyOf(req)
    const key = req.get("Idempotency-Key")
    if (!isText(key) || key === "") throw new Broken("Idempotency-Key is missing")
    const path = req.originalUrl.split("?", 1)[0]
    return once(req.scope, key, `${req.method} ${path}`, () => act(req.scope, body, req.params))
  })
