import { createHook, createStep, createWorkflow, StepResponse, WorkflowResponse, transform }
  from "@medusajs/framework/workflows-sdk"
import { z } from "@medusajs/framework/zod"

import { allMarkets } from "../shop/market"
import { variantsOf } from "../shop/variants"

export interface Decision {
  decision: "approve" | "decline"
  reason?: string
}

interface Input {
  items: string[]
  purchase: Record<string, unknown>
}

/** By itself the shop only declines what it has stopped selling meanwhile. */
const isStillSold = createStep("till-is-still-sold", async ({ items }: Input, { container }) => {
  const [market] = await allMarkets(container)
  const variants = await variantsOf(container, items, market)
  const gone = items.filter((item) => !variants.has(item))
  return new StepResponse<Decision>(gone.length === 0 ? { decision: "approve" }
    : { decision: "decline", reason: `no longer for sale: ${gone.join(", ")}` })
})

/** The last word before the charge. Hook `decide` for rules of your own: its answer counts. */
export const approveWorkflow = createWorkflow("till-approve", (input: Input) => {
  const own = isStillSold(input)
  const decide = createHook("decide", { purchase: input.purchase }, {
    resultValidator: z.object({ decision: z.enum(["approve", "decline"]),
      reason: z.string().optional() }).optional(),
  })
  const theirs = decide.getResult()
  const decision = transform({ own, theirs }, (both) => {
    const asked = both.theirs as Decision | undefined
    return both.own.decision === "decline" || !asked ? both.own : asked
  })
  return new WorkflowResponse(decision, { hooks: [decide] })
})
