import type { Caller } from '../../core/caller.ts'
import type { Core } from '../../core/core.ts'
import { findNamedSound, findSounds } from '../../core/sound/find-sounds.ts'
import type { Sound } from '../../core/sound/sound.ts'

/**
 * The announcement that a person means: by its id, its hex id, or its name.
 *
 * @throws Refusal `not_found`, or `conflict` where several have the name.
 */
export async function findAnnouncement(core: Core, caller: Caller, text: string): Promise<Sound> {
  const isId = /^([1-9][0-9]{0,14}|[0-9a-f]{24})$/.test(text)
  const sounds = isId ? await findSounds(core, caller, {}) : []
  return (
    sounds.find(({ id, hexId }) => String(id) === text || hexId === text) ?? (await findNamedSound(core, caller, text))
  )
}
