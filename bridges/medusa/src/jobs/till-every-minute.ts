import type { Container } from "../shop/container"
import { loggerOf, tillOf } from "../shop/container"
import { sweep } from "../shop/holds"
import { bringNews } from "../shop/telling"

const AT_ONCE = 50
const DAY_MS = 24 * 60 * 60_000
const CLOSED_AFTER_DAYS = 180

/** Orders with something to tell, and those that nobody looked at for longest. */
async function ordersToVisit(container: Container): Promise<string[]> {
  const due = await tillOf(container).listTillNews(
    { state: "pending", next_try_at: { $lte: new Date() } },
    { take: AT_ONCE, order: { next_try_at: "ASC" } })
  const unseen = await tillOf(container).listTillOrders(
    { open: true }, { take: AT_ONCE, order: { updated_at: "ASC" } })
  if (unseen.length === 0) return [...new Set(due.map((each) => each.till_id))]
  const closing = new Date(Date.now() - CLOSED_AFTER_DAYS * DAY_MS)
  await tillOf(container).updateTillOrders(unseen.map((each) =>
    ({ till_id: each.till_id, open: each.created_at > closing, updated_at: new Date() })))
  return [...new Set([...due, ...unseen].map((each) => each.till_id))]
}

/** Gives back overdue holds, and tells Till what an event that got lost did not. */
export default async function everyMinute(container: Container): Promise<void> {
  const attempt = (what: string, job: () => Promise<void>) => job().catch((fault: unknown) =>
    loggerOf(container).error(`till: ${what} failed: ${fault}`))
  await attempt("the sweep of holds", () => sweep(container))
  for (const id of await ordersToVisit(container)) {
    await attempt(`telling of ${id}`, () => bringNews(container, id))
  }
}

export const config = { name: "till-every-minute", schedule: "* * * * *" }
