import { type Container, find, tillOf } from "./container"
import type { Market } from "./market"
import { type Variant, isCounted } from "./variants"

/**
 * What a session has set aside is a reservation of Medusa's. This marks whose it is, and Medusa can
 * search by it.
 */
export const ownerOf = (session: string) => `till:${session}`

export interface Reservation {
  id: string
  inventory_item_id: string
  location_id: string
  quantity: number
  created_by?: string | null
  line_item_id?: string | null
}

const FIELDS = ["id", "inventory_item_id", "location_id", "quantity", "created_by", "line_item_id"]

export async function heldBy(container: Container, sessions: string[]): Promise<Reservation[]> {
  if (sessions.length === 0) return []
  return find<Reservation>(container, "reservation", FIELDS,
    { created_by: sessions.map(ownerOf), line_item_id: null })
}

/** Sessions whose time is over although their pieces are still reserved. */
export async function overdue(container: Container, most: number): Promise<string[]> {
  const holds = await tillOf(container).listTillHolds(
    { open: true, until: { $lte: new Date() } }, { take: most, order: { until: "ASC" } })
  return holds.map((hold) => hold.session_id)
}

/** Pieces of inventory items at locations. */
export class Shelf {
  private readonly pieces = new Map<string, number>()

  private static place(item: string, location: string): string {
    return `${item} ${location}`
  }

  add(item: string, location: string, quantity: number): void {
    const place = Shelf.place(item, location)
    this.pieces.set(place, (this.pieces.get(place) ?? 0) + Number(quantity))
  }

  knows(item: string, location: string): boolean {
    return this.pieces.has(Shelf.place(item, location))
  }

  at(item: string, location: string): number {
    return this.pieces.get(Shelf.place(item, location)) ?? 0
  }
}

/** What nobody holds of these variants, or nobody but these reservations, which count as free. */
export function freeShelf(variants: Iterable<Variant>, back: Reservation[]): Shelf {
  const shelf = new Shelf()
  const seen = new Set<string>()
  for (const variant of variants) {
    for (const kit of variant.inventory_items ?? []) {
      if (seen.has(kit.inventory_item_id)) continue
      seen.add(kit.inventory_item_id)
      for (const level of kit.inventory.location_levels ?? []) {
        const free = Number(level.stocked_quantity) - Number(level.reserved_quantity)
        shelf.add(kit.inventory_item_id, level.location_id, free)
      }
    }
  }
  for (const each of back) shelf.add(each.inventory_item_id, each.location_id, each.quantity)
  return shelf
}

/**
 * Where most of an inventory item is: Medusa ships all pieces of a line from one place. No place
 * when it is stocked nowhere.
 */
export function bestPlace(shelf: Shelf, item: string, market: Market): [string, number] {
  let best: [string, number] = ["", 0]
  for (const { id } of market.locations) {
    if (!shelf.knows(item, id)) continue
    const free = shelf.at(item, id)
    if (best[0] === "" || free > best[1]) best = [id, free]
  }
  return best
}

/** How many of the variant can be sold; undefined when it needs no stock. */
export function availableOf(variant: Variant, shelf: Shelf, market: Market): number | undefined {
  if (!isCounted(variant)) return undefined
  const counts = (variant.inventory_items ?? []).map((kit) =>
    Math.floor(bestPlace(shelf, kit.inventory_item_id, market)[1] / kit.required_quantity))
  return counts.length > 0 ? Math.max(0, Math.min(...counts)) : 0
}
