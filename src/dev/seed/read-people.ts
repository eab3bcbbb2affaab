import { type ContactFields, nobody } from '../../core/contact/contact.ts'
import { contactColumns } from '../../core/contact/contact-columns.ts'
import { extensionColumns, readColumn } from '../../core/extension/extension-columns.ts'
import { secret } from '../../core/extension/extension-rules.ts'
import type { ExtensionUpdate } from '../../core/extension/update-extension.ts'
import { InvalidValue, type Reader } from '../../core/reader.ts'
import { type SeedContact, type SeedExtension, seedHexId } from '../../core/seed/seed.ts'
import { BadCell } from '../../core/sheet/sheet-tally.ts'
import { CheckedMap, seedCell } from './checked-map.ts'
import { Numbering, oneOf } from './read-groups.ts'
import type { SeedProblems } from './seed-problems.ts'

/** Reads the contacts, whose fields have the titles of an export. `groups` are the ids of the groups that there are. */
export function readContacts(seed: CheckedMap, problems: SeedProblems, groups: ReadonlySet<number>): SeedContact[] {
  const numbering = new Numbering()
  const titles = contactColumns.map(({ title }) => title)
  return seed.list('contacts').map((value, at): SeedContact => {
    const map = new CheckedMap(value, ['contacts', at], problems, ['id', 'hexId', 'groups', ...titles])
    const id = numbering.of(map)
    let fields: ContactFields = {}
    const custom = [...nobody.custom]
    for (const column of contactColumns) {
      const read = map.read(
        column.title,
        cell((given) => column.read(given)),
        undefined,
      )
      if (!read) continue
      const { customAt, ...own } = read
      for (const [place, given] of Object.entries(customAt ?? {})) custom[Number(place)] = given
      fields = { ...fields, ...own }
    }
    const inGroup = oneOf(groups, 'a group of the seed')
    const groupIds = map.list('groups').flatMap((group, place) => {
      const path = ['contacts', at, 'groups', place]
      return new CheckedMap({ group }, path.slice(0, -1), problems, ['group']).read('group', inGroup, [])
    })
    const hexId = numbering.hexOf(map, seedHexId('contact', id))
    return { id, hexId, fields: { ...fields, custom }, groupIds: [...new Set(groupIds)].sort((a, b) => a - b) }
  })
}

/** Reads the extensions, whose settings have the titles of an export. */
export function readExtensions(seed: CheckedMap, problems: SeedProblems): SeedExtension[] {
  const numbering = new Numbering()
  const numbers = new Set<string>()
  const titles = extensionColumns.map(({ title }) => title)
  return seed.list('extensions').map((value, at): SeedExtension => {
    const map = new CheckedMap(value, ['extensions', at], problems, ['id', 'hexId', 'secret', ...titles])
    const id = numbering.of(map)
    let settings: ExtensionUpdate = {}
    for (const column of extensionColumns) {
      const read = map.read(
        column.title,
        cell((given) => readColumn(column, given)),
        undefined,
      )
      if (read)
        settings = { ...settings, ...read, ...(read.forward && { forward: { ...settings.forward, ...read.forward } }) }
    }
    const { number = '', name = number } = settings
    if (!map.has('number')) map.problem('number', 'is missing')
    if (number !== '' && numbers.has(number)) map.problem('number', `is ${number}, which another extension has already`)
    numbers.add(number)
    return {
      id,
      hexId: numbering.hexOf(map, seedHexId('extension', id)),
      settings: { ...settings, name, number },
      // A secret that is left out is the same in every book of the seed.
      secret: map.read('secret', (given) => secret(seedCell(given)), `seed-${number}`),
    }
  })
}

/** Reads a cell of a file by its column. */
function cell<T>(read: (given: string) => T): Reader<T> {
  return (value) => {
    try {
      return read(seedCell(value))
    } catch (error) {
      if (error instanceof BadCell) throw new InvalidValue(error.message)
      throw error
    }
  }
}
