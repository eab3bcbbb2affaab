import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { buildBook, owner, type TestBook } from '../../../test/builders.ts'
import { buildDialling } from '../../../test/dialler-world.ts'
import { startCampaign } from '../campaign/start-campaign.ts'
import { stopCampaign } from '../campaign/stop-campaign.ts'
import { findChanges } from '../change/find-changes.ts'
import { undoChange } from './undo-change.ts'

const answered = { kind: 'answered', wait: 2000, talk: 8000 } as const

describe('the undo of changes of campaigns', () => {
  let book: TestBook
  before(async () => {
    book = await buildBook()
  })
  after(() => book.close())

  it('undoes the adding of a campaign that has not begun, and no start', async () => {
    const world = await buildDialling(book, () => answered)
    const { core, caller } = world
    const campaign = await world.addCampaign(['1111', '2222'])
    const [added] = await findChanges(core, caller, 1)
    await undoChange(core, owner, added?.number as number)
    assert.equal(await world.state(campaign), undefined)
    const [removal] = await findChanges(core, caller, 1)
    await undoChange(core, owner, removal?.number as number)
    await startCampaign(core, caller, campaign)
    const [start] = await findChanges(core, caller, 1)
    await assert.rejects(undoChange(core, owner, start?.number as number), { code: 'conflict' })
    await stopCampaign(core, caller, campaign)
    const [stop] = await findChanges(core, caller, 1)
    await assert.rejects(undoChange(core, owner, stop?.number as number), { code: 'conflict' })
  })
})
