import { usualContext } from '../call/originate.ts'
import { agentOf } from '../campaign/agent-of.ts'
import type { Campaign } from '../campaign/campaign.ts'
import type { Clock } from '../environment.ts'
import type { FoundIdle } from './dial-log.ts'

/** What the PBX knows of the places to which answered calls go on. */
export interface Places {
  /** Whether an extension can take a call now. */
  readonly isFree: (extension: string) => Promise<boolean>
  /** Whether the dialplan has a context, with a text as an extension in it. */
  readonly knowsPlace: (context: string, text: string) => Promise<boolean>
}

/** Milliseconds after which a place is asked for again. */
const freshMs = 5000

/** Tells whether whoever answers can go on behind the announcement. Otherwise nobody is called: he would be hung up on. */
export class WayOn {
  readonly #places: Places
  readonly #clock: Clock
  readonly #known = new Map<string, { readonly is: boolean; readonly at: number }>()

  constructor(places: Places, clock: Clock) {
    this.#places = places
    this.#clock = clock
  }

  /** Why a campaign's calls cannot go on at present; undefined where they can. */
  async whyClosed(campaign: Pick<Campaign, 'context' | 'text'>): Promise<FoundIdle | undefined> {
    if (campaign.context === '') return undefined
    const agent = agentOf(campaign)
    if (agent !== '') return (await this.#places.isFree(agent)) ? undefined : 'agent_busy'
    // In the usual context nothing but extensions is reached.
    return campaign.context !== usualContext && (await this.#isKnown(campaign)) ? undefined : 'no_place'
  }

  async #isKnown({ context, text }: Pick<Campaign, 'context' | 'text'>): Promise<boolean> {
    const place = `${text}@${context}`
    const now = this.#clock.now()
    const known = this.#known.get(place)
    if (known && now - known.at < freshMs) return known.is
    const is = await this.#places.knowsPlace(context, text)
    if (this.#known.size >= 1000) this.#known.clear()
    this.#known.set(place, { is, at: now })
    return is
  }
}
