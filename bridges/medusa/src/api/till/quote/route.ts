import { quote } from "../../../shop/quote"
import { asks } from "../../../till/answer"
import { readQuoteRequest } from "../../../till/messages"

export const POST = asks(async (container, body) =>
  [200, await quote(container, readQuoteRequest(body))])
