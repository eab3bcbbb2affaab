import type { Core } from '../core.ts'
import type { Transaction, Written } from '../ports.ts'
import type { Sound, SoundList } from './sound.ts'

/** A sound to be made of a file. */
export type NewSound = Pick<Sound, 'name' | 'filename' | 'description'> & { readonly list: SoundList }

/** Puts a new announcement into the book, whose file is there. */
export async function insertSound(
  tx: Transaction,
  { clock, ids }: Core,
  accountId: number,
  wanted: NewSound,
): Promise<Written<Sound>> {
  const now = clock.now()
  const id = await tx.allocate(accountId, 'sound', 1)
  const sound: Sound = { accountId, id, hexId: ids.hexId(), ...wanted, createdAt: now, updatedAt: now }
  await tx.sounds.insert(sound)
  return {
    answer: sound,
    change: { noun: 'sound', verb: 'add', subject: sound.name, before: null, after: { ...sound } },
  }
}
