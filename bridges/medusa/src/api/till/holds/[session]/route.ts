import { giveBack, hold } from "../../../../shop/holds"
import { does } from "../../../../till/answer"
import { readHolds } from "../../../../till/messages"

export const PUT = does(async (container, body, { session }) =>
  [200, await hold(container, session, readHolds(body))])

export const DELETE = does(async (container, _, { session }) => {
  await giveBack(container, session)
  return [204]
})
