import { agentOf } from '../campaign/agent-of.ts'
import { beginDueCampaigns } from '../campaign/begin-due-campaigns.ts'
import { type CampaignCalls, NotBegun } from '../campaign/campaign-calls.ts'
import { completeCampaign } from '../campaign/complete-campaign.ts'
import { endWithoutCall } from '../campaign/settle-try.ts'
import type { Core } from '../core.ts'
import { quietHoursOf } from '../opt-out/quiet-hours.ts'
import { serverItself } from '../permission/callers.ts'
import type { TrunkManager } from '../trunk-manager/trunk-manager.ts'
import { wait } from '../wait.ts'
import { closePressed } from './close-pressed.ts'
import type { FoundIdle, RunningCampaign } from './dial-log.ts'
import { dialled } from './look-at-numbers.ts'
import { OpenCalls } from './open-calls.ts'
import { Pace } from './pace.ts'
import { CampaignSteps } from './take-step.ts'
import { type Places, WayOn } from './way-on.ts'
import { whyCampaignIdle, whyManagerIdle } from './why-idle.ts'

/** What the dialler works with, beside the core. */
export interface DiallerParts extends Places {
  readonly calls: CampaignCalls
  /** Whether the PBX can be asked now. */
  readonly isConnected: () => boolean
  /** The time up to which the ledger has surely read what the PBX wrote down. */
  readonly ledgerReadUpTo: () => number
  /** Takes what went wrong with one campaign or one call, while the others go on. */
  readonly onFault: (error: unknown) => void
}

/** The longest pause between two looks at the book, in milliseconds: a campaign that somebody starts begins within it. */
const idleMs = 1000

/** The longest for which a turn does not look at the book, where no channel is free or the interval has not passed. */
const glanceMs = 200

/** Milliseconds between two comparisons of the open tries with the calls of the PBX. */
const compareMs = 2000

/** Milliseconds after which the dialler says again how it is, while campaigns run, while none does, and where a campaign is idle anew. */
const sayMs = { busy: 20_000, idle: 10 * 60_000, changed: 1000 }

/** Milliseconds for which the dialler, at its end, waits for answers of the PBX. */
const answerMs = 1000

/** Calls of different trunk managers that are waited for when the dialler rests. */
const mostReady = 100

const server = serverItself('dialler', ['campaign.run', 'opt-out.add'])

/**
 * Calls the numbers of the campaigns of an account. It has no timer: `turn` does all that is due, and tells how long nothing will
 * be. All that must not be lost is in the book before the PBX is asked, so that the dialler can end at any moment.
 */
export class Dialler {
  readonly #core: Core
  readonly #parts: DiallerParts
  readonly #open = new OpenCalls()
  readonly #pace = new Pace(this.#open)
  readonly #steps: CampaignSteps
  readonly #wayOn: WayOn
  /** What was found of campaigns when they were served last. */
  readonly #found = new Map<number, FoundIdle>()
  readonly #managers = new Map<number, TrunkManager>()
  /** The campaign of each manager that was served last. */
  readonly #lastServed = new Map<number, number>()
  readonly #asking = new Set<Promise<void>>()
  #lookedAt = Number.NEGATIVE_INFINITY
  /** The trunk managers that had campaigns then. */
  #busy: readonly TrunkManager[] = []
  #comparedAt = Number.NEGATIVE_INFINITY
  #said = { at: Number.NEGATIVE_INFINITY, problem: '', idle: '' }

  constructor(core: Core, parts: DiallerParts) {
    this.#core = core
    this.#parts = parts
    this.#steps = new CampaignSteps(core)
    this.#wayOn = new WayOn(parts, core.clock)
  }

  /** Notes that the PBX has told the end of a call: its channels are free. Tells whether it was a call of the dialler. */
  over(callId: string): boolean {
    return this.#open.over(callId)
  }

  /** Has the open tries compared with the calls of the PBX at the next turn, as when the PBX was away. */
  mustCompare(): void {
    this.#comparedAt = Number.NEGATIVE_INFINITY
  }

