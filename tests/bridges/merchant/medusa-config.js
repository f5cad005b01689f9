// A merchant's Medusa with the bridge in it, as bridges/medusa/README.md says.
const { defineConfig } = require("@medusajs/framework/utils")

module.exports = defineConfig({
  admin: { disable: true },
  projectConfig: {
    databaseUrl: process.env.DATABASE_URL,
    http: {
      storeCors: "http://localhost:8000", adminCors: "http://localhost:9000",
      authCors: "http://localhost:9000", jwtSecret: "for tests alone",
      cookieSecret: "for tests alone",
    },
  },
  plugins: [
    {
      resolve: "till-medusa",
      options: {
        secret: process.env.TILL_SECRET,
        previous_secret: process.env.TILL_PREVIOUS_SECRET,
        storefront_url: "https://shop.example.com/us",
        admin_url: process.env.TILL_ADMIN_URL,
        admin_token: process.env.TILL_ADMIN_TOKEN,
      },
    },
  ],
  modules: [
    {
      resolve: "@medusajs/medusa/payment",
      options: {
        providers: [{ resolve: "till-medusa/providers/till", id: "till" }],
      },
    },
  ],
})
