import type { Difference, PbxObject } from '../core/pbx/pbx-view.ts'
import type { Ari } from './ari.ts'
import { listEndpoints } from './list-endpoints.ts'
import { isSame } from './same-value.ts'

const atOnce = 8

/**
 * Attributes that cannot be compared, since Asterisk does not show them as it holds them. The addresses of a rule are
 * not shown, and only the first of several lists of rules. In place of `direct_media_method`, 22.10 shows the value of
 * `connected_line_method`. A variable stands there by its own name and not as `set_var`.
 */
const unseen = new Set(['disallow', 'deny', 'permit', 'acl', 'direct_media_method', 'set_var'])

interface Shown {
  readonly attribute: string
  readonly value: string
}

/**
 * Compares the objects that Asterisk holds with those that it should hold. `registered` has the numbers whose
 * registrations Asterisk keeps: one without an extension is a difference too.
 */
export async function compareObjects(
  ari: Ari,
  { wanted, registered, realm }: { wanted: readonly PbxObject[]; registered: ReadonlySet<string>; realm: string },
): Promise<Difference[]> {
  const differences = await Promise.all(
    Array.from({ length: atOnce }, async (_, worker) => {
      const found: Difference[] = []
      for (let index = worker; index < wanted.length; index += atOnce) {
        found.push(...(await compareObject(ari, wanted[index] as PbxObject)))
      }
      return found
    }),
  )
  const known = new Set(wanted.map(({ id }) => id))
  return [
    ...(await compareRealm(ari, realm)),
    ...differences.flat(),
    ...(await findStrangers(ari, known)),
    ...[...registered]
      .filter((id) => !known.has(id))
      .map((id) => ({
        kind: 'registration' as const,
        id,
        attribute: undefined,
        wanted: undefined,
        held: 'registered',
      })),
  ]
}

async function compareObject(ari: Ari, { kind, id, attributes }: PbxObject): Promise<Difference[]> {
  const held = await read(ari, kind, id)
  if (!held) return [{ kind, id, attribute: undefined, wanted: 'there', held: undefined }]
  return Object.entries(attributes)
    .filter(([name, value]) => !unseen.has(name) && !isSame(name, value, held.get(name) ?? ''))
    .map(([attribute, wanted]) => ({ kind, id, attribute, ...told(attribute, wanted, held.get(attribute) ?? '') }))
}

/** The values of a difference as people may see them. A digest is as good as the secret, so it is not shown. */
function told(attribute: string, wanted: string, held: string): Pick<Difference, 'wanted' | 'held'> {
  return attribute === 'password_digest' ? { wanted: 'the secret of the book', held: 'another' } : { wanted, held }
}

async function compareRealm(ari: Ari, realm: string): Promise<Difference[]> {
  const held = (await read(ari, 'global', 'global'))?.get('default_realm')
  if (held === realm) return []
  return [{ kind: 'realm', id: 'default_realm', attribute: undefined, wanted: realm, held }]
}

/** Finds extensions that Asterisk has and the book has not. A name that is no number is that of a trunk. */
async function findStrangers(ari: Ari, known: ReadonlySet<string>): Promise<Difference[]> {
  const strangers: Difference[] = []
  for (const { resource: id } of await listEndpoints(ari)) {
    if (known.has(id) || !/^\d+$/.test(id)) continue
    // The list also has endpoints that are gone since.
    if (!(await read(ari, 'endpoint', id))) continue
    strangers.push({ kind: 'endpoint', id, attribute: undefined, wanted: undefined, held: 'there' })
  }
  return strangers
}

async function read(ari: Ari, kind: string, id: string): Promise<ReadonlyMap<string, string> | undefined> {
  const shown = await ari.find<Shown[]>(`asterisk/config/dynamic/res_pjsip/${kind}/${id}`)
  return shown && new Map(shown.map(({ attribute, value }) => [attribute, value]))
}
