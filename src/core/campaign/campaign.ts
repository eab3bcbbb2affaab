/** The state of a campaign. One that waits begins by itself when its start has come; `completed` and `stopped` can be run again. */
export type CampaignState = 'waiting' | 'running' | 'paused' | 'completed' | 'stopped'

/** Every state of a campaign. */
export const campaignStates: readonly CampaignState[] = ['waiting', 'running', 'paused', 'completed', 'stopped']

/** The settings of a campaign. */
export interface CampaignSettings {
  readonly name: string
  readonly description: string
  readonly trunkManagerId: number
  /** The context of the dialplan where an answered call goes on, and the number or text there; empty for nowhere. */
  readonly context: string
  readonly text: string
  /** The groups that are called, in their order. */
  readonly groupIds: readonly number[]
  /** The announcement that is played to whoever answers; `null` for none. */
  readonly soundId: number | null
  /** Tries for a number that is not reached, at the most. */
  readonly tries: number
  /** Seconds between two tries of a number. */
  readonly pause: number
  /** The time at which it begins; `null` for when somebody starts it. Epoch milliseconds, here and below. */
  readonly start: number | null
  /** The time from which no call begins; `null` for never. */
  readonly end: number | null
  /** Digits that the announcement asks for, at the most; 0 for none. */
  readonly digits: number
  /** The digit that opts a number out of calls; `null` for none. */
  readonly optOutDigit: string | null
  /** Seconds that a number is rung for. */
  readonly ringTime: number
  /** Seconds after which a call ends, from its answer. */
  readonly longest: number
}

/** Calls to the numbers of groups, and to numbers of its own. */
export interface Campaign extends CampaignSettings {
  readonly accountId: number
  readonly id: number
  readonly hexId: string
  /** Its own numbers, as a list; `null` for none. */
  readonly listId: string | null
  readonly listCount: number
  readonly state: CampaignState
  /** How often it was begun: the number of its last run; 0 before the first. */
  readonly repeat: number
  readonly createdAt: number
  readonly updatedAt: number
}

/** A campaign by its id. */
export type CampaignRef = { readonly id: number } | { readonly hexId: string }

/** The settings of a campaign that says nothing else. */
export const usualCampaign = {
  ...{
    description: '',
    context: '',
    text: '',
    groupIds: [],
    soundId: null,
    tries: 1,
    pause: 600,
    start: null,
    end: null,
  },
  ...{ digits: 0, optOutDigit: null, ringTime: 30, longest: 600 },
} as const satisfies Partial<CampaignSettings>

/** The most characters of the texts of a campaign, and the limits of its numbers: ours, since no source states any. */
export const campaignLimits = {
  ...{ name: 255, description: 1000, context: 80, text: 80, groups: 1000 },
  ...{ tries: 100, pause: 30 * 24 * 60 * 60, digits: 20, ringTime: 120, longest: 4 * 60 * 60 },
} as const
