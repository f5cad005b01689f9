import { defineMiddlewares } from "@medusajs/framework/http"

import { keepHeldOrders, verifySignature } from "../till/gate"

export default defineMiddlewares({
  routes: [
    // The gate reads the body itself: the signature is over its raw bytes, and comes before all else.
    { matcher: "/till*", bodyParser: false, middlewares: [verifySignature] },
    {
      matcher: "/admin/orders/:id/fulfillments*", methods: ["POST"], middlewares: [keepHeldOrders],
    },
  ],
})
