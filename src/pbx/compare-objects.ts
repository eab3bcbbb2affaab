import type { Difference, PbxObject } from '../core/pbx/pbx-view.ts'
import type { Ari } from './ari.ts'
import { listEndpoints } from './list-endpoints.ts'
import { isSame } from './same-value.ts'

const atOnce = 8

/**
 * What Asterisk does not show, or not as it holds it: the addresses of a rule, of lists of rules but the first, one of two
 * methods (22.10 shows the other), and a variable, which stands there by its own name.
 */
const unseen = new Set(['disallow', 'deny', 'permit', 'acl', 'direct_media_method', 'set_var'])

interface Shown {
  readonly attribute: string
  readonly value: string
}

/** Compares what Asterisk holds with what it should; `registered` are the numbers that it has registrations of. */
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

/** A digest is as good as the secret: it is not shown. */
function told(attribute: string, wanted: string, held: string): Pick<Difference, 'wanted' | 'held'> {
  return attribute === 'password_digest' ? { wanted: 'the secret of the book', held: 'another' } : { wanted, held }
}

async function compareRealm(ari: Ari, realm: string): Promise<Difference[]> {
  const held = (await read(ari, 'global', 'global'))?.get('default_realm')
  if (held === realm) return []
  return [{ kind: 'realm', id: 'default_realm', attribute: undefined, wanted: realm, held }]
}

/** Extensions that Asterisk has and the book has not; trunks have names that are no numbers. */
async function findStrangers(ari: Ari, known: ReadonlySet<string>): Promise<Difference[]> {
  const strangers: Difference[] = []
  for (const { resource: id } of await listEndpoints(ari)) {
    if (known.has(id) || !/^\d+$/.test(id)) continue
    // It lists what it knew once, too.
    if (!(await read(ari, 'endpoint', id))) continue
    strangers.push({ kind: 'endpoint', id, attribute: undefined, wanted: undefined, held: 'there' })
  }
  return strangers
}

async function read(ari: Ari, kind: string, id: string): Promise<ReadonlyMap<string, string> | undefined> {
  const shown = await ari.find<Shown[]>(`asterisk/config/dynamic/res_pjsip/${kind}/${id}`)
  return shown && new Map(shown.map(({ attribute, value }) => [attribute, value]))
}
