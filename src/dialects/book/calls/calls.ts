import type { Caller } from '../../../core/caller.ts'
import type { Core } from '../../../core/core.ts'
import { Refusal } from '../../../core/errors.ts'
import { callSheet } from '../../../core/export/call-sheet.ts'
import { callWays, dispositions } from '../../../core/ledger/call-record.ts'
import { type CallPage, type CallSearch, callsAtMost, findCallPage } from '../../../core/ledger/find-calls.ts'
import { getCall } from '../../../core/ledger/get-call.ts'
import { orNull } from '../../fields.ts'
import { arrayOf, exactly, integer, shared, string } from '../../schemas.ts'
import { action, shows } from '../action.ts'
import { type Asked, momentParameter, pageParameters, textParameter, wordParameter } from '../parameters.ts'
import { callWire, wholeCallWire } from './call.wire.ts'

const formats = ['csv', 'jsonl'] as const
const types = { csv: 'text/csv', jsonl: 'application/x-ndjson' } as const

const search = {
  ...{ since: momentParameter, until: momentParameter, party: textParameter, trunk: textParameter },
  ...{ disposition: wordParameter(dispositions), way: wordParameter(callWays) },
}

/** The calls about telephone calls. */
export const callOperations = [
  action({
    does: 'GET /calls',
    summary: 'List the calls in the order in which they began',
    needs: ['call.find'],
    query: { ...search, ...pageParameters(callsAtMost) },
    answers: exactly({ calls: arrayOf(shared('call')), next: orNull(integer) }),
    async answer(core, { caller, asked: { after, limit, ...asked } }) {
      const { calls, next } = await findCallPage(core, caller, searchOf(asked), { after, limit })
      return shows({ calls: calls.map(callWire), next })
    },
  }),
  action({
    does: 'GET /calls/export',
    summary: 'Export the calls as a file: CSV, or one JSON object a line',
    needs: ['call.find'],
    query: { ...search, format: wordParameter(formats) },
    files: Object.values(types),
    async answer(core, { caller, asked: { format = 'csv', ...asked } }) {
      const bytes =
        format === 'csv'
          ? core.files.write('csv', callSheet(core, caller, searchOf(asked)))
          : linesOf(core, caller, searchOf(asked))
      return { status: 200, type: `${types[format]}; charset=utf-8`, bytes }
    },
  }),
  action({
    does: 'GET /calls/:callId',
    summary: 'Show a call: where it rang, who talked with whom, and how it was passed on',
    needs: ['call.find'],
    inPath: { callId: string },
    answers: shared('wholeCall'),
    async answer(core, { caller, params: { callId = '' } }) {
      // No text of the book has this character, and PostgreSQL takes none with it.
      if (callId.includes('\u0000')) throw new Refusal('not_found', 'there is no such call')
      return shows(wholeCallWire(await getCall(core, caller, callId)))
    },
  }),
]

/** The calls with their paths, each as one line of JSON. */
async function* linesOf(core: Core, caller: Caller, calls: CallSearch): AsyncIterable<Uint8Array> {
  for (let after: number | null = 0; after !== null; ) {
    const page: CallPage = await findCallPage(core, caller, calls, { after, limit: callsAtMost })
    yield Buffer.from(page.calls.map((call) => `${JSON.stringify(wholeCallWire(call))}\n`).join(''))
    after = page.next
  }
}

function searchOf(asked: Asked<typeof search>): CallSearch {
  return asked
}
