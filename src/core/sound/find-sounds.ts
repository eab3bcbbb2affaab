import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Sound } from './sound.ts'
import type { SoundQuery } from './sound-port.ts'

/** The account's announcements that match, in the order in which they were added. */
export function findSounds(core: Core, caller: Caller, query: SoundQuery): Promise<Sound[]> {
  mustBeAllowed(caller, 'sound.find')
  return core.store.sounds.find(caller.accountId, query)
}

/**
 * The announcement of that name; one of the PBX goes before one of the autodialer.
 *
 * @throws Refusal `not_found`, or `conflict` where several of a list have the name.
 */
export async function findNamedSound(core: Core, caller: Caller, name: string): Promise<Sound> {
  mustBeAllowed(caller, 'sound.find')
  const found = await core.store.sounds.find(caller.accountId, { name: { text: name, alike: false } })
  const ofPbx = found.filter(({ list }) => list === 'pbx')
  const [sound, second] = ofPbx.length > 0 ? ofPbx : found
  if (!sound) throw new Refusal('not_found', `there is no announcement '${name}'`, 'sound')
  if (second) throw new Refusal('conflict', `several announcements are named '${name}': rename one`, 'sound')
  return sound
}
