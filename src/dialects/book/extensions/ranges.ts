import { Refusal } from '../../../core/errors.ts'
import { addExtensions } from '../../../core/extension/add-extensions.ts'
import { auditExtensions } from '../../../core/extension/audit-extensions.ts'
import { secretMask } from '../../../core/extension/extension-secret.ts'
import { numberRange } from '../../../core/extension/number-range.ts'
import { findPhoneStates } from '../../../core/pbx/find-phone-states.ts'
import { described, InvalidValue, optional, type Reader, required, text } from '../../fields.ts'
import { arrayOf, exactly, string } from '../../schemas.ts'
import { action, shows } from '../action.ts'
import { readFlag } from '../values.ts'
import { extensionFields } from './extension.wire.ts'

/** Extensions of one range, whose secrets fit into an answer. */
const numbersAtMost = 1000

const readNumbers: Reader<readonly string[]> = described(
  { type: 'string', pattern: '^[0-9]{1,15}(\\.\\.[0-9]{1,15})?$', description: 'a range as 200..299' },
  (value) => {
    if (typeof value !== 'string') throw new InvalidValue('must be a string, as 200..299')
    const numbers = numberRange(value)
    if (numbers.length > numbersAtMost) throw new InvalidValue(`must be at most ${numbersAtMost} numbers`)
    return numbers
  },
)

const connections = ['off', 'away', 'connected'] as const
const phones = { registered: arrayOf(string), busy: arrayOf(string), unreachable: arrayOf(string) }
const { secret: _secret, ...settings } = extensionFields

/** The calls about many extensions at once. */
export const rangeOperations = [
  action({
    does: 'POST /extensions/range',
    summary: 'Make the extensions of a range in one change: their secrets are shown once',
    needs: ['extension.add'],
    body: {
      numbers: required(readNumbers),
      name: required(text({ min: 1, max: 255 })),
      skipTaken: optional(readFlag),
      ...settings,
    },
    answers: exactly({ made: arrayOf(exactly({ number: string, secret: string })), taken: arrayOf(string) }),
    async answer(core, { caller, given: { numbers, name, skipTaken = false, ...rest } }) {
      const added = await named(addExtensions(core, caller, { numbers, name, settings: rest, skipTaken }))
      const { taken } = added
      const kept = { made: added.made.map(({ number }) => ({ number, secret: secretMask })), taken }
      return { ...shows({ made: added.made.map(({ number, secret }) => ({ number, secret })), taken }), kept }
    },
  }),
  action({
    does: 'GET /phones',
    summary: 'Tell which phones are registered, in a call, or cannot be reached',
    needs: ['extension.find'],
    answers: exactly({ connection: { enum: connections }, ...phones }),
    async answer(core, { caller, call }) {
      const { connection, ...states } = await findPhoneStates(core, caller, call.server.phones)
      const { registered, busy, unreachable } = states
      return shows({ connection, registered: [...registered], busy: [...busy], unreachable: [...unreachable] })
    },
  }),
  action({
    does: 'GET /weak-secrets',
    summary: 'List the extensions whose secrets are weak',
    needs: ['extension.audit'],
    answers: exactly({ extensions: arrayOf(exactly({ number: string, name: string, weakness: string })) }),
    async answer(core, { caller }) {
      return shows({ extensions: await auditExtensions(core, caller) })
    },
  }),
]

/** The core names one number and a flag of the command line; here both are members. */
async function named<T>(adding: Promise<T>): Promise<T> {
  try {
    return await adding
  } catch (error) {
    if (!(error instanceof Refusal) || error.field !== 'number') throw error
    throw new Refusal(error.code, error.message.replace('--skip-taken', '"skipTaken": true'), 'numbers')
  }
}
