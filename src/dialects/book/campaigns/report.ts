import { findRuns } from '../../../core/campaign/find-runs.ts'
import { findTargetsAfter } from '../../../core/campaign/find-targets.ts'
import { getCampaign } from '../../../core/campaign/get-campaign.ts'
import { outcomes } from '../../../core/campaign/run.ts'
import { mustExist } from '../../../core/errors.ts'
import { findRunProgress } from '../../../core/progress/find-progress.ts'
import { orNull } from '../../fields.ts'
import { arrayOf, exactly, integer, shared } from '../../schemas.ts'
import { action, shows } from '../action.ts'
import { pageOf } from '../pages.ts'
import { idParameter, pageParameters, textParameter, wordParameter } from '../parameters.ts'
import { progressSchema, progressWire } from '../progress.wire.ts'
import { groupIdSchema, refIn } from '../values.ts'
import { runWire, targetWire } from './run.wire.ts'

const inPath = { id: groupIdSchema }

/** The calls about what campaigns did. */
export const reportOperations = [
  action({
    does: 'GET /campaigns/:id/runs',
    summary: 'List the runs of a campaign with their counts, the last one first',
    needs: ['campaign.find'],
    inPath,
    answers: exactly({ runs: arrayOf(shared('run')) }),
    async answer(core, { caller, params }) {
      const { id } = await getCampaign(core, caller, refIn(params.id, 'campaign'))
      return shows({ runs: (await findRuns(core, caller, { id })).map(runWire) })
    },
  }),
  action({
    does: 'GET /campaigns/:id/progress',
    summary: 'Show what became of the numbers of a run, over its time',
    needs: ['campaign.find'],
    ...{ inPath, query: { run: idParameter } },
    answers: progressSchema([...outcomes, 'skipped']),
    async answer(core, { caller, params, asked }) {
      const { id } = await getCampaign(core, caller, refIn(params.id, 'campaign'))
      const runs = await findRuns(core, caller, { id })
      const run = asked.run === undefined ? runs[0] : runs.find(({ repeat }) => repeat === asked.run)
      return shows(progressWire(await findRunProgress(core, caller, mustExist(run, 'run'))))
    },
  }),
  action({
    does: 'GET /campaigns/:id/numbers',
    summary: 'List the numbers that a run has come to, each with its one reason',
    needs: ['campaign.find'],
    ...{
      inPath,
      query: { run: idParameter, outcome: wordParameter(outcomes), number: textParameter, ...pageParameters(1000) },
    },
    answers: exactly({ numbers: arrayOf(shared('target')), next: orNull(integer) }),
    async answer(core, { caller, params, asked: { run, outcome, number, after, limit } }) {
      const { id, repeat } = await getCampaign(core, caller, refIn(params.id, 'campaign'))
      const search = {
        ...{ campaignId: id, repeat: run ?? repeat },
        ...(outcome && { outcome }),
        ...(number !== undefined && { number }),
      }
      const found = await findTargetsAfter(core, caller, search, { after, limit: limit + 1 })
      const { items, next } = pageOf(found, limit)
      return shows({ numbers: items.map(targetWire), next })
    },
  }),
]
