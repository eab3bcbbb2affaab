import type { Store } from '../ports.ts'
import { openAt } from '../schedule/days-of.ts'
import type { InboundDecision } from './inbound-route.ts'

/** What a call passes on its way to where it goes: an announcement that is played, or a schedule. */
export interface Passed {
  readonly kind: 'announcement' | 'schedule'
  readonly name: string
  /** What the schedule says; `null` for an announcement. */
  readonly state: 'open' | 'closed' | null
}

/** The way of a call by a route. */
export interface FollowedRoute {
  readonly passed: readonly Passed[]
  /** Where the call goes at last; `null` where it ends behind what it has passed. */
  readonly decision: InboundDecision | null
}

/** Follows a route through its announcements and schedules, as they are at a time in epoch milliseconds. */
export async function followRoute(
  store: Pick<Store, 'inboundRoutes' | 'schedules' | 'sounds'>,
  accountId: number,
  first: InboundDecision,
  at: number,
): Promise<FollowedRoute> {
  const passed: Passed[] = []
  let branch = ''
  let decision: InboundDecision | null = first
  while (decision?.kind === 'announcement' || decision?.kind === 'schedule') {
    const [target = ''] = decision.targets
    if (decision.kind === 'announcement') {
      const sounds = await store.sounds.find(accountId, {})
      const name = sounds.find(({ hexId }) => hexId === target)?.name ?? 'that is gone'
      passed.push({ kind: 'announcement', name, state: null })
      branch = branch === '' ? 'then' : `${branch}-then`
    } else {
      const schedule = (await store.schedules.all(accountId)).find(({ id }) => String(id) === target)
      const state = schedule && openAt(schedule, at).open ? 'open' : 'closed'
      passed.push({ kind: 'schedule', name: schedule?.name ?? 'that is gone', state })
      branch = state
    }
    decision = (await store.inboundRoutes.branches(accountId, first.routeId)).get(branch) ?? null
  }
  return { passed, decision }
}
