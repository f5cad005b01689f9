import { Modules } from "@medusajs/framework/utils"

import type { HoldsRequest } from "../till/messages"
import { type Container, alone, tillOf } from "./container"
import { type Market, allMarkets } from "./market"
import { type Reservation, Shelf, availableOf, bestPlace, freeShelf, heldBy, overdue, ownerOf }
  from "./stock"
import { type Variant, inventoryOf, isCounted, variantsOf } from "./variants"

export interface Holds {
  held: { item_id: string; quantity: number }[]
  short: { item_id: string; available: number }[]
}

type Wanted = Map<string, number>
interface Reserve {
  inventory_item_id: string
  location_id: string
  quantity: number
}

const sessionLock = (session: string) => `till:session:${session}`
const MOST_OVERDUE = 50

/**
 * Runs with the session's turn, and with that of every inventory item that it may touch: those that
 * it names, and those that the session holds.
 */
export async function inTurn<T>(container: Container, session: string, items: string[],
                                job: () => Promise<T>): Promise<T> {
  return alone(container, [sessionLock(session)], async () => {
    const mine = await heldBy(container, [session])
    return alone(container, [...items, ...mine.map((each) => each.inventory_item_id)], job)
  })
}

function wantedOf(request: HoldsRequest): Wanted {
  const wanted: Wanted = new Map()
  for (const { item_id, quantity } of request.lines) {
    wanted.set(item_id, (wanted.get(item_id) ?? 0) + quantity)
  }
  return new Map([...wanted].sort(([one], [other]) => (one < other ? -1 : 1)))
}

/** Takes the pieces of one item off the shelf, unless there are too few. */
function take(variant: Variant, quantity: number, shelf: Shelf, market: Market): Reserve[] {
  return (variant.inventory_items ?? []).map((kit) => {
    const [location_id] = bestPlace(shelf, kit.inventory_item_id, market)
    const pieces = quantity * kit.required_quantity
    shelf.add(kit.inventory_item_id, location_id, -pieces)
    return { inventory_item_id: kit.inventory_item_id, location_id, quantity: pieces }
  })
}

function plan(wanted: Wanted, variants: Map<string, Variant>, shelf: Shelf, market: Market) {
  const holds: Holds = { held: [], short: [] }
  const reserves: Reserve[] = []
  for (const [item_id, quantity] of wanted) {
    const variant = variants.get(item_id)
    const available = variant ? availableOf(variant, shelf, market) : 0
    if (available !== undefined && quantity > available) {
      holds.short.push({ item_id, available })
      continue
    }
    holds.held.push({ item_id, quantity })
    if (variant && isCounted(variant)) reserves.push(...take(variant, quantity, shelf, market))
  }
  return { holds, reserves }
}

/** Brings the session's reservations to what is planned; what is there already stays untouched. */
async function settle(container: Container, session: string, mine: Reservation[],
                      reserves: Reserve[]) {
  const inventory = container.resolve(Modules.INVENTORY)
  const open = [...reserves]
  const surplus = mine.filter((each) => {
    const found = open.findIndex((one) => one.inventory_item_id === each.inventory_item_id &&
      one.location_id === each.location_id && one.quantity === Number(each.quantity))
    if (found >= 0) open.splice(found, 1)
    return found < 0
  })
  if (surplus.length > 0) await inventory.deleteReservationItems(surplus.map((each) => each.id))
  if (open.length === 0) return
  await inventory.createReservationItems(open.map((each) => ({
    ...each, created_by: ownerOf(session), description: "Held for a purchase by an agent (Till)" })))
}

/** What an older request is told: what is held by the newest. */
async function holdsNow(container: Container, session: string): Promise<Holds> {
  const [hold] = await tillOf(container).listTillHolds({ session_id: session })
  const isOver = !hold?.open || hold.until.getTime() <= Date.now()
  const held = isOver ? [] : (hold.held as unknown as Holds["held"])
  return { held, short: [] }
}

/** The whole set of a session takes the place of what it had. */
export async function hold(container: Container, session: string, request: HoldsRequest) {
  await sweep(container)
  const wanted = wantedOf(request)
  const [market] = await allMarkets(container)
  const names = await variantsOf(container, [...wanted.keys()], market)
  return inTurn(container, session, inventoryOf(names.values()), async () => {
    const [known] = await tillOf(container).listTillHolds({ session_id: session })
    if (known && request.version < known.version) return holdsNow(container, session)
    // Read again: it is this session's turn only now.
    const [variants, before] = await Promise.all([
      variantsOf(container, [...wanted.keys()], market), heldBy(container, [session])])
    const shelf = freeShelf(variants.values(), before)
    const isOver = request.until.getTime() <= Date.now()
    const { holds, reserves } = plan(isOver ? new Map() : wanted, variants, shelf, market)
    await remember(container, session, request, holds, known !== undefined)
    await settle(container, session, before, reserves)
    return holds
  })
}

/** First of all the version: from now on an older set changes nothing, whatever happens next. */
async function remember(container: Container, session: string, request: HoldsRequest,
                        holds: Holds, isKnown: boolean) {
  const { version, until } = request
  const row = { session_id: session, version, until, open: true,
    held: holds.held as unknown as Record<string, unknown> }
  if (isKnown) await tillOf(container).updateTillHolds(row)
  else await tillOf(container).createTillHolds(row)
}

/** Everything of the session is free again. Its version stays known. */
export async function giveBack(container: Container, session: string): Promise<void> {
  await inTurn(container, session, [], async () => {
    const [known] = await tillOf(container).listTillHolds({ session_id: session })
    await settle(container, session, await heldBy(container, [session]), [])
    if (known) await tillOf(container).updateTillHolds({ session_id: session, open: false })
  })
}

/** Gives back what is held longer than it may be. */
export async function sweep(container: Container): Promise<void> {
  for (const session of await overdue(container, MOST_OVERDUE)) {
    await inTurn(container, session, [], async () => {
      const [known] = await tillOf(container).listTillHolds({ session_id: session })
      if (!known?.open || known.until.getTime() > Date.now()) return // It has a newer set.
      await settle(container, session, await heldBy(container, [session]), [])
      await tillOf(container).updateTillHolds({ session_id: session, open: false })
    })
  }
}

