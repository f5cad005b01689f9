import { request as plain } from "node:http"
import { request as secure } from "node:https"

import type { Admin } from "../modules/till/settings"

/**
 * How Till took it: `told` is done, `refused` will never be, `later` is anybody's guess, and the same
 * key is sent again.
 */
export interface Told {
  outcome: "told" | "refused" | "later"
  status?: number
  answer: string
}

const PATIENCE_MS = 15_000
const MOST_ANSWER = 1024 * 1024
// Not of the deed, but of the moment or of the settings: the same may succeed later.
const PASSING = [401, 403, 408, 409, 425, 429]

function outcomeOf(status: number): Told["outcome"] {
  if (status >= 200 && status < 300) return "told"
  return status >= 400 && status < 500 && !PASSING.includes(status) ? "refused" : "later"
}

/** Tells Till's admin API what the shop did with an order. Never throws. */
export function tell(admin: Admin, tillId: string, deed: string, key: string,
                     body: unknown): Promise<Told> {
  const raw = Buffer.from(JSON.stringify(body))
  const base = admin.url.href.replace(/\/+$/, "")
  const url = new URL(`${base}/orders/${encodeURIComponent(tillId)}/${deed}`)
  const send = url.protocol === "https:" ? secure : plain
  return new Promise((resolve) => {
    const fail = (fault: Error) => resolve({ outcome: "later", answer: fault.message })
    const headers = {
      "Authorization": `Bearer ${admin.token}`, "Idempotency-Key": key,
      "Content-Type": "application/json", "Content-Length": raw.length,
    }
    const asked = send(url, { method: "POST", headers, ca: admin.ca, timeout: PATIENCE_MS },
      (response) => {
        const pieces: Buffer[] = []
        let length = 0
        response.on("data", (piece: Buffer) => {
          length += piece.length
          if (length <= MOST_ANSWER) pieces.push(piece)
        })
        response.on("error", fail)
        response.on("end", () => {
          const status = response.statusCode ?? 0
          const answer = Buffer.concat(pieces).toString("utf8")
          resolve({ outcome: outcomeOf(status), status, answer })
        })
      })
    asked.on("timeout", () => asked.destroy(new Error("no answer in time")))
    asked.on("error", fail)
    asked.end(raw)
  })
}
