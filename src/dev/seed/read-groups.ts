import type { EntryDetails, EntryDraft } from '../../core/entry/entry.ts'
import { storedPhone } from '../../core/list/stored-phone.ts'
import { InvalidValue, type Reader, text } from '../../core/reader.ts'
import { type SeedFolder, type SeedGroup, seedHexId } from '../../core/seed/seed.ts'
import { CheckedMap, seedCell, seedHex, seedId, seedPhone } from './checked-map.ts'
import type { SeedPath, SeedProblems } from './seed-problems.ts'

/** The five columns of a group, by which the values of its entries are known. */
const letters = ['a', 'b', 'c', 'd', 'e'] as const

const name = text({ min: 1, max: 255 })
const description = text({ max: 1000, lines: true })

/** Gives the things of a list their ids: the one that a thing has, else the one behind the thing before. */
export class Numbering {
  readonly #known = new Set<unknown>()
  #next = 1

  /** The id of a thing. One that another thing has is a problem. */
  of(map: CheckedMap): number {
    const id = map.read('id', seedId, this.#next)
    this.#once(map, 'id', id)
    this.#next = id + 1
    return id
  }

  /** The hex id of a thing. */
  hexOf(map: CheckedMap, usual: string): string {
    const hexId = map.read('hexId', seedHex, usual)
    if (map.has('hexId')) this.#once(map, 'hexId', hexId)
    return hexId
  }

  #once(map: CheckedMap, field: string, id: unknown): void {
    if (this.#known.has(id)) map.problem(field, `is ${id}, which another one has already`)
    this.#known.add(id)
  }
}

/** Reads the folders, each of which stands behind the one that it lies in. */
export function readFolders(seed: CheckedMap, problems: SeedProblems): SeedFolder[] {
  const numbering = new Numbering()
  const ids = new Set<number>()
  return seed.list('folders').map((value, at): SeedFolder => {
    const map = new CheckedMap(value, ['folders', at], problems, ['id', 'name', 'description', 'parent'])
    const id = numbering.of(map)
    const parentId = map.read('parent', oneOf(ids, 'a folder above'), null)
    ids.add(id)
    return { id, name: map.must('name', name, ''), description: map.read('description', description, null), parentId }
  })
}

/** Reads the groups. `folders` are the ids of the folders that there are. */
export function readGroups(seed: CheckedMap, problems: SeedProblems, folders: ReadonlySet<number>): SeedGroup[] {
  const numbering = new Numbering()
  return seed.list('groups').map((value, at): SeedGroup => {
    const path = ['groups', at]
    const known = ['id', 'hexId', 'name', 'description', 'folder', 'columns', 'deletedAt', 'phones']
    const map = new CheckedMap(value, path, problems, known)
    const id = numbering.of(map)
    return {
      id,
      hexId: numbering.hexOf(map, seedHexId('group', id)),
      name: map.must('name', name, ''),
      description: map.read('description', description, null),
      folderId: map.read('folder', oneOf(folders, 'a folder of the seed'), null),
      columns: lettersOf(map.get('columns'), [...path, 'columns'], problems),
      plannedDeletionAt: map.read('deletedAt', moment, null),
      entries: readEntries(map, problems),
    }
  })
}

function readEntries(group: CheckedMap, problems: SeedProblems): EntryDraft[] {
  const known = new Set<string>()
  return group.list('phones').flatMap((value, at): EntryDraft[] => {
    const path = [...group.path, 'phones', at]
    const isMap = typeof value === 'object' && value !== null
    const map = new CheckedMap(isMap ? value : { phone: value }, path, problems, ['phone', 'callbackData', ...letters])
    const given = map.must('phone', seedPhone, '')
    const phone = storedPhone(given)
    if (given === '') return []
    if (known.has(phone)) problems.add(path, 'is in the group already')
    known.add(phone)
    if (!isMap) return [{ phone }]
    const { phone: _, ...own } = value as Readonly<Record<string, unknown>>
    const callbackData = map.read('callbackData', seedCell, undefined)
    const details: EntryDetails = {
      ...lettersOf({ ...own, callbackData: undefined }, path, problems, ['callbackData', ...letters]),
      ...(callbackData !== undefined && { callbackData }),
    }
    return [{ phone, ...(Object.keys(details).length > 0 && { details }) }]
  })
}

/** Texts by the letters of the columns. */
function lettersOf(
  value: unknown,
  path: SeedPath,
  problems: SeedProblems,
  known: readonly string[] = letters,
): Readonly<Partial<Record<(typeof letters)[number], string>>> {
  const map = new CheckedMap(value ?? {}, path, problems, known)
  const texts = letters.map((letter) => [letter, map.read(letter, seedCell, undefined)] as const)
  return Object.fromEntries(texts.filter(([, given]) => given !== undefined))
}

/** Reads an id of a thing that must be there. */
export function oneOf(ids: ReadonlySet<number>, what: string): Reader<number> {
  return (value) => {
    const id = seedId(value)
    if (!ids.has(id)) throw new InvalidValue(`is ${id}, which is no id of ${what}`)
    return id
  }
}

/** Reads a time: ISO 8601 with its offset. */
const moment: Reader<number> = (value) => {
  const at = typeof value === 'string' && /T.*(Z|[+-]\d\d:?\d\d)$/.test(value) ? Date.parse(value) : Number.NaN
  if (Number.isNaN(at)) throw new InvalidValue('must be a time with its offset, as 2026-03-20T08:00:00+03:30')
  return at
}
