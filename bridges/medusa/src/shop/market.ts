import { Refused } from "../till/read"
import type { Address } from "../till/messages"
import { type Container, find, tillOf } from "./container"

export interface Region {
  id: string
  currency_code: string
  countries: { iso_2: string }[]
}

export interface Location {
  id: string
  name: string
  address?: { address_1: string; address_2?: string; city?: string; country_code: string;
    province?: string; postal_code?: string; phone?: string; company?: string }
  fulfillment_sets: { id: string; type: string }[]
}

/** Where agents buy: the sales channel, what stands behind it, and the prices of one currency. */
export interface Market {
  channel: string
  currency: string
  region: Region
  locations: Location[]
}

interface Channel {
  id: string
  is_disabled: boolean
  stock_locations: Location[]
}

interface Store {
  default_sales_channel_id?: string
  default_region_id?: string
}

async function storeOf(container: Container): Promise<Store> {
  const [store] = await find<Store>(container, "store",
    ["default_sales_channel_id", "default_region_id"], {})
  return store ?? {}
}

/** The channel of the settings, else the store's own. */
async function channelOf(container: Container, store: Store): Promise<Channel> {
  const id = tillOf(container).settings.sales_channel_id ?? store.default_sales_channel_id
  const [channel] = id ? await find<Channel>(container, "sales_channel",
    ["id", "is_disabled", "stock_locations.id", "stock_locations.name",
      "stock_locations.address.*", "stock_locations.fulfillment_sets.id",
      "stock_locations.fulfillment_sets.type"], { id }) : []
  if (!channel || channel.is_disabled) throw new Error("till-medusa: no sales channel to sell in")
  return channel
}

async function regionsOf(container: Container, store: Store): Promise<Region[]> {
  const regions = await find<Region>(container, "region",
    ["id", "currency_code", "countries.iso_2"], {}, { pagination: { order: { id: "ASC" } } })
  const rank = (region: Region) => (region.id === store.default_region_id ? 0 : 1)
  return regions.sort((one, other) => rank(one) - rank(other))
}

const sellsTo = (region: Region, country: string) =>
  region.countries.some((each) => each?.iso_2?.toUpperCase() === country)

/** The channel and the regions: how the shop is set up, which every question begins with. */
const setUpOf = (container: Container) => tillOf(container).remembered("set-up", async () => {
  const store = await storeOf(container)
  const [channel, regions] = await Promise.all([
    channelOf(container, store), regionsOf(container, store)])
  return { channel, regions }
})

/** The region of the address, else the first with this currency: the store's own if it has it. */
export async function marketOf(container: Container, currency: string,
                               address?: Address): Promise<Market> {
  const { channel, regions } = await setUpOf(container)
  const fitting = regions.filter((region) => region.currency_code === currency)
  const region = fitting.find((each) => address && sellsTo(each, address.country)) ?? fitting[0]
  if (!region) throw new Refused("unsupported_currency", `no region sells in ${currency}`)
  return { channel: channel.id, currency, region, locations: channel.stock_locations ?? [] }
}

/** One market for each currency that is sold in. */
export async function allMarkets(container: Container): Promise<Market[]> {
  const { channel, regions } = await setUpOf(container)
  const firsts = new Map<string, Region>()
  for (const region of regions) {
    if (!firsts.has(region.currency_code)) firsts.set(region.currency_code, region)
  }
  return [...firsts].map(([currency, region]) =>
    ({ channel: channel.id, currency, region, locations: channel.stock_locations ?? [] }))
}
