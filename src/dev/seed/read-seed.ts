import { timeZone } from '../../core/account/time-zone-of.ts'
import type { Ids } from '../../core/environment.ts'
import { text } from '../../core/reader.ts'
import type { Seed } from '../../core/seed/seed.ts'
import { yaml } from '../yaml.ts'
import { CheckedMap } from './checked-map.ts'
import { readFolders, readGroups } from './read-groups.ts'
import { type PlantedKey, readKeys } from './read-keys.ts'
import { readContacts, readExtensions } from './read-people.ts'
import { readWebhooks } from './read-webhooks.ts'
import { SeedError, SeedProblems } from './seed-problems.ts'

/** A seed that was read. Its keys are shown as they were given. */
export interface ReadSeed {
  readonly seed: Seed
  readonly keys: readonly PlantedKey[]
}

/** The name of the account of a seed that gives none. */
export const usualAccount = 'default'

/**
 * Reads a seed: a text of YAML, of which JSON is a part, or the same as values.
 *
 * @param name how the seed is called in an error: the path of its file
 * @throws SeedError with every problem, each with its line and its path
 */
export function readSeed(given: unknown, name: string, ids: Ids): ReadSeed {
  const { value, problems } =
    typeof given === 'string' ? parsed(given, name) : { value: given, problems: new SeedProblems() }
  const map = new CheckedMap(value ?? {}, [], problems, [
    'account',
    'keys',
    'folders',
    'groups',
    'contacts',
    'extensions',
    'webhooks',
  ])
  const keys = readKeys(map.get('keys'), ['keys'], problems, ids)
  const folders = readFolders(map, problems)
  const groups = readGroups(map, problems, new Set(folders.map(({ id }) => id)))
  const seed: Seed = {
    account: readAccount(map, problems),
    keys: keys.map(({ key }) => key),
    folders,
    groups,
    contacts: readContacts(map, problems, new Set(groups.map(({ id }) => id))),
    extensions: readExtensions(map, problems),
    webhooks: readWebhooks(map, problems),
  }
  if (problems.found.length > 0) throw new SeedError(name, problems.found)
  return { seed, keys }
}

function parsed(source: string, name: string): { value: unknown; problems: SeedProblems } {
  const { LineCounter, parseDocument } = yaml()
  const lines = new LineCounter()
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false, uniqueKeys: true })
  if (document.errors.length > 0) {
    throw new SeedError(
      name,
      document.errors.map(({ pos, message }) => `line ${lines.linePos(pos[0]).line}: ${message}`),
    )
  }
  // A file of a few lines could stand for millions of values by its aliases.
  return { value: document.toJS({ maxAliasCount: 1000 }), problems: new SeedProblems(document, lines) }
}

function readAccount(map: CheckedMap, problems: SeedProblems): Seed['account'] {
  if (!map.has('account')) return { name: usualAccount, country: null, timeZone: null }
  const value = map.get('account')
  if (typeof value === 'string') return { name: value, country: null, timeZone: null }
  const account = new CheckedMap(value, ['account'], problems, ['name', 'country', 'timeZone'])
  return {
    name: account.read('name', text({ min: 1, max: 100 }), usualAccount),
    country: account.read('country', text({ min: 2, max: 2 }), null),
    timeZone: account.read('timeZone', timeZone, null),
  }
}
