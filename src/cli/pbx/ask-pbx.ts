import { loadPbx, type Settings } from '../../app.ts'
import type { Clock } from '../../core/environment.ts'
import { Refusal } from '../../core/errors.ts'
import type { Pbx, PbxReport } from '../../core/pbx/pbx.ts'

/** The answer of the PBX, or the reason why there is none. */
export type PbxAnswer<T = PbxReport> =
  | { readonly connection: 'off' }
  | { readonly connection: 'away'; readonly problem: string }
  | { readonly connection: 'connected'; readonly report: T }

/** Connects to the PBX that the settings name, asks it once, and leaves it. */
export async function askPbx<T>(
  settings: Settings,
  clock: Clock,
  ask: (pbx: Pbx) => Promise<T>,
): Promise<PbxAnswer<T>> {
  const tried = Promise.withResolvers<string | undefined>()
  const openPbx = await loadPbx()
  const pbx = openPbx(settings, clock, {
    tellsCalls: false,
    onEvent: () => undefined,
    onPushWake: () => undefined,
    onMissedCall: () => undefined,
    onBadSignIn: () => undefined,
    onRightSignIn: () => undefined,
    onConnected: () => tried.resolve(undefined),
    onDisconnected: tried.resolve,
  })
  if (!pbx) return { connection: 'off' }
  try {
    const problem = await tried.promise
    if (problem !== undefined) return { connection: 'away', problem }
    return { connection: 'connected', report: await ask(pbx) }
  } catch (error) {
    if (error instanceof Refusal) throw error
    return { connection: 'away', problem: (error as Error).message }
  } finally {
    await pbx.close()
  }
}
