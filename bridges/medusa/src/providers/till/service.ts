import { AbstractPaymentProvider, MedusaError, PaymentActions, PaymentSessionStatus }
  from "@medusajs/framework/utils"
import type {
  AuthorizePaymentInput, AuthorizePaymentOutput, CapturePaymentInput, CapturePaymentOutput,
  InitiatePaymentInput, InitiatePaymentOutput, ProviderWebhookPayload, WebhookActionResult,
} from "@medusajs/framework/types"

type Data = { data?: Record<string, unknown> }

/**
 * Payments that Till made. Nothing here moves money: Till has charged before Medusa hears of it, and
 * it is told of refunds and cancellations by the bridge, which repeats them until Till has them.
 */
class TillPaymentService extends AbstractPaymentProvider {
  static override identifier = "till"

  constructor(container: Record<string, unknown>, options: Record<string, unknown>) {
    super(container, options)
  }

  async initiatePayment({ data }: InitiatePaymentInput): Promise<InitiatePaymentOutput> {
    return { id: String(data?.reference ?? data?.till_order_id ?? ""), data }
  }

  async authorizePayment({ data }: AuthorizePaymentInput): Promise<AuthorizePaymentOutput> {
    if (!data?.reference) {
      throw new MedusaError(MedusaError.Types.NOT_ALLOWED, "Only Till makes payments of this kind.")
    }
    const captured = data.captured === true
    return { status: captured ? PaymentSessionStatus.CAPTURED : PaymentSessionStatus.AUTHORIZED, data }
  }

  /** Till takes the money once everything has left; until then there is nothing to note. */
  async capturePayment({ data }: CapturePaymentInput): Promise<CapturePaymentOutput> {
    if (data?.captured !== true) {
      throw new MedusaError(MedusaError.Types.NOT_ALLOWED,
        "Till takes this payment by itself once everything is shipped.")
    }
    return { data }
  }

  async refundPayment({ data }: Data): Promise<Data> {
    return { data }
  }
  async cancelPayment({ data }: Data): Promise<Data> {
    return { data }
  }
  async deletePayment({ data }: Data): Promise<Data> {
    return { data }
  }
  async retrievePayment({ data }: Data): Promise<Data> {
    return { data }
  }
  async updatePayment({ data }: Data): Promise<Data> {
    return { data }
  }
  async getPaymentStatus({ data }: Data): Promise<Data & { status: PaymentSessionStatus }> {
    const captured = data?.captured === true
    return { status: captured ? PaymentSessionStatus.CAPTURED : PaymentSessionStatus.AUTHORIZED, data }
  }
  async getWebhookActionAndData(_: ProviderWebhookPayload["payload"]): Promise<WebhookActionResult> {
    return { action: PaymentActions.NOT_SUPPORTED }
  }
}

export default TillPaymentService
