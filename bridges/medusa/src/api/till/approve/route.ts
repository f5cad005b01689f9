import { asks } from "../../../till/answer"
import { isId, isList, isObject, want } from "../../../till/read"
import { readTotal } from "../../../till/order"
import { approveWorkflow } from "../../../workflows/approve"

export const POST = asks(async (container, purchase) => {
  readTotal(purchase)
  want(purchase, "risk_signals", isObject)
  const items = want(purchase, "lines", isList).map((line) => want(line, "item_id", isId))
  const { result } = await approveWorkflow(container).run({ input: { items, purchase } })
  return [200, result]
})
