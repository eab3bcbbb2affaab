import type { TableName } from './cases/case.ts'
import type { Felt } from './others.ts'
import { median, quantile, type Spread, spreadOf } from './statistics.ts'
import type { EngineName } from './subject.ts'

/** What one round of requests to one server took. */
export interface Round {
  readonly perSecond: number
  /** Milliseconds of each request. */
  readonly times: readonly number[]
  /** Processor time of a request, in microseconds. */
  readonly cpu: number
}

/** The figures of one server. */
export interface Figures {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  readonly cpu: number
}

/** The figures of a case on an engine: a row of a table, as it is kept in bench/results. */
export interface RequestRow extends Figures {
  readonly kind: 'requests'
  readonly case: string
  readonly table: TableName
  readonly title: string
  readonly engine: EngineName
  readonly connections: number
  readonly bare: Figures | null
  /** The rate, or the time, over that of the bare server, round by round. */
  readonly ratio: Spread | null
  readonly ratioOf: 'rate' | 'time' | null
  readonly goal: number | null
  readonly memoryPeak: number
  readonly others: readonly Felt[]
  readonly series: { readonly name: string; readonly size: number } | null
}

/** The figures of a command: seconds, processor seconds, and MiB. */
export interface CommandRow {
  readonly kind: 'commands'
  readonly case: string
  readonly table: TableName
  readonly title: string
  readonly engine: EngineName
  readonly seconds: number
  readonly cpuSeconds: number
  readonly linesPerSecond: number
  readonly memoryPeak: number
  readonly others: readonly Felt[]
}

export type Row = RequestRow | CommandRow

export function figuresOf(rounds: readonly Round[]): Figures {
  const times = rounds.flatMap((round) => round.times)
  return {
    perSecond: median(rounds.map(({ perSecond }) => perSecond)),
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
    cpu: median(rounds.map(({ cpu }) => cpu)),
  }
}

/** The ratio of one server to another: each round to the one beside it, so that noise of the machine falls on both. */
export function ratioOf(ours: readonly Round[], theirs: readonly Round[], figure: (round: Round) => number): Spread {
  return spreadOf(ours.map((round, index) => figure(round) / figure(theirs[index] as Round)))
}

export const timeOf = ({ times }: Round): number => median(times)
export const rateOf = ({ perSecond }: Round): number => perSecond
export const cpuOfRound = ({ cpu }: Round): number => cpu
