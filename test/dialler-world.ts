import assert from 'node:assert/strict'
import { addAccount } from '../src/core/account/add-account.ts'
import { setAccountCountry } from '../src/core/account/set-account-country.ts'
import type { Caller } from '../src/core/caller.ts'
import { type Campaign, usualCampaign } from '../src/core/campaign/campaign.ts'
import type { RunCounts } from '../src/core/campaign/run.ts'
import type { Core } from '../src/core/core.ts'
import { Dialler } from '../src/core/dialler/dialler.ts'
import { createGroup } from '../src/core/group/create-group.ts'
import { onAccount } from '../src/core/permission/callers.ts'
import { setTrunk } from '../src/core/trunk/set-trunk.ts'
import type { TrunkManager } from '../src/core/trunk-manager/trunk-manager.ts'
import { entriesOf, owner, type TestClock } from './builders.ts'
import { type Fate, StandInCalls } from './stand-in-calls.ts'

/** A book and its clock. */
export interface DiallerBook {
  readonly core: Core
  readonly clock: TestClock
  close(): Promise<void>
}

let accounts = 0

/** Makes an account whose campaigns a dialler calls by a stand-in of the PBX. */
export async function buildDialling(
  { core, clock }: DiallerBook,
  fateOf: (number: string, time: number) => Fate,
  manager: Partial<TrunkManager> = {},
) {
  const name = `dialling ${++accounts}`
  const { id: accountId } = await addAccount(core, owner, name)
  const caller: Caller = { ...onAccount(owner, accountId), origin: 'test' }
  await setAccountCountry(core, owner, name, 'IR')
  await setTrunk(core, caller, { name: 'out', host: 'sip.example', password: null })
  const write = (work: Parameters<Core['store']['write']>[1]) =>
    core.store.write({ accountId, credentialId: null, name: 'tester', origin: 'test' }, work)
  const change = { noun: 'campaign', verb: 'add', subject: 'x', before: null, after: null } as const
  const made: TrunkManager = {
    ...{
      accountId,
      id: 1,
      hexId: 'a'.repeat(24),
      title: 'm',
      trunk: 'out',
      active: true,
      capacity: 5,
      interval: 0,
    },
    ...{ readyNumbers: 10, hours: null, timeZone: 'Asia/Tehran', createdAt: 1, updatedAt: 1, ...manager },
  }
  await write(async (tx) => {
    await tx.trunkManagers.insert(made)
    return { answer: null, change }
  })
  const calls = new StandInCalls(clock, fateOf)
  let readUpTo = clock.now()
  const make = (): Dialler => {
    const dialler = new Dialler(core, {
      ...{ calls, isConnected: () => !calls.isAway, ledgerReadUpTo: () => readUpTo },
      ...{
        isFree: async () => world.isFree,
        knowsPlace: async () => world.hasPlaces,
        onFault: (error) => faults.push(error),
      },
    })
    calls.onEnded((id) => dialler.over(id))
    return dialler
  }
  const faults: unknown[] = []
  const world = {
    ...{ core, clock, caller, accountId, calls, faults, write, manager: made },
    dialler: make(),
    /** Whether every extension is free. */
    isFree: true,
    /** Whether the PBX has the places where answered calls go on. */
    hasPlaces: true,
    /** Another process goes on. */
    restart() {
      world.dialler = make()
    },
    async keepLedger() {
      const { records } = calls
      calls.records = []
      await core.store.ledger.keep(accountId, {
        ...{ calls: records, events: [] },
        position: { openSince: { file: 'f', offset: 0 }, told: { file: 'f', offset: 0 } },
      })
      readUpTo = clock.now()
    },
    /** Lets time pass, from one thing that happens to the next, until the condition holds. */
    async until(isDone: () => boolean | Promise<boolean>, longest = 24 * 3600 * 1000): Promise<void> {
      const end = clock.now() + longest
      while (!(await isDone())) {
        assert.ok(clock.now() < end, 'it does not come to that')
        const pause = await world.dialler.turn(accountId)
        // Answers of the PBX come in between.
        await new Promise((resolve) => setImmediate(resolve))
        const next = calls.nextEnd()
        clock.advance(Math.max(Math.min(pause, next === undefined ? pause : next - clock.now()), 1))
        calls.tick()
        if (calls.records.length > 0) await world.keepLedger()
        readUpTo = clock.now()
      }
    },
    async pass(ms: number): Promise<void> {
      const end = clock.now() + ms
      await world.until(() => clock.now() >= end, ms + 10_000)
    },
    async addCampaign(phones: readonly string[], fields: Partial<Campaign> = {}): Promise<Campaign> {
      const group = await createGroup(core, caller, { name: 'g', entries: entriesOf(...phones) })
      return core.store.write({ accountId, credentialId: null, name: 'tester', origin: 'test' }, async (tx) => {
        const campaign: Campaign = {
          ...{
            ...usualCampaign,
            accountId,
            id: await tx.allocate(accountId, 'campaign', 1),
            hexId: core.ids.hexId(),
          },
          ...{ name: 'c', trunkManagerId: 1, listId: null, listCount: 0, state: 'waiting', repeat: 0 },
          ...{ createdAt: 1, updatedAt: 1, groupIds: [group.id], ...fields },
        }
        await tx.campaigns.insert(campaign)
        return { answer: campaign, change: { ...change, subject: 'c', after: { ...campaign } } }
      })
    },
    async state({ id }: Campaign) {
      return (await core.store.campaigns.get(accountId, { id }))?.state
    },
    async counts({ id }: Campaign): Promise<RunCounts> {
      return (await core.store.campaigns.runs(accountId, id))[0]?.counts as RunCounts
    },
    async targets({ id }: Campaign) {
      return core.store.campaigns.targetsAfter(accountId, { campaignId: id }, { after: 0, limit: 10_000 })
    },
  }
  return world
}