  /** Begins what is ready, and forgets what is known of calls: another process may go on with them. */
  async rest(): Promise<void> {
    for (let left = mostReady, ms = this.#begin(); ms !== undefined && left > 0; left--, ms = this.#begin())
      await wait(ms)
    await Promise.race([Promise.all(this.#asking), wait(answerMs)])
    this.#open.forget()
    this.mustCompare()
    this.#lookedAt = Number.NEGATIVE_INFINITY
  }

  /** Does all that is due for an account. Returns the milliseconds until there may be more to do. */
  async turn(accountId: number): Promise<number> {
    const { clock, store } = this.#core
    const ready = this.#begin()
    const looksAt = this.#lookedAt + glanceMs
    if (clock.now() < looksAt && this.#busy.every((each) => this.#pace.room(each, clock.now()).count === 0)) {
      const pauses = this.#busy.map(({ id }) => this.#pace.until(id, clock.now())).filter((pause) => pause > 0)
      return Math.min(...pauses, ready ?? idleMs, idleMs)
    }
    this.#lookedAt = clock.now()
    await closePressed(this.#core, server, { accountId })
    await beginDueCampaigns(this.#core, server, { accountId })
    const running = await store.dialLog.running(accountId)
    this.#busy = []
    const ids = new Set(running.map(({ campaign }) => campaign.id))
    this.#steps.keepOnly(ids)
    for (const id of this.#found.keys()) if (!ids.has(id)) this.#found.delete(id)
    const isConnected = this.#parts.isConnected()
    await this.#say(accountId, isConnected ? '' : 'no_pbx', running.length > 0 ? sayMs.busy : sayMs.idle)
    if (isConnected) await this.#compare(accountId)
    await this.#complete(running)
    if (!isConnected || running.length === 0) return this.#begin() ?? idleMs
    const trunks = await store.trunks.all(accountId)
    const quietUntil = await quietHoursOf(this.#core, accountId)
    let pause = idleMs
    for (const manager of await store.trunkManagers.all(accountId)) {
      this.#managers.set(manager.id, manager)
      const own = running.filter(({ campaign }) => campaign.trunkManagerId === manager.id)
      if (own.length === 0) continue
      this.#busy = [...this.#busy, manager]
      const { count, at } = this.#pace.room(manager, clock.now())
      if (whyManagerIdle(manager, trunks, quietUntil, at) !== undefined) continue
      const begun = count === 0 ? 0 : await this.#serve(manager, own, count, at)
      // Whoever waits for a channel is told of its end.
      if (begun > 0 || this.#pace.until(manager.id, clock.now()) > 0) {
        pause = Math.min(pause, Math.max(this.#pace.until(manager.id, clock.now()), 1))
      }
      if (count > 0 && this.#steps.isCut) pause = 1
    }
    const nextReady = this.#begin()
    return Math.min(pause, nextReady ?? pause)
  }

  /** Makes calls of the campaigns of a trunk manager ready, by turns. Returns how many. */
  async #serve(manager: TrunkManager, own: readonly RunningCampaign[], room: number, at: number): Promise<number> {
    const last = this.#lastServed.get(manager.id) ?? 0
    const open = own.filter(({ campaign, sound }) => whyCampaignIdle(campaign, sound, at) === undefined)
    const inTurn = [
      ...open.filter(({ campaign }) => campaign.id > last),
      ...open.filter(({ campaign }) => campaign.id <= last),
    ]
    const share = Math.max(Math.ceil(room / Math.max(inTurn.length, 1)), 1)
    let left = room
    for (const each of inTurn) {
      if (left === 0) break
      const begun = await this.#take(manager, each, Math.min(share, left), at)
      if (begun > 0) this.#lastServed.set(manager.id, each.campaign.id)
      left -= begun
    }
    return room - left
  }

  async #take(manager: TrunkManager, running: RunningCampaign, most: number, at: number): Promise<number> {
    const { campaign, sound } = running
    const agent = agentOf(campaign)
    if (agent !== '' && this.#open.ofAgent(agent) > 0) return 0
    try {
      const closed = await this.#wayOn.whyClosed(campaign)
      if (closed) this.#found.set(campaign.id, closed)
      else this.#found.delete(campaign.id)
      if (closed) return 0
      const tries = await this.#steps.take(running, { most: agent === '' ? most : 1, at, ahead: manager.readyNumbers })
      for (const { callId, phone } of tries) {
        this.#open.add(callId, { managerId: manager.id, campaignId: campaign.id, agent })
        const begin = (): void => {
          const { context, text, digits, ringTime, longest, hexId } = campaign
          const number = dialled(phone)
          const settings = { context, text, digits, ringTime, longest, sound: sound ?? '', trunk: manager.trunk }
          this.#ask(
            campaign.accountId,
            callId,
            this.#parts.calls.begin({ id: callId, campaign: hexId, number, ...settings }),
          )
        }
        this.#pace.add({ managerId: manager.id, notBefore: at, begin })
      }
      return tries.length
    } catch (error) {
      this.#parts.onFault(error)
      return 0
    }
  }

  /** Begins the calls whose time has come. Returns the milliseconds until the next one that is ready. */
  #begin(): number | undefined {
    return this.#pace.begin(this.#core.clock.now(), (id) => this.#managers.get(id)?.interval ?? 0)
  }

  /** Waits for the PBX's answer beside all else. A call that was surely not begun has failed; one that may have been is waited for. */
  #ask(accountId: number, callId: string, asking: Promise<void>): void {
    const settled = asking
      .catch(async (error) => {
        if (!(error instanceof NotBegun)) return this.#parts.onFault(error)
        this.#open.over(callId)
        await this.#core.store.dialLog.end(accountId, [callId], endWithoutCall('failed', this.#core.clock.now()))
      })
      .catch((error) => this.#parts.onFault(error))
      .finally(() => {
        this.#open.asked(callId)
        this.#asking.delete(settled)
      })
    this.#asking.add(settled)
  }

  /** Compares the open tries with the calls of the PBX, now and then. */
  async #compare(accountId: number): Promise<void> {
    const now = this.#core.clock.now()
    if (now - this.#comparedAt < compareMs) return
    this.#comparedAt = now
    const { dialLog } = this.#core.store
    // The calls are asked for first: a try that is begun meanwhile is none of them, and is asked for still.
    const present = await this.#parts.calls.present()
    const open = await dialLog.openTries(accountId)
    this.#steps.behind(open.at(-1)?.callId)
    const { lost, toEnd } = this.#open.compare(open, present, { now, readUpTo: this.#parts.ledgerReadUpTo() })
    if (lost.length > 0) await dialLog.end(accountId, lost, endWithoutCall('lost', now))
    for (const callId of lost) this.#open.drop(callId)
    if (toEnd.length > 0) await this.#parts.calls.end(toEnd)
  }

  /** Ends the campaigns that have nobody left to call, and those whose end has come. Their calls are over by then. */
  async #complete(running: readonly RunningCampaign[]): Promise<void> {
    for (const { campaign, run } of running) {
      const { left, waiting, calling } = run.counts
      const isOver = campaign.end !== null && this.#core.clock.now() >= campaign.end
      if (calling > 0 || (!isOver && (waiting > 0 || (left > 0 && !this.#steps.isAtEnd(run))))) continue
      await completeCampaign(this.#core, server, campaign)
    }
  }

  async #say(accountId: number, problem: string, everyMs: number): Promise<void> {
    const now = this.#core.clock.now()
    const found = Object.fromEntries(this.#found)
    const idle = JSON.stringify(found)
    const after = problem !== this.#said.problem ? 0 : idle !== this.#said.idle ? sayMs.changed : everyMs
    if (now - this.#said.at < after) return
    await this.#core.store.dialLog.say(accountId, { seenAt: now, problem, idle: found })
    this.#said = { at: now, problem, idle }
  }
}
