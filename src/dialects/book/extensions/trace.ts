import { type CallPath, type PhoneState, traceCall } from '../../../core/call/trace-call.ts'
import { dialNumber } from '../../../core/extension/extension-rules.ts'
import { orNull } from '../../fields.ts'
import { arrayOf, boolean, exactly, type Shown, string } from '../../schemas.ts'
import { action, shows } from '../action.ts'
import { momentParameter, neededText, textParameter, wordParameter } from '../parameters.ts'
import { readNamed } from '../query.ts'

const states = ['answer', 'busy', 'noanswer', 'unavailable'] as const satisfies readonly PhoneState[]
const ends = [
  ...states,
  'outside',
  'forbidden',
  'unknown',
  'blocked',
  'told',
] as const satisfies readonly CallPath['end'][]

const decision = exactly({ kind: string, target: string, source: string, rule: string })
const step = { number: string, state: orNull(string), condition: orNull(string), decision: orNull(decision) }
const wayOut = { trunk: string, target: string, dialled: string, isSilent: boolean }
const shown = {
  ...{ number: string, steps: arrayOf(exactly(step)), end: { enum: ends }, at: string, trunk: orNull(string) },
  ...{ why: string, ways: arrayOf(exactly(wayOut)) },
}

/** Tells the way that a call would take; nothing rings. */
export const traceOperation = action({
  does: 'GET /trace',
  summary: 'Tell the way that a call would take: nothing rings',
  needs: ['route.find'],
  query: {
    number: neededText('say which number is called'),
    ...{ when: wordParameter(states), from: textParameter, trunk: textParameter, at: momentParameter },
  },
  answers: exactly(shown),
  async answer(core, { caller, asked: { number: given, when = 'answer', from: whence, trunk = null, at } }) {
    const number = readNamed('number', given, dialNumber)
    const from = whence === undefined ? undefined : readNamed('from', whence, dialNumber)
    const stateOf = (each: string) => (each === number ? when : 'answer')
    return shows(pathWire(await traceCall(core, caller, number, stateOf, from, trunk, undefined, at)))
  },
})

function pathWire({ number, steps, end, at, trunk, why, ways = [] }: CallPath): object {
  return {
    number,
    steps: steps.map(({ number: of, state, condition, decision: made }) => ({
      ...{ number: of, state, condition },
      decision: made && { kind: made.kind, target: made.target, source: made.source, rule: made.rule },
    })),
    ...{ end, at, trunk, why },
    ways: ways.map(({ trunk: by, target, dialled, isSilent }) => ({ trunk: by, target, dialled, isSilent })),
  } satisfies Shown<typeof shown>
}
