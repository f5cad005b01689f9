// A rule of the merchant's own: nothing above 100.00 without a person.
const { StepResponse } = require("@medusajs/framework/workflows-sdk")
const { approveWorkflow } = require("till-medusa/workflows")

approveWorkflow.hooks.decide(async ({ purchase }) => {
  const total = purchase.totals.find((each) => each.type === "total").amount
  return new StepResponse(total <= 10_000 ? { decision: "approve" }
    : { decision: "decline", reason: "above what goes without a person" })
})
