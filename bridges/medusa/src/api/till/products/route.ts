import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { products } from "../../../shop/products"
import { asks } from "../../../till/answer"

export const GET = (req: MedusaRequest, res: MedusaResponse) =>
  asks(async (container) => [200, await products(container, req.query)])(req, res)
