import { sendPing } from '../../../../core/webhook/send-ping.ts'
import { operation } from '../../operation.ts'

/**
 * Lets a client test its credentials, and tells the webhooks of a `Ping`: their receivers see whether events arrive.
 */
export const pingAct = operation({
  name: 'setting/ping/act',
  page: '2-SimotelAPI/v4/3-ping.md',
  alsoBy: ['PUT'],
  bodyIsOptional: true,
  about: () => ({ summary: 'Test the credentials, and tell the webhooks', data: { type: 'null' } }),
  async handle(core, { caller }) {
    await sendPing(core, caller)
    return {
      success: 1,
      message: "If the 'Ping' event is enabled in the settings menu, you'll receive it when it's sent",
      data: null,
    }
  },
})
