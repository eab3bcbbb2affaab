import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { howOften } from '../how-often.ts'
import { eventually, noAsterisk } from './support/asterisk.ts'
import { type CampaignPbx, startCampaignPbx } from './support/campaign-calls.ts'

interface Report {
  readonly counts: Readonly<Record<string, number>>
  readonly targets: readonly {
    readonly number: string
    readonly reason: string
    readonly tries: readonly { readonly outcome: string | null; readonly callId: string }[]
  }[]
}

interface LedgerCall {
  readonly originateId: string
  readonly disposition: string
}

const size = howOften(90, 2000)
const kills = howOften(4, 30)
const capacity = 5

/** The counts of a run that add up to its size. */
const parts = ['answered', 'busy', 'no-answer', 'failed', 'lost', 'skipped', 'repeated', 'calling', 'waiting', 'left']

describe('a campaign that runs while dialbook and Asterisk are killed', { skip: noAsterisk }, () => {
  let pbx: CampaignPbx
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dialbook-kills-'))
    pbx = await startCampaignPbx()
  })
  after(async () => {
    await pbx?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  const cli = (...args: string[]): Promise<string> => pbx.link.client.server.cli(...args)
  const report = async (): Promise<Report> =>
    JSON.parse(await cli('campaign', 'report', 'killed', '--limit', '10000', '--json'))

  const everyCall = async (): Promise<LedgerCall[]> => {
    const all: LedgerCall[] = []
    for (let after: string[] = []; ; ) {
      const { calls, next } = JSON.parse(await cli('calls', 'list', '--limit', '1000', ...after, '--json'))
      all.push(...calls)
      if (next === null) return all
      after = ['--after', String(next)]
    }
  }

  test('calls each number as its rules allow, each try with one end, and leaves no channel behind', async () => {
    await cli('trunk-manager', 'add', 'all', '--trunk', 'cisco', '--capacity', String(capacity), '--interval', '0.02')
    // The last digit says how a number is: it answers, is busy, or declines. A call that is answered lasts a second.
    const numbers = Array.from({ length: size }, (_, at) => `0912${String(at).padStart(6, '0')}${[0, 1, 3][at % 3]}`)
    const file = join(folder, 'numbers.csv')
    await writeFile(file, numbers.join('\n'))
    await cli('import', file, '--group', 'many', '--create')
    const settings = ['--trunk-manager', 'all', '--group', 'many', '--tries', '2', '--pause', '1', '--longest', '1']
    await cli('campaign', 'add', 'killed', ...settings, '--digits', '1')
    await cli('campaign', 'start', 'killed')
    for (let kill = 1; kill <= kills; kill++) {
      // Each kill comes while calls go on, as long as numbers wait.
      const before = pbx.outside.invites.length
      await eventually(`calls before kill ${kill}`, async () => {
        if (pbx.outside.invites.length >= before + 10) return true
        const { left, waiting } = (await report()).counts
        return (left ?? 0) + (waiting ?? 0) === 0
      })
      if (kill % 2 === 1) await pbx.link.restartServer()
      else {
        await pbx.link.asterisk.kill()
        await pbx.link.asterisk.start()
      }
    }
    const isOver = async (): Promise<boolean> => {
      const { campaign } = JSON.parse(await cli('campaign', 'show', 'killed', '--json'))
      return campaign.state === 'completed'
    }
    // Answered calls last a second on each of the channels.
    await eventually('the campaign is over', isOver, 120_000 + (size / capacity) * 3000)
    const { counts, targets } = await report()
    assert.equal(
      parts.reduce((sum, part) => sum + (counts[part] ?? 0), 0),
      size,
    )
    assert.deepEqual([counts.left, counts.calling, counts.waiting], [0, 0, 0])
    assert.deepEqual(targets.map(({ number }) => number).sort(), numbers.toSorted())
    for (const { number, reason, tries } of targets) {
      const outcomes = tries.map(({ outcome }) => outcome)
      assert.ok(
        outcomes.every((outcome) => outcome !== null),
        number,
      )
      assert.equal(reason, outcomes.at(-1), number)
      // Tried again only where the first try did not reach it, and then for sure.
      assert.equal(outcomes.length, outcomes[0] === 'answered' ? 1 : 2, `${number}: ${outcomes}`)
      // Never called more often than it was tried: a try that was not made is lost, and none is made twice.
      assert.ok(pbx.timesCalled(number) <= outcomes.length, `${number} was called ${pbx.timesCalled(number)} times`)
    }
    const reached = targets.filter(({ number, reason }) => number.endsWith('0') && reason === 'answered')
    assert.ok(reached.length > size / 3 - kills * capacity * 2, `${reached.length} of ${size / 3} were reached`)
    const ledger = await everyCall()
    const outcomeOf = new Map(targets.flatMap(({ tries }) => tries.map(({ callId, outcome }) => [callId, outcome])))
    for (const { originateId, disposition } of ledger) {
      const outcome = outcomeOf.get(originateId)
      assert.ok(outcome, `${originateId} has no try`)
      if (disposition === 'ANSWERED') assert.equal(outcome, 'answered', originateId)
    }
    await eventually('no channel is left', async () => (await pbx.channels()) === 0)
  })
})
