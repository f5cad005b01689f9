import { MedusaService } from "@medusajs/framework/utils"

import TillDeed from "./models/deed"
import TillHold from "./models/hold"
import TillNews from "./models/news"
import TillOrder from "./models/order"
import { type Options, type Settings, readSettings } from "./settings"

/** How long it may take until a change of the shop's set-up (not of prices or stock) is seen. */
const MEMORY_MS = 5_000

/** The bridge's own tables, and its settings. */
class TillModuleService extends MedusaService({ TillDeed, TillHold, TillOrder, TillNews }) {
  readonly settings: Settings
  private readonly memory = new Map<string, { until: number; value: Promise<unknown> }>()

  constructor(container: Record<string, unknown>, options: Options) {
    super(container, options)
    this.settings = readSettings(options)
  }

  /** What `make` found a moment ago, or finds now. A failure is not remembered. */
  async remembered<T>(name: string, make: () => Promise<T>): Promise<T> {
    const known = this.memory.get(name)
    if (known && known.until > Date.now()) return known.value as Promise<T>
    const value = make()
    this.memory.set(name, { until: Date.now() + MEMORY_MS, value })
    value.catch(() => this.memory.delete(name))
    return value
  }
}

export default TillModuleService
