import { asks } from "../../../till/answer"

const ANSWER = {
  version: "2026-12-01", capabilities: ["quote", "holds", "approval", "orders", "products"],
}

export const GET = asks(async () => [200, ANSWER])
