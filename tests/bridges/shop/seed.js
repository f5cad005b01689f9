// A small shop: two regions, one warehouse, what the tests buy. Prints a key for the admin API.
const flows = require("@medusajs/medusa/core-flows")
const { Modules, ProductStatus } = require("@medusajs/framework/utils")

const STREET = { address_1: "1 Market St", city: "San Francisco", country_code: "US",
  province: "CA", postal_code: "94105" }
const HOUR = 3_600_000

module.exports.default = async function seed({ container }) {
  const run = async (name, input) => (await flows[name](container).run({ input })).result
  const link = (...pair) => container.resolve("link").create(Object.assign({}, ...pair))

  const [channel] = await run("createSalesChannelsWorkflow",
    { salesChannelsData: [{ name: "Agents" }] })
  const [store] = await container.resolve(Modules.STORE).listStores()
  const [america, europe] = await run("createRegionsWorkflow", { regions: [
    { name: "America", currency_code: "usd", countries: ["us"], payment_providers: ["pp_till_till"] },
    { name: "Europe", currency_code: "eur", countries: ["de"], is_tax_inclusive: true,
      payment_providers: ["pp_till_till"] }] })
  await run("updateStoresWorkflow", { selector: { id: store.id }, update: {
    supported_currencies: [{ currency_code: "usd", is_default: true }, { currency_code: "eur" }],
    default_sales_channel_id: channel.id, default_region_id: america.id } })

  const [us] = await run("createTaxRegionsWorkflow", [
    { country_code: "us", provider_id: "tp_system" },
    { country_code: "de", provider_id: "tp_system",
      default_tax_rate: { name: "USt", code: "ust", rate: 19 } }])
  await run("createTaxRegionsWorkflow", [{ country_code: "us", province_code: "us-ca",
    parent_id: us.id, default_tax_rate: { name: "California", code: "us-ca", rate: 7.25 } }])

  const [place] = await run("createStockLocationsWorkflow",
    { locations: [{ name: "Warehouse", address: STREET }] })
  await run("linkSalesChannelsToStockLocationWorkflow", { id: place.id, add: [channel.id] })
  await link({ [Modules.STOCK_LOCATION]: { stock_location_id: place.id } },
    { [Modules.FULFILLMENT]: { fulfillment_provider_id: "manual_manual" } })
  const fulfillment = container.resolve(Modules.FULFILLMENT)
  const country = (code) => ({ type: "country", country_code: code })
  const sets = await fulfillment.createFulfillmentSets([
    { name: "By post", type: "shipping", service_zones: [
      { name: "America", geo_zones: [country("us")] },
      { name: "Germany", geo_zones: [country("de")] }] },
    { name: "At the counter", type: "pickup", service_zones: [
      { name: "Counter", geo_zones: [country("us")] }] }])
  for (const set of sets) {
    await link({ [Modules.STOCK_LOCATION]: { stock_location_id: place.id } },
      { [Modules.FULFILLMENT]: { fulfillment_set_id: set.id } })
  }
  const [profile] = await run("createShippingProfilesWorkflow",
    { data: [{ name: "Default", type: "default" }] })
  const zone = (name) => sets.flatMap((set) => set.service_zones)
    .find((each) => each.name === name).id
  const option = (name, at, prices) => ({
    name, price_type: "flat", provider_id: "manual_manual", service_zone_id: zone(at),
    shipping_profile_id: profile.id, prices,
    type: { label: name, description: `${name} delivery`, code: name.toLowerCase() },
    rules: [{ attribute: "enabled_in_store", value: "true", operator: "eq" },
      { attribute: "is_return", value: "false", operator: "eq" }] })
  await run("createShippingOptionsWorkflow", [
    option("Standard", "America", [{ currency_code: "usd", amount: 5 }]),
    option("Express", "America", [{ currency_code: "usd", amount: 15 }]),
    option("Paket", "Germany", [{ region_id: europe.id, amount: 5.95 },
      { currency_code: "usd", amount: 9 }]),
    option("Counter", "Counter", [{ currency_code: "usd", amount: 0 }])])

  const product = (title, handle, variants, more = {}) => ({
    title, handle, status: ProductStatus.PUBLISHED, description: `${title} of the tests`,
    shipping_profile_id: profile.id, sales_channels: [{ id: channel.id }],
    thumbnail: `https://shop.example.com/${handle}.jpg`,
    options: [{ title: "Kind", values: variants.map((each) => each.title) }],
    variants: variants.map((each) => ({ manage_inventory: true, ...each,
      options: { Kind: each.title } })), ...more })
  const priced = (title, sku, usd, eur, more = {}) => ({ title, sku, ...more, prices: [
    { currency_code: "usd", amount: usd }, ...(eur ? [{
    currency_code: "eur", amount: eur, rules: { region_id: europe.id } }] : [])] })
  await run("createProductsWorkflow", { products: [
    product("Blue mug", "mug", [priced("One", "mug-blue", 14.5, 11.9)]),
    product("Black tee", "tee",
      [priced("Small", "tee-s", 25), priced("Medium", "tee-m", 25.5)]),
    product("City poster", "poster", [priced("One", "poster-city", 9.95)]),
    product("Draft", "draft", [priced("One", "draft-item", 1)], { status: ProductStatus.DRAFT }),
    { ...product("E-book", "ebook",
      [priced("One", "ebook-acp", 9.99, null, { manage_inventory: false })]),
      shipping_profile_id: undefined }] })
  const stock = { "mug-blue": 12, "tee-s": 5, "tee-m": 0, "poster-city": 2, "draft-item": 9 }
  const items = await container.resolve(Modules.INVENTORY).listInventoryItems({}, { take: 100 })
  await run("createInventoryLevelsWorkflow", { inventory_levels: items
    .filter((each) => each.sku in stock).map((each) => ({ inventory_item_id: each.id,
      location_id: place.id, stocked_quantity: stock[each.sku] })) })

  const off = (code, method, more = {}) => ({ code, type: "standard", status: "active",
    application_method: { type: "percentage", target_type: "items", allocation: "each",
      max_quantity: 1000, value: 10, currency_code: "usd", ...method }, ...more })
  const over = { name: "Last year", campaign_identifier: "last-year",
    starts_at: new Date(Date.now() - 48 * HOUR), ends_at: new Date(Date.now() - 24 * HOUR) }
  await run("createPromotionsWorkflow", { promotionsData: [
    off("SAVE10", {}), off("OLD", {}, { campaign: over }),
    off("ONCE", {}, { limit: 1 }),
    off("FREESHIP", { target_type: "shipping_methods", value: 100 }),
    off("DRAFTED", {}, { status: "draft" })] })

  const [key] = await run("createApiKeysWorkflow",
    { api_keys: [{ type: "secret", title: "Tests", created_by: "tests" }] })
  console.log(`admin key: ${key.token}`)
}
