import type { Pbx } from '../core/pbx/pbx.ts'

/** Milliseconds for which a report of the PBX is good enough. */
const freshMs = 500

/** Tells whether an extension is registered and in no call, by a report of the PBX that is asked for now and then. */
export function freeAgents(pbx: Pick<Pbx, 'report'>): (extension: string) => Promise<boolean> {
  let asked: ReturnType<Pbx['report']> | undefined
  let askedAt = Number.NEGATIVE_INFINITY
  return async (extension) => {
    if (!asked || performance.now() - askedAt > freshMs) {
      askedAt = performance.now()
      asked = pbx.report()
    }
    const { registered, busy } = await asked
    return registered.includes(extension) && !busy.includes(extension)
  }
}
