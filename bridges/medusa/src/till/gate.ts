import type {
  MedusaNextFunction, MedusaRequest, MedusaResponse,
} from "@medusajs/framework/http"
import { MedusaError } from "@medusajs/framework/utils"

import { find, tillOf } from "../shop/container"
import { isSigned } from "./signature"

const MOST_BODY = 1024 * 1024

/** The whole body, or undefined when it is too large. */
async function rawBody(req: MedusaRequest): Promise<Buffer | undefined> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of req as AsyncIterable<Buffer>) {
    length += piece.length
    if (length > MOST_BODY) return undefined
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

/** Lets nobody but Till in. What it lets in has a `rawBody`, which nobody has parsed yet. */
export async function verifySignature(req: MedusaRequest, res: MedusaResponse,
                                      next: MedusaNextFunction): Promise<void> {
  const body = await rawBody(req)
  if (!body) {
    res.status(413).set("Connection", "close").json({ error: "the body is too large" })
    return
  }
  const { secrets } = tillOf(req.scope).settings
  if (!isSigned(req.get("Till-Signature") ?? "", body, secrets, Date.now() / 1000)) {
    res.status(401).json({ error: "the signature is missing, wrong or old" })
    return
  }
  req.rawBody = body
  next()
}

/** What Till holds must not leave: nothing of it is packed until Till releases it. */
export async function keepHeldOrders(req: MedusaRequest, _: MedusaResponse,
                                     next: MedusaNextFunction): Promise<void> {
  const [order] = await find<{ metadata?: { till_held?: boolean } | null }>(
    req.scope, "order", ["metadata"], { id: req.params.id })
  if (order?.metadata?.till_held !== true) return next()
  next(new MedusaError(MedusaError.Types.NOT_ALLOWED,
    "Till holds this order: approve it there, or refund it."))
}
