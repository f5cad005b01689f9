import { capturePaymentWorkflow } from "@medusajs/medusa/core-flows"
import { Modules } from "@medusajs/framework/utils"

import { tell } from "../till/admin"
import { type Container, alone, loggerOf, tillOf } from "./container"
import { type News, BY_TILL, hasLeft, newsOf, readShopOrder } from "./news"
import { orderLock } from "./orders"
import { paymentsOf } from "./payments"

const SHORTEST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 10 * 60_000
const MOST_ANSWER = 2_000

interface Row {
  key: string
  till_id: string
  position: number
  deed: string
  body: Record<string, unknown>
  state: string
  tries: number
  next_try_at: Date
  answer: string | null
}

/**
 * Tells Till what is new of an order of its own. First it writes down what there is to tell; then
 * it tells that in sequence, until Till is away or all is told.
 */
export async function bringNews(container: Container, tillId: string): Promise<void> {
  const { admin } = tillOf(container).settings
  if (!admin) return
  await alone(container, [`till:news:${tillId}`], async () => {
    await writeDown(container, tillId)
    for (const row of await pending(container, tillId)) {
      if (row.next_try_at.getTime() > Date.now()) return
      if (!await bring(container, row)) return
    }
    await captureWhenGone(container, tillId)
  })
}

async function rowsOf(container: Container, filters: object): Promise<Row[]> {
  return await tillOf(container).listTillNews(filters, { order: { position: "ASC" } }) as Row[]
}

const pending = (container: Container, tillId: string) =>
  rowsOf(container, { till_id: tillId, state: "pending" })

async function orderOf(container: Container, tillId: string) {
  const [known] = await tillOf(container).listTillOrders({ till_id: tillId })
  return known && await readShopOrder(container, known.order_id)
}

async function writeDown(container: Container, tillId: string): Promise<void> {
  const order = await orderOf(container, tillId)
  if (!order) return
  const rows = await rowsOf(container, { till_id: tillId })
  const known = new Set(rows.map((row) => row.key))
  const fresh = newsOf(order).filter((news) => !known.has(news.key))
  if (fresh.length === 0) return
  await tillOf(container).createTillNews(fresh.map((news, place) => rowOf(
    news, tillId, rows.length + place)))
}

const rowOf = ({ key, deed, body }: News, till_id: string, position: number) =>
  ({ key, till_id, deed, body, position, next_try_at: new Date() })

/** The body as Till reads it: a delivery names the parcel as Till named it. */
async function bodyOf(container: Container, row: Row) {
  if (row.deed !== "deliver") return row.body
  const [sent] = await rowsOf(container, { key: row.body.after })
  return sent?.state === "told" && sent.answer ? { fulfillment_id: sent.answer } : {}
}

/** The parcel that came to the order last is the one that was just told of. */
function parcelOf(answer: string): string | null {
  try {
    const order = JSON.parse(answer) as { fulfillments?: { id?: string }[] }
    return order.fulfillments?.at(-1)?.id ?? null
  } catch {
    return null
  }
}

/** Whether the next may be told. */
async function bring(container: Container, row: Row): Promise<boolean> {
  const { settings } = tillOf(container)
  const body = await bodyOf(container, row)
  const told = await tell(settings.admin!, row.till_id, row.deed, row.key, body)
  const what = `${row.deed} of ${row.till_id}`
  if (told.outcome === "later") {
    const wait = Math.min(SHORTEST_WAIT_MS * 2 ** row.tries, LONGEST_WAIT_MS)
    await tillOf(container).updateTillNews({ key: row.key, tries: row.tries + 1,
      next_try_at: new Date(Date.now() + wait), answer: told.answer.slice(0, MOST_ANSWER) })
    loggerOf(container).warn(`till: ${what} is not told yet: ${told.status ?? ""} ${told.answer}`)
    tryAgain(container, row.till_id, wait)
    return false
  }
  const isParcel = told.outcome === "told" && ["ship", "ready"].includes(row.deed)
  const answer = isParcel ? parcelOf(told.answer) : told.answer.slice(0, MOST_ANSWER)
  await tillOf(container).updateTillNews(
    { key: row.key, state: told.outcome, tries: row.tries + 1, answer })
  if (told.outcome === "refused") {
    loggerOf(container).error(`till: Till refused ${what}: ${told.status} ${told.answer}`)
    if (row.deed === "cancel") await refundInstead(container, row)
  }
  return true
}

/** As soon as it is due; after a restart the job of each minute does it. */
function tryAgain(container: Container, tillId: string, wait: number): void {
  setTimeout(() => {
    bringNews(container, tillId).catch((fault: unknown) =>
      loggerOf(container).error(`till: telling of ${tillId} failed: ${fault}`))
  }, wait + 1).unref()
}

/** What cannot be canceled any more is still to be paid back, as Medusa has done it. */
async function refundInstead(container: Container, row: Row): Promise<void> {
  const rows = await rowsOf(container, { till_id: row.till_id })
  const news: News = { key: `refund-${row.key}`, deed: "refund", body: {} }
  if (rows.some((each) => each.key === news.key)) return
  await tillOf(container).createTillNews(rowOf(news, row.till_id, rows.length))
}

/** What was only set aside is taken by Till once it knows that everything has left. */
async function captureWhenGone(container: Container, tillId: string): Promise<void> {
  const order = await orderOf(container, tillId)
  if (!order || !hasLeft(order) || order.canceled_at) return
  const open = paymentsOf(order).filter((each) => (each.captures ?? []).length === 0)
  if (open.length === 0) return
  const rows = await rowsOf(container, { till_id: tillId })
  if (rows.some((row) => row.deed === "ship" && row.state !== "told")) return
  for (const payment of open) {
    await container.resolve(Modules.PAYMENT).updatePayment(
      { id: payment.id, data: { ...payment.data, captured: true } } as never)
    await alone(container, [orderLock(tillId)], () => capturePaymentWorkflow(container).run(
      { input: { payment_id: payment.id, captured_by: BY_TILL } }))
  }
}
