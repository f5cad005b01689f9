import { MedusaService } from "@medusajs/framework/utils"

import TillDeed from "./models/deed"
import TillHold from "./models/hold"
import TillNews from "./models/news"
import TillOrder from "./models/order"
import { type Options, type Settings, readSettings } from "./settings"

/** The bridge's own tables, and its settings. */
class TillModuleService extends MedusaService({ TillDeed, TillHold, TillOrder, TillNews }) {
  readonly settings: Settings

  constructor(container: Record<string, unknown>, options: Options) {
    super(container, options)
    this.settings = readSettings(options)
  }
}

export default TillModuleService
