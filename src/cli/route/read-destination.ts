import { InvalidArgumentError } from 'commander'
import type { Caller } from '../../core/caller.ts'
import type { Core } from '../../core/core.ts'
import { Refusal } from '../../core/errors.ts'
import type { BranchName, Destination } from '../../core/inbound-route/inbound-route.ts'
import { findNamedSchedule } from '../../core/schedule/find-schedules.ts'
import { findNamedSound } from '../../core/sound/find-sounds.ts'
import { readOutsideNumber, readTargets } from './route-arguments.ts'

/** A destination as a text says it; announcements and schedules have their names there. */
export interface TextDestination extends Destination {
  /** Where the call goes on behind an announcement. */
  readonly next?: TextDestination
}

/** The words for a destination, as the help of options has them. */
export const destinationForms = '530; 530,531 at once; turn:530,531; outside:0912…; announce:NAME or announce:NAME>530'

/** Reads `530`, `530,531`, `turn:530,531`, `outside:0912…`, `announce:NAME` and `announce:NAME>530`. */
export function readDestination(text: string): TextDestination {
  const [, word = '', rest = ''] = /^(turn|outside|announce):(.*)$/s.exec(text) ?? []
  if (word === 'outside') return { kind: 'outside', targets: [readOutsideNumber(rest)] }
  if (word === 'turn') return { kind: 'turn', targets: readTargets(rest) }
  if (word === 'announce') {
    const at = rest.indexOf('>')
    const name = at < 0 ? rest : rest.slice(0, at)
    if (name === '') throw new InvalidArgumentError('Behind announce: stands the name of an announcement.')
    return { kind: 'announcement', targets: [name], ...(at >= 0 && { next: readDestination(rest.slice(at + 1)) }) }
  }
  const targets = readTargets(text)
  return { kind: targets.length === 1 ? 'extension' : 'all', targets }
}

/** The options of `route add` that say where calls go. */
export interface DestinationOptions {
  readonly to?: readonly string[]
  readonly ring: 'all' | 'turn'
  readonly outside?: string
  readonly announce?: string
  readonly then?: TextDestination
  readonly schedule?: string
  readonly open?: TextDestination
  readonly closed?: TextDestination
  readonly fax?: TextDestination
}

/** A destination and the branches that it has. */
export interface ReadRoute extends Destination {
  readonly branches: Partial<Record<BranchName, Destination>>
}

/**
 * Where the options send calls, with the ids of announcements and schedules in the place of their names.
 *
 * @throws Refusal `missing_value` where none or several of them say so; `not_found` of a name.
 */
export async function destinationOf(core: Core, caller: Caller, options: DestinationOptions): Promise<ReadRoute> {
  const { to, ring, outside, announce, schedule } = options
  if ([to, outside, announce, schedule].filter((each) => each !== undefined).length !== 1) {
    throw new Refusal('missing_value', 'a route needs one of --to, --outside, --announce and --schedule', 'targets')
  }
  const branches: Partial<Record<BranchName, Destination>> = {}
  const put = async (name: BranchName, wanted: TextDestination | undefined): Promise<void> => {
    if (!wanted) return
    const { kind, targets, next } = wanted
    const isSound = kind === 'announcement'
    branches[name] = {
      kind,
      targets: isSound ? [(await findNamedSound(core, caller, targets[0] ?? '')).hexId] : targets,
    }
    if (next) await put(`${name}-then` as BranchName, next)
  }
  for (const name of ['then', 'open', 'closed', 'fax'] as const) await put(name, options[name])
  if (announce !== undefined) {
    return { kind: 'announcement', targets: [(await findNamedSound(core, caller, announce)).hexId], branches }
  }
  if (schedule !== undefined) {
    return { kind: 'schedule', targets: [String((await findNamedSchedule(core, caller, schedule)).id)], branches }
  }
  if (outside !== undefined) return { kind: 'outside', targets: [outside], branches }
  const targets = to ?? []
  return { kind: targets.length === 1 ? 'extension' : ring, targets, branches }
}
