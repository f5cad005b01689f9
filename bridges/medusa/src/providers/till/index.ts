import { ModuleProvider, Modules } from "@medusajs/framework/utils"

import TillPaymentService from "./service"

export default ModuleProvider(Modules.PAYMENT, { services: [TillPaymentService] })
