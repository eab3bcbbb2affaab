import type { LoggedDelivery } from '../../../core/webhook/delivery.ts'
import { findDeliveries } from '../../../core/webhook/find-deliveries.ts'
import { resendDelivery } from '../../../core/webhook/resend-delivery.ts'
import { orNull } from '../../fields.ts'
import { arrayOf, exactly, integer, type Shown, shared, string } from '../../schemas.ts'
import { action, shows } from '../action.ts'
import { countParameter } from '../parameters.ts'
import { idIn, idSchema, moment, momentSchema } from '../values.ts'

const states = ['waiting', 'delivered', 'failed'] as const
const attempt = { at: momentSchema, ms: integer, status: orNull(integer), problem: orNull(string) }
const shown = {
  ...{ id: integer, webhook: integer, event: string, extension: string, state: { enum: states } },
  ...{ createdAt: momentSchema, attempts: arrayOf(exactly(attempt)) },
}

/** The schema of a delivery. */
export const deliverySchema = exactly(shown)

function deliveryWire({ id, webhookId, event, state, createdAt, attempts }: LoggedDelivery): object {
  return {
    ...{ id, webhook: webhookId, event: event.kind, extension: event.extension, state, createdAt: moment(createdAt) },
    attempts: attempts.map(({ at, ms, status, problem }) => ({ at: moment(at), ms, status, problem })),
  } satisfies Shown<typeof shown>
}

/** The calls about what webhooks were told. */
export const deliveryOperations = [
  action({
    does: 'GET /deliveries',
    summary: 'List the newest deliveries to webhooks, each with its attempts',
    needs: ['delivery.find'],
    query: { limit: countParameter(1, 1000, 100) },
    answers: exactly({ deliveries: arrayOf(shared('delivery')) }),
    async answer(core, { caller, asked: { limit } }) {
      return shows({ deliveries: (await findDeliveries(core, caller, limit)).map(deliveryWire) })
    },
  }),
  action({
    does: 'POST /deliveries/:id/resend',
    summary: 'Deliver an event once more',
    needs: ['delivery.update'],
    inPath: { id: idSchema },
    answers: exactly({ id: integer, webhook: integer, event: string }),
    async answer(core, { caller, params }) {
      const { id, webhookId, event } = await resendDelivery(core, caller, idIn(params.id, 'delivery'))
      return shows({ id, webhook: webhookId, event: event.kind })
    },
  }),
]
