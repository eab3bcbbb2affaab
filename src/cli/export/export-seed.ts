import { loadSeedWriter } from '../../app.ts'
import type { Caller } from '../../core/caller.ts'
import type { Core } from '../../core/core.ts'
import { atOneMoment } from '../../core/export/at-one-moment.ts'
import { takeSeed } from '../../core/seed/take-seed.ts'
import type { Outcome } from '../command.ts'
import { explained, writeWholeFile } from './whole-file.ts'

interface SeedOptions {
  readonly out: string
  readonly force: boolean
  readonly withSecrets: boolean
}

/** Writes an account as a seed. SIP secrets and the hashes of its keys are left out, unless they are asked for. */
export async function exportSeed(
  core: Core,
  caller: Caller,
  { out, force, withSecrets }: SeedOptions,
): Promise<Outcome> {
  const taken = await atOneMoment(core, (then) => takeSeed(then, caller))
  const write = await loadSeedWriter()
  const text = write(taken, { json: /\.json$/i.test(out), secretsBy: withSecrets ? core.vault : undefined })
  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(text)
  }
  await explained(out, () => writeWholeFile(out, bytes(), { force }))
  const { groups, contacts, extensions } = taken
  const counts = { groups: groups.length, contacts: contacts.length, extensions: extensions.length }
  return {
    text: `${counts.groups} groups, ${counts.contacts} contacts and ${counts.extensions} extensions are in the seed ${out}${
      withSecrets ? ', with SIP secrets and hashes of keys: keep it secret' : ''
    }`,
    json: { ...counts, out, secrets: withSecrets },
  }
}
