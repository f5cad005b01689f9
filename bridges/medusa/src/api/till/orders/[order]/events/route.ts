import { takeEvent } from "../../../../../shop/events"
import { does } from "../../../../../till/answer"
import { readEvent } from "../../../../../till/order"

export const POST = does(async (container, body, { order }) => {
  await takeEvent(container, order, readEvent(body))
  return [204]
})
