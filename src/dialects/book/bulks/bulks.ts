import { findBulks, getBulk } from '../../../core/bulk/find-bulks.ts'
import { cancelBulk, pauseBulk, resumeBulk } from '../../../core/bulk/move-bulk.ts'
import { type NewBulk, sendBulk, tryBulk } from '../../../core/bulk/send-bulk.ts'
import { messageStates } from '../../../core/message/message.ts'
import { findBulkProgress } from '../../../core/progress/find-progress.ts'
import { type Decoded, orNull } from '../../fields.ts'
import { arrayOf, exactly, integer, shared } from '../../schemas.ts'
import { action, made, shows } from '../action.ts'
import { denials } from '../errors.ts'
import { stoppedByProgram } from '../messages/messages.ts'
import { nextPlace } from '../pages.ts'
import { countParameter, wordParameter } from '../parameters.ts'
import { progressSchema, progressWire } from '../progress.wire.ts'
import { groupIdSchema, refIn } from '../values.ts'
import { bulkFields, bulkStates, bulkWire, triedBulkWire } from './bulk.wire.ts'

const inPath = { id: groupIdSchema }

/** The turns of a message to many, each by the word that ends its path. */
const turns = [
  { word: 'pause', summary: 'Let no message of it leave until it is resumed', move: pauseBulk },
  { word: 'resume', summary: 'Go on with a message to many that was paused', move: resumeBulk },
  {
    word: 'cancel',
    summary: 'End a message to many: no more of it leaves',
    move: (...[core, caller, ref]: Parameters<typeof pauseBulk>) => cancelBulk(core, caller, ref, stoppedByProgram),
  },
] as const

/** The calls about one text to many numbers. */
export const bulkOperations = [
  action({
    does: 'GET /bulks',
    summary: 'List the messages to many, the newest first',
    needs: ['message.find'],
    query: {
      state: wordParameter(bulkStates),
      after: countParameter(0, 10_000_000, 0),
      limit: countParameter(1, 1000, 100),
    },
    answers: exactly({ bulks: arrayOf(shared('bulk')), total: integer, next: orNull(integer) }),
    async answer(core, { caller, asked: { state, after, limit } }) {
      const match = { descending: true, ...(state && { states: [state] }) }
      const { items, total } = await findBulks(core, caller, match, { start: after, count: limit })
      return shows({ bulks: items.map(bulkWire), total, next: nextPlace(after, limit, total) })
    },
  }),
  action({
    does: 'POST /bulks',
    summary: 'Send one text to groups and numbers',
    needs: ['message.add'],
    body: bulkFields,
    status: 201,
    answers: shared('bulk'),
    async answer(core, { caller, given, call }) {
      const bulk = await sendBulk(core, caller, { ...wantedOf(given), address: call.address })
      return made(`/bulks/${bulk.id}`, bulkWire(bulk))
    },
  }),
  action({
    does: 'POST /bulks/dryrun',
    summary: 'Tell what sending one text to many would do',
    needs: ['message.add'],
    body: bulkFields,
    answers: shared('triedBulk'),
    async answer(core, { caller, given }) {
      return shows(triedBulkWire(await tryBulk(core, caller, wantedOf(given))))
    },
  }),
  action({
    does: 'GET /bulks/:id',
    summary: 'Show a message to many with its counts',
    needs: ['message.find'],
    inPath,
    answers: shared('bulk'),
    async answer(core, { caller, params }) {
      return shows(bulkWire(await getBulk(core, caller, refIn(params.id, 'bulk'))))
    },
  }),
  action({
    does: 'GET /bulks/:id/progress',
    summary: 'Show what became of its messages, over its time',
    needs: ['message.find'],
    inPath,
    answers: progressSchema(messageStates),
    async answer(core, { caller, params }) {
      const bulk = await getBulk(core, caller, refIn(params.id, 'bulk'))
      return shows(progressWire(await findBulkProgress(core, caller, bulk)))
    },
  }),
  ...turns.map(({ word, summary, move }) =>
    action({
      does: `POST /bulks/:id/${word}`,
      summary,
      needs: ['message.update'],
      inPath,
      answers: shared('bulk'),
      async answer(core, { caller, params }) {
        return shows(bulkWire(await move(core, caller, refIn(params.id, 'bulk'))))
      },
    }),
  ),
]

function wantedOf({ numbers, groups, ...given }: Decoded<typeof bulkFields>): NewBulk {
  if (!numbers && !groups) throw denials.missing('groups', 'say to whom: groups or numbers')
  return { ...given, ...(groups && { groups }), ...(numbers && { entries: numbers }) }
}
