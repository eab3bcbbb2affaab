import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import type { Pbx } from './pbx.ts'
import type { Difference } from './pbx-view.ts'

/**
 * Every difference between what the PBX holds and the book. The secrets of the book are kept for `realm`.
 *
 * @throws Refusal `conflict` when the PBX serves no account; Error when it cannot be asked.
 */
export async function comparePbx({ store }: Core, pbx: Pbx, realm: string): Promise<Difference[]> {
  if ((await store.pbxAccount.get()) === undefined) {
    throw new Refusal('conflict', 'the PBX serves no account: choose one with `dialbook pbx config`')
  }
  const found = await pbx.compare(await store.pbxView.objects(), realm)
  if (found.length === 0) return found
  // The book may have changed between the two looks: what is real is still there with new ones.
  const still = new Set((await pbx.compare(await store.pbxView.objects(), realm)).map(keyOf))
  return found.filter((difference) => still.has(keyOf(difference)))
}

function keyOf(difference: Difference): string {
  return JSON.stringify(difference)
}
