import type { ServerCaller } from '../caller.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Pbx } from './pbx.ts'
import type { Difference } from './pbx-view.ts'

/**
 * Every difference between the PBX and the book. The digests of the book are made for `realm`.
 *
 * @throws Refusal `conflict` when the PBX serves no account; Error when the PBX cannot be asked.
 */
export async function comparePbx(
  { store }: Core,
  caller: ServerCaller,
  pbx: Pbx,
  realm: string,
): Promise<Difference[]> {
  mustBeAllowed(caller, 'pbx.find')
  const accountId = await store.pbxAccount.get()
  if (accountId === undefined) {
    throw new Refusal('conflict', 'the PBX serves no account: choose one with `dialbook pbx config`')
  }
  const look = async (): Promise<Difference[]> => {
    const objects = await store.pbxView.objects()
    const trunks = (await store.trunks.all(accountId)).filter(({ active, host }) => active && host !== '')
    const found = await pbx.compare({ objects, trunks, realm })
    const named = new Set(found.flatMap(({ kind, id }) => (kind === 'registration' ? id : [])))
    const stale = await findStale(pbx, await store.outbox.staleNumbers(accountId))
    return [...found, ...stale.filter(({ id }) => !named.has(id))]
  }
  const found = await look()
  if (found.length === 0) return found
  // The book may have changed between the look into it and the question to the PBX. A real difference is still there
  // the second time.
  const still = new Set((await look()).map(keyOf))
  return found.filter((difference) => still.has(keyOf(difference)))
}

/** Registrations of existing extensions that were made by settings that no longer hold. */
async function findStale(pbx: Pbx, waiting: readonly string[]): Promise<Difference[]> {
  if (waiting.length === 0) return []
  const registered = new Set((await pbx.report()).registered)
  return waiting
    .filter((number) => registered.has(number))
    .map((id) => ({ kind: 'registration', id, attribute: undefined, wanted: 'dropped', held: 'registered' }))
}

function keyOf(difference: Difference): string {
  return JSON.stringify(difference)
}
