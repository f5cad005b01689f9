// A small shop: two regions, one warehouse, what the tests buy. Prints a key for the admin API.
const flows = require("@medusajs/medusa/core-flows")
const { Modules, ProductStatus } = require("@medusajs/framework/utils")

const STREET = { address_1: "1 Market St", city: "San Francisco", country_code: "US",
  province: "CA", postal_code: "94105" }
const HOUR = 3_600_000
const STOCK = { "mug-blue": 12, "tee-s": 5, "tee-m": 0, "poster-city": 2, "draft-item": 9 }

const country = (code) => ({ type: "country", country_code: code })

// Where it sells: two regions, in one of which prices have their tax in them.
async function openStore({ container, run }) {
  const [channel] = await run("createSalesChannelsWorkflow",
    { salesChannelsData: [{ name: "Agents" }] })
  const [store] = await container.resolve(Modules.STORE).listStores()
  const payment_providers = ["pp_till_till"]
  const [america, europe] = await run("createRegionsWorkflow", { regions: [
    { name: "America", currency_code: "usd", countries: ["us"], payment_providers },
    { name: "Europe", currency_code: "eur", countries: ["de"], is_tax_inclusive: true,
      payment_providers }] })
  await run("updateStoresWorkflow", { selector: { id: store.id }, update: {
    supported_currencies: [{ currency_code: "usd", is_default: true }, { currency_code: "eur" }],
    default_sales_channel_id: channel.id, default_region_id: america.id } })
  const [us] = await run("createTaxRegionsWorkflow", [
    { country_code: "us", provider_id: "tp_system" },
    { country_code: "de", provider_id: "tp_system",
      default_tax_rate: { name: "USt", code: "ust", rate: 19 } }])
  await run("createTaxRegionsWorkflow", [{ country_code: "us", province_code: "us-ca",
    parent_id: us.id, default_tax_rate: { name: "California", code: "us-ca", rate: 7.25 } }])
  return { channel, europe }
}

// Where its things are, and how far they are brought.
async function openWarehouse({ container, run }, channel) {
  const link = (...pair) => container.resolve("link").create(Object.assign({}, ...pair))
  const [place] = await run("createStockLocationsWorkflow",
    { locations: [{ name: "Warehouse", address: STREET }] })
  await run("linkSalesChannelsToStockLocationWorkflow", { id: place.id, add: [channel.id] })
  const location = { [Modules.STOCK_LOCATION]: { stock_location_id: place.id } }
  await link(location, { [Modules.FULFILLMENT]: { fulfillment_provider_id: "manual_manual" } })
  const sets = await container.resolve(Modules.FULFILLMENT).createFulfillmentSets([
    { name: "By post", type: "shipping", service_zones: [
      { name: "America", geo_zones: [country("us")] },
      { name: "Germany", geo_zones: [country("de")] }] },
    { name: "At the counter", type: "pickup", service_zones: [
      { name: "Counter", geo_zones: [country("us")] }] }])
  for (const set of sets) {
    await link(location, { [Modules.FULFILLMENT]: { fulfillment_set_id: set.id } })
  }
  return { place, zones: sets.flatMap((set) => set.service_zones) }
}

async function addOptions({ run }, zones, profile, europe) {
  const option = (name, zone, prices) => ({
    name, price_type: "flat", provider_id: "manual_manual", shipping_profile_id: profile.id,
    service_zone_id: zones.find((each) => each.name === zone).id, prices,
    type: { label: name, description: `${name} delivery`, code: name.toLowerCase() },
    rules: [{ attribute: "enabled_in_store", value: "true", operator: "eq" },
      { attribute: "is_return", value: "false", operator: "eq" }] })
  await run("createShippingOptionsWorkflow", [
    option("Standard", "America", [{ currency_code: "usd", amount: 5 }]),
    option("Express", "America", [{ currency_code: "usd", amount: 15 }]),
    option("Paket", "Germany", [{ region_id: europe.id, amount: 5.95 },
      { currency_code: "usd", amount: 9 }]),
    option("Counter", "Counter", [{ currency_code: "usd", amount: 0 }])])
}

async function addProducts({ run }, channel, profile, europe) {
  const product = (title, handle, variants, more = {}) => ({
    title, handle, status: ProductStatus.PUBLISHED, description: `${title} of the tests`,
    shipping_profile_id: profile.id, sales_channels: [{ id: channel.id }],
    thumbnail: `https://shop.example.com/${handle}.jpg`,
    options: [{ title: "Kind", values: variants.map((each) => each.title) }],
    variants: variants.map((each) => ({ manage_inventory: true, ...each,
      options: { Kind: each.title } })), ...more })
  const inEurope = (amount) => (amount
    ? [{ currency_code: "eur", amount, rules: { region_id: europe.id } }] : [])
  const priced = (title, sku, usd, eur, more = {}) => ({ title, sku, ...more,
    prices: [{ currency_code: "usd", amount: usd }, ...inEurope(eur)] })
  await run("createProductsWorkflow", { products: [
    product("Blue mug", "mug", [priced("One", "mug-blue", 14.5, 11.9)]),
    product("Black tee", "tee", [priced("Small", "tee-s", 25), priced("Medium", "tee-m", 25.5)]),
    product("City poster", "poster", [priced("One", "poster-city", 9.95)],
      { description: "é".repeat(6000), thumbnail: "https://shop.example.com/a poster.jpg" }),
    product("Draft", "draft", [priced("One", "draft-item", 1)], { status: ProductStatus.DRAFT }),
    product("E-book", "ebook", [priced("One", "ebook-acp", 9.99, null,
      { manage_inventory: false })], { shipping_profile_id: undefined })] })
}

async function fillShelf({ container, run }, place) {
  const items = await container.resolve(Modules.INVENTORY).listInventoryItems({}, { take: 100 })
  await run("createInventoryLevelsWorkflow", { inventory_levels: items
    .filter((each) => each.sku in STOCK).map((each) => ({ inventory_item_id: each.id,
      location_id: place.id, stocked_quantity: STOCK[each.sku] })) })
}

async function addPromotions({ run }) {
  const off = (code, method, more = {}) => ({ code, type: "standard", status: "active",
    application_method: { type: "percentage", target_type: "items", allocation: "each",
      max_quantity: 1000, value: 10, currency_code: "usd", ...method }, ...more })
  const over = { name: "Last year", campaign_identifier: "last-year",
    starts_at: new Date(Date.now() - 48 * HOUR), ends_at: new Date(Date.now() - 24 * HOUR) }
  await run("createPromotionsWorkflow", { promotionsData: [
    off("SAVE10", {}), off("OLD", {}, { campaign: over }), off("ONCE", {}, { limit: 1 }),
    off("FREESHIP", { target_type: "shipping_methods", value: 100 }),
    off("DRAFTED", {}, { status: "draft" })] })
}

module.exports.default = async function seed({ container }) {
  const run = async (name, input) => (await flows[name](container).run({ input })).result
  const shop = { container, run }
  const { channel, europe } = await openStore(shop)
  const { place, zones } = await openWarehouse(shop, channel)
  const [profile] = await run("createShippingProfilesWorkflow",
    { data: [{ name: "Default", type: "default" }] })
  await addOptions(shop, zones, profile, europe)
  await addProducts(shop, channel, profile, europe)
  await fillShelf(shop, place)
  await addPromotions(shop)
  const [key] = await run("createApiKeysWorkflow",
    { api_keys: [{ type: "secret", title: "Tests", created_by: "tests" }] })
  console.log(`admin key: ${key.token}`)
}
