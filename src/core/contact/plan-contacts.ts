import { difference } from '../change/difference.ts'
import type { Core } from '../core.ts'
import type { ImportMode } from '../import/import-report.ts'
import type { NumberPlan } from '../number/number-plan.ts'
import type { SheetRow } from '../sheet/sheet-row.ts'
import { BadCell, type Outcome, SheetTally } from '../sheet/sheet-tally.ts'
import type { Contact } from './contact.ts'
import { contactFields, idTitle, looseEmail, looseNumber } from './contact-columns.ts'
import { ContactIndex, type ContactKey } from './contact-index.ts'
import { makeContact } from './create-contact.ts'
import { cellOf, readContactCells } from './read-contact-cells.ts'
import { changeContact } from './update-contact.ts'
import type { ContactWrite } from './write-contacts.ts'

/** What an import of contacts will do. */
export interface ContactPlan {
  readonly writes: readonly ContactWrite[]
  readonly tally: SheetTally
}

/** What a plan is made of, beside the lines. */
export interface ContactPlanOptions {
  readonly accountId: number
  readonly mode: ImportMode
  /** The contacts that the account has now. */
  readonly now: readonly Contact[]
  readonly numbers: NumberPlan
  /** The ids of the contacts that are in the group now; undefined for an import without a group. */
  readonly members: ReadonlySet<number> | undefined
}

/** Plans the import of lines. Nothing is read or written. */
export function planContacts(core: Core, rows: readonly SheetRow[], options: ContactPlanOptions): ContactPlan {
  return new Planning(core, options).plan(rows)
}

/** A line that was taken. */
interface Taken {
  readonly row: SheetRow
  readonly cells: ReadonlySet<string>
}

/** The contacts that a line may be for. */
interface Candidates {
  readonly key: ContactKey
  /** The line's cells as one text, by which lines that say the same are known. */
  readonly cells: string
  /** Those that no earlier line was for. */
  readonly free: readonly Contact[]
  readonly earlier: Taken | undefined
}

class Planning {
  readonly #core: Core
  readonly #options: ContactPlanOptions
  readonly #index: ContactIndex
  readonly #writes: ContactWrite[] = []
  readonly #tally = new SheetTally()
  /** The ids of contacts that a line was for. */
  readonly #named = new Set<number>()
  /** The lines that were taken, by the key of their contact. */
  readonly #taken = new Map<string, Taken>()

  constructor(core: Core, options: ContactPlanOptions) {
    this.#core = core
    this.#options = options
    this.#index = new ContactIndex(options.now, options.numbers)
  }

  plan(rows: readonly SheetRow[]): ContactPlan {
    this.#tally.takeAll(rows, (row) => this.#take(row))
    if (this.#options.mode === 'sync') this.#removeOthers()
    return { writes: this.#writes, tally: this.#tally }
  }

  #take(row: SheetRow): Outcome {
    const key = readKey(row)
    const text = this.#index.keyOf(key)
    const cells = JSON.stringify(contactFields.map(({ title }) => row.cell(title)))
    const free = this.#index.find(key).filter(({ id }) => !this.#named.has(id))
    const earlier = this.#taken.get(text)
    const outcome =
      this.#options.mode === 'remove'
        ? this.#remove(key, free, earlier !== undefined)
        : this.#write(row, { key, cells, free, earlier })
    this.#taken.set(text, { row, cells: new Set([...(earlier?.cells ?? []), cells]) })
    return outcome
  }

  #write(row: SheetRow, { key, cells, free, earlier }: Candidates): Outcome {
    const states = free.map((before) => ({ before, after: this.#changed(row, before) }))
    const same = states.find(({ before, after }) => isSame(before, after))
    if (same) return this.#keep(same.before)
    if (earlier?.cells.has(cells)) return 'repeated'
    if (earlier)
      throw new BadCell(
        keyField(key),
        `is that of ${placeOf(row, earlier.row)}, which says something else: keep one of the lines`,
      )
    refuseSeveral(key, free)
    const [found] = states
    this.#writes.push(found ?? { before: undefined, after: this.#make(row) })
    if (!found) return 'added'
    this.#named.add(found.before.id)
    return 'updated'
  }

  #make(row: SheetRow): Contact {
    return makeContact(this.#core, this.#options.accountId, { number: '', ...readContactCells(row, undefined) })
  }

  /** The contact after a line. A number or an address that is only written in another way stays as it is. */
  #changed(row: SheetRow, before: Contact): Contact {
    const { number, email, ...fields } = readContactCells(row, before)
    return changeContact(this.#core, before, {
      ...fields,
      ...(number !== undefined && !this.#index.isSameNumber(number, before.number) && { number }),
      ...(email !== undefined && email?.toLowerCase() !== before.email?.toLowerCase() && { email }),
    })
  }

  /** Takes a contact that is as its line says. It may have to come into the group all the same. */
  #keep(contact: Contact): Outcome {
    this.#named.add(contact.id)
    const { members } = this.#options
    if (!members || members.has(contact.id)) return 'unchanged'
    this.#writes.push({ before: contact, after: contact })
    return 'updated'
  }

  #remove(key: ContactKey, free: readonly Contact[], isRepeated: boolean): Outcome {
    refuseSeveral(key, free)
    const [found] = free
    if (!found) return isRepeated ? 'repeated' : 'unchanged'
    this.#named.add(found.id)
    if (this.#options.members && !this.#options.members.has(found.id)) return 'unchanged'
    this.#takeOut(found)
    return 'updated'
  }

  #removeOthers(): void {
    const { now, members } = this.#options
    for (const contact of now) {
      if (!this.#named.has(contact.id) && (!members || members.has(contact.id))) this.#takeOut(contact)
    }
  }

  /** Takes a contact out of the group, or without a group out of the book. */
  #takeOut(before: Contact): void {
    this.#writes.push(this.#options.members ? { before, after: before, leaves: true } : { before, after: undefined })
    this.#tally.remove(1)
  }
}

function readKey(row: SheetRow): ContactKey {
  const names = ['FirstName', 'LastName'].map((title) => cellOf(row, title).trim()).filter((name) => name !== '')
  const name = cellOf(row, 'name').trim() || names.join(' ')
  const hexId = row.cell(idTitle).trim().toLowerCase()
  const [email, number] = [looseEmail(row.cell('Email')), looseNumber(row.cell('number'))]
  if (hexId === '' && email === null && number === '' && name === '') {
    throw new BadCell('name', 'is empty, and so are the number and the e-mail address: a contact needs one of them')
  }
  return { hexId, email, number, name }
}

/** The field by which a line's contact is found, for a refusal. */
function keyField({ email, number }: ContactKey): string {
  return email ? 'Email' : number ? 'number' : 'name'
}

function refuseSeveral(key: ContactKey, found: readonly Contact[]): void {
  if (found.length < 2) return
  const ids = found.slice(0, 5).map(({ hexId }) => hexId)
  const more = found.length > ids.length ? ' and more' : ''
  const remedy = `say which in a column ${idTitle}`
  throw new BadCell(keyField(key), `is that of ${found.length} contacts, ${ids.join(', ')}${more}: ${remedy}`)
}

function placeOf(row: SheetRow, other: SheetRow): string {
  return row.place === other.place ? `line ${other.line}` : `line ${other.line} of ${other.place.file}`
}

function isSame(before: Contact, after: Contact): boolean {
  const { id: _, updatedAt: __, ...rest } = difference({ ...before }, { ...after }).after
  return Object.keys(rest).length === 0
}
