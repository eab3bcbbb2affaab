import { mustExist, Refusal } from '../errors.ts'
import type { Store } from '../ports.ts'
import type { Destination, InboundRoute } from './inbound-route.ts'

/** The most phones of a group. */
const targetsAtMost = 50

/** @throws Refusal `not_found` of a target; `invalid_value` of `targets`. */
export async function checkDestination(
  store: Pick<Store, 'sounds' | 'schedules' | 'routes'>,
  accountId: number,
  { kind, targets }: Destination,
): Promise<void> {
  const isGroup = kind === 'all' || kind === 'turn'
  if (targets.length < 1 || targets.length > (isGroup ? targetsAtMost : 1) || new Set(targets).size < targets.length) {
    throw new Refusal('invalid_value', `a group has 1 to ${targetsAtMost} different extensions`, 'targets')
  }
  const [target = ''] = targets
  if (kind === 'announcement') {
    const sounds = await store.sounds.find(accountId, {})
    mustExist(
      sounds.find(({ hexId }) => hexId === target),
      `announcement as ${target}`,
    )
  } else if (kind === 'schedule') {
    const schedules = await store.schedules.all(accountId)
    mustExist(
      schedules.find(({ id }) => String(id) === target),
      `schedule as ${target}`,
    )
  } else if (kind !== 'outside') {
    for (const each of targets) mustExist(await store.routes.get(accountId, each), `extension as ${each}`)
  }
}

/** @throws Refusal `invalid_value` of `branches` where a call could not come to one of them, or must and cannot. */
export function checkBranches({ kind, branches }: Pick<InboundRoute, 'kind' | 'branches'>): void {
  const reachable = new Set(['fax'])
  if (kind === 'announcement') reachable.add('then')
  if (kind === 'schedule') {
    for (const state of ['open', 'closed'] as const) {
      reachable.add(state)
      if (branches[state]?.kind === 'announcement') reachable.add(`${state}-then`)
    }
    if (!branches.open)
      throw new Refusal('invalid_value', 'a schedule needs a target for the time when it is open', 'branches')
  }
  for (const [name, branch] of Object.entries(branches)) {
    if (!reachable.has(name)) throw new Refusal('invalid_value', `no call of this route comes to ${name}`, 'branches')
    const isLast = name === 'then' || name.endsWith('-then') || name === 'fax'
    if (branch.kind === 'schedule' || (isLast && branch.kind === 'announcement')) {
      throw new Refusal('invalid_value', `${name} must be an extension, a group or an outside number`, 'branches')
    }
  }
}
