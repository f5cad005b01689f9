import { takeOrder } from "../../../shop/orders"
import { does } from "../../../till/answer"
import { readOrder } from "../../../till/order"

export const POST = does((container, body) => takeOrder(container, readOrder(body)))
