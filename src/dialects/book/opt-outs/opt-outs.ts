import { addOptOut } from '../../../core/opt-out/add-opt-out.ts'
import { addOptOuts, addressesAtMost } from '../../../core/opt-out/add-opt-outs.ts'
import { findOptOuts, optOutsAtMost } from '../../../core/opt-out/find-opt-outs.ts'
import { getOptOut } from '../../../core/opt-out/get-opt-out.ts'
import { mostTextLength } from '../../../core/opt-out/new-opt-out.ts'
import { closedChannels } from '../../../core/opt-out/opt-out.ts'
import { removeOptOuts } from '../../../core/opt-out/remove-opt-outs.ts'
import { type Decoded, nullable, oneOf, optional, orNull, required, text } from '../../fields.ts'
import { arrayOf, exactly, integer, shared } from '../../schemas.ts'
import { action, made, shows } from '../action.ts'
import { namingFields } from '../naming-fields.ts'
import { pageParameters, textParameter, wordParameter } from '../parameters.ts'
import { idIn, idSchema, listOf, readMoment, whole } from '../values.ts'
import { codes, optOutWire } from './opt-out.wire.ts'

const inPath = { id: idSchema }
/** The core calls an address by its kind; here it is one member. */
const names = { number: 'address', email: 'address' }
const address = text({ min: 1, max: 254 })
const closing = {
  channel: optional(oneOf(...closedChannels)),
  reason: optional(nullable(text({ max: mostTextLength, lines: true }))),
  code: optional(nullable(whole(Math.min(...codes()), Math.max(...codes())))),
}

/** The calls about those who want no calls and no messages. */
export const optOutOperations = [
  action({
    does: 'GET /opt-outs',
    summary: 'List those who may not be contacted',
    needs: ['opt-out.find'],
    query: {
      ...{ address: textParameter, channel: wordParameter(closedChannels), source: textParameter },
      ...pageParameters(optOutsAtMost),
    },
    answers: exactly({ optOuts: arrayOf(shared('optOut')), total: integer, next: orNull(integer) }),
    async answer(core, { caller, asked: { after, limit, ...search } }) {
      const { optOuts, total, next } = await namingFields(findOptOuts(core, caller, search, { after, limit }), names)
      return shows({ optOuts: optOuts.map(optOutWire), total, next })
    },
  }),
  action({
    does: 'POST /opt-outs',
    summary: 'Close a number or an e-mail address for a channel, or for all',
    needs: ['opt-out.add'],
    body: { address: required(address), ...closing, since: optional(readMoment) },
    status: 201,
    answers: shared('optOut'),
    async answer(core, { caller, given: { address: of, since, ...rest } }) {
      const person = of.includes('@') ? { email: of } : { number: of }
      const wanted = { ...person, ...closingOf(rest), ...(since !== undefined && { since }) }
      const optOut = await namingFields(addOptOut(core, caller, wanted), names)
      return made(`/opt-outs/${optOut.id}`, optOutWire(optOut))
    },
  }),
  action({
    does: 'POST /opt-outs/many',
    summary: 'Close many numbers and e-mail addresses in one change',
    needs: ['opt-out.add'],
    body: { addresses: required(listOf(address, addressesAtMost, 1)), ...closing },
    answers: exactly({ added: integer, unchanged: integer, repeated: integer }),
    async answer(core, { caller, given: { addresses, ...rest } }) {
      const { added, unchanged, repeated } = await addOptOuts(core, caller, addresses, closingOf(rest))
      return shows({ added, unchanged, repeated })
    },
  }),
  action({
    does: 'GET /opt-outs/:id',
    summary: 'Show an opt-out',
    needs: ['opt-out.find'],
    inPath,
    answers: shared('optOut'),
    async answer(core, { caller, params }) {
      return shows(optOutWire(await getOptOut(core, caller, idIn(params.id, 'opt-out'))))
    },
  }),
  action({
    does: 'POST /opt-outs/:id/lift',
    summary: 'Lift an opt-out, with the consent of the person',
    needs: ['opt-out.remove'],
    ...{ inPath, body: { consent: required(text({ min: 1, max: mostTextLength, lines: true })) } },
    answers: exactly({ lifted: arrayOf(shared('optOut')) }),
    async answer(core, { caller, params, given: { consent } }) {
      const lifted = await removeOptOuts(core, caller, { id: idIn(params.id, 'opt-out') }, consent)
      return shows({ lifted: lifted.map(optOutWire) })
    },
  }),
]

function closingOf({ channel = 'all', reason, code }: Decoded<typeof closing>) {
  return {
    channel,
    ...(reason !== undefined && { reason }),
    ...(code !== undefined && { unsubscribeReason: code }),
  }
}
