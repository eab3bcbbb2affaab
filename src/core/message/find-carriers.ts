import type { ServerCaller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { ToldCarrier } from './carrier-desk.ts'

/** A server tells of its carriers twice a minute: after so long there is none. */
const silentAfterMs = 90_000

/** A carrier, and whether it can be reached: `silent` where no server tells of it any more. */
export interface FoundCarrier extends Pick<ToldCarrier, 'name'> {
  /** The codes of the routes that name it, as far as the settings of this process have them. */
  readonly routes: readonly string[]
  readonly state: 'up' | 'down' | 'silent'
  /** What was told last; undefined for nothing. */
  readonly told: ToldCarrier | undefined
}

/** The carriers that routes name, in their order, and those that servers have told of. */
export async function findCarriers(core: Core, caller: ServerCaller): Promise<readonly FoundCarrier[]> {
  mustBeAllowed(caller, 'carrier.find')
  const { store, messageRules, clock } = core
  const { routes } = messageRules
  const states = await store.carriers.states()
  const names = new Set([...routes.flatMap(({ carriers }) => carriers), ...states.map(({ name }) => name)])
  return [...names].map((name) => {
    const told = states.find((state) => state.name === name)
    const isThere = told !== undefined && told.toldAt > clock.now() - silentAfterMs
    return {
      name,
      routes: routes.filter(({ carriers }) => carriers.includes(name)).map(({ code }) => code),
      state: isThere ? (told.isUp ? 'up' : 'down') : 'silent',
      told,
    }
  })
}
