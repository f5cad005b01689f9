import { readFileSync } from "node:fs"

/** What the merchant writes into `options` of the plugin. */
export interface Options {
  secret?: string
  previous_secret?: string
  sales_channel_id?: string
  storefront_url?: string
  admin_url?: string
  admin_token?: string
  admin_ca_file?: string
}

/** Where Till is told what the shop does: its admin API, and a token with `shop = true`. */
export interface Admin {
  url: URL
  token: string
  ca?: Buffer
}

export interface Settings {
  secrets: string[]
  sales_channel_id?: string
  storefront_url?: string
  admin?: Admin
}

const PLAIN_HOSTS = ["127.0.0.1", "[::1]", "localhost"]

function readAdmin({ admin_url, admin_token, admin_ca_file }: Options): Admin | undefined {
  if (!admin_url && !admin_token) return undefined
  if (!admin_url || !admin_token) {
    throw new Error("till-medusa: admin_url and admin_token belong together")
  }
  const url = new URL(admin_url)
  if (url.protocol !== "https:" && !PLAIN_HOSTS.includes(url.hostname)) {
    throw new Error("till-medusa: admin_url has to be https, except on the loopback")
  }
  return { url, token: admin_token, ca: admin_ca_file ? readFileSync(admin_ca_file) : undefined }
}

/** Throws when Medusa must not start with these options: with no secret anybody could sign. */
export function readSettings(options: Options): Settings {
  const { secret, previous_secret, sales_channel_id, storefront_url } = options
  if (!secret) throw new Error("till-medusa: the option secret is empty")
  return {
    secrets: previous_secret ? [secret, previous_secret] : [secret],
    sales_channel_id: sales_channel_id || undefined,
    storefront_url: storefront_url?.replace(/\/+$/, "") || undefined,
    admin: readAdmin(options),
  }
}
