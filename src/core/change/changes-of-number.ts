import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import { giveWay } from '../give-way.ts'
import { storedPhone } from '../list/stored-phone.ts'
import { planOfAccount } from '../number/plan-of-account.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Change, ChangeQuery, Snapshot } from './change.ts'
import { maskSecrets } from './mask-secrets.ts'

/** Changes that are read at once. */
const page = 1000

/** Changes of an account that one question looks at: some seconds where each has a list of its own. */
export const lookedAtMost = 10_000

/** Changes of a number, the newest first. */
export interface ChangesOfNumber {
  readonly changes: readonly Change[]
  /** The change before which the next question goes on (`query.before`); null where every change was looked at. */
  readonly next: number | null
}

/**
 * The newest changes by which a number came somewhere, went, or became another, in whatever spelling: in the lists of groups, and in each
 * field of contacts, extensions, opt-outs and all else. The newest first, without secrets. There is no index: the changes of the account are
 * looked at until `limit` are found, at the most `atMost` of them, and of groups the lists before and after each.
 *
 * @throws Refusal `invalid_value` of `number` when it is empty, and of `limit` when it is below 1.
 */
export async function changesOfNumber(
  core: Core,
  caller: Caller,
  given: string,
  limit: number,
  query: ChangeQuery = {},
  atMost = lookedAtMost,
): Promise<ChangesOfNumber> {
  mustBeAllowed(caller, 'change.find')
  if (given.trim() === '') throw new Refusal('invalid_value', 'say which number', 'number')
  if (!(limit >= 1)) throw new Refusal('invalid_value', 'the limit must be 1 or more', 'limit')
  const { accountId } = caller
  const phone = storedPhone(given)
  const spellings = new Set([...(await planOfAccount(core, accountId)).spellingsOf(phone), phone, given.trim()])
  const inList = async (state: Snapshot | null): Promise<string> => {
    const listId = (state?.listId ?? null) as string | null
    const entries = await core.store.lists.byPhones(accountId, listId, [...spellings])
    return JSON.stringify([...entries.values()].map(({ phone: each, details }) => [each, details]))
  }
  const isOf = async ({ before, after }: Change): Promise<boolean> => {
    if (valuesIn(before, spellings) !== valuesIn(after, spellings)) return true
    return before?.listId !== after?.listId && (await inList(before)) !== (await inList(after))
  }
  const found: Change[] = []
  let looked = 0
  for (let before = query.before; ; ) {
    const changes = await core.store.changes.newest(
      accountId,
      { ...query, ...(before !== undefined && { before }) },
      Math.min(page, atMost - looked),
    )
    for (const change of changes) {
      looked++
      if (await isOf(change)) found.push(maskSecrets(change))
      if (found.length === limit || looked === atMost) return { changes: found, next: change.number }
    }
    if (changes.length < page) return { changes: found, next: null }
    before = changes.at(-1)?.number
    await giveWay()
  }
}

/** The fields of a state that have one of the values, each with the way to it, in one text. */
function valuesIn(state: unknown, values: ReadonlySet<string>, path = ''): string {
  if (typeof state === 'string') return values.has(state) ? `${path}=${state};` : ''
  if (typeof state !== 'object' || state === null) return ''
  const isList = Array.isArray(state)
  return Object.entries(state)
    .map(([name, value]) => valuesIn(value, values, isList ? `${path}[${idIn(value) ?? name}]` : `${path}.${name}`))
    .join('')
}

/** The id of a thing in a list of things, which may stand at another place in another state. */
function idIn(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? (value as Snapshot).id : undefined
}
