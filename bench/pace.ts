/** How long a run takes: more rounds make steadier figures. */
export interface Pace {
  readonly rounds: number
  /** Seconds of a round, and of one of the bare server. */
  readonly seconds: number
  readonly bareSeconds: number
  /** Seconds for which a round goes on, on a busy machine, until enough requests are through. */
  readonly limitSeconds: number
  /** Seconds for which another account's small update is timed; 0 for not at all. */
  readonly othersSeconds: number
  readonly commandRounds: number
}

export const paces = {
  quick: { rounds: 1, seconds: 0.5, bareSeconds: 0.3, limitSeconds: 1, othersSeconds: 0.5, commandRounds: 1 },
  usual: { rounds: 3, seconds: 0.35, bareSeconds: 0.15, limitSeconds: 1.5, othersSeconds: 0.4, commandRounds: 1 },
  full: { rounds: 5, seconds: 1.5, bareSeconds: 0.7, limitSeconds: 5, othersSeconds: 2, commandRounds: 2 },
  compare: { rounds: 6, seconds: 0.8, bareSeconds: 0.3, limitSeconds: 6, othersSeconds: 1.5, commandRounds: 2 },
} as const satisfies Readonly<Record<string, Pace>>
