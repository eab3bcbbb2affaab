import assert from 'node:assert/strict'
import { findAccount } from '../../src/core/account/find-account.ts'
import { removeAccount } from '../../src/core/account/remove-account.ts'
import { renameAccount } from '../../src/core/account/rename-account.ts'
import { setAccountCountry } from '../../src/core/account/set-account-country.ts'
import { setAccountEnabled } from '../../src/core/account/set-account-enabled.ts'
import type { Caller } from '../../src/core/caller.ts'
import { findChanges } from '../../src/core/change/find-changes.ts'
import { createContact } from '../../src/core/contact/create-contact.ts'
import { importContacts } from '../../src/core/contact/import-contacts.ts'
import { removeContact } from '../../src/core/contact/remove-contact.ts'
import { updateContact } from '../../src/core/contact/update-contact.ts'
import { addEntry } from '../../src/core/entry/add-entry.ts'
import { addManyEntries } from '../../src/core/entry/add-many-entries.ts'
import { findEntries } from '../../src/core/entry/find-entries.ts'
import { removeEntry } from '../../src/core/entry/remove-entry.ts'
import { updateEntry } from '../../src/core/entry/update-entry.ts'
import { Refusal } from '../../src/core/errors.ts'
import { createGroup } from '../../src/core/group/create-group.ts'
import { getGroup } from '../../src/core/group/get-group.ts'
import { removeGroup } from '../../src/core/group/remove-group.ts'
import { updateGroup } from '../../src/core/group/update-group.ts'
import { updatePhones } from '../../src/core/group/update-phones.ts'
import { importNumbers } from '../../src/core/import/import-numbers.ts'
import { addOptOut } from '../../src/core/opt-out/add-opt-out.ts'
import { closeContact } from '../../src/core/opt-out/close-contact.ts'
import { contactChecks, type MayContact } from '../../src/core/opt-out/contact-checks.ts'
import { mayContact } from '../../src/core/opt-out/may-contact.ts'
import { type Channel, channels, type OptOut } from '../../src/core/opt-out/opt-out.ts'
import { removeOptOuts } from '../../src/core/opt-out/remove-opt-outs.ts'
import { undoChange } from '../../src/core/undo/undo-change.ts'
import { createUpload } from '../../src/core/upload/create-upload.ts'
import { entriesOf, owner, type TestBook } from '../builders.ts'
import { recordsOf } from '../records.ts'
import { clean, people, type Spelled, type Step, spell, spellings } from './steps.ts'

/** What a run has done: steps that were taken, those that were refused, and answers that were looked at. */
export interface Tally {
  steps: number
  refused: number
  looks: number
  closed: number
  lifted: number
}

/** An account whose opt-outs are known from outside of the book: who was closed, by the ids of the opt-outs. */
export class Run {
  readonly #book: TestBook
  readonly #caller: Caller
  readonly #tally: Tally
  readonly #closed = new Map<number, OptOut>()
  readonly #lifted = new Map<number, readonly OptOut[]>()
  readonly #groups: number[] = []
  readonly #contacts: number[] = []
  #name: string
  #country: 'IR' | 'DE' | null = 'IR'
  #uploads = 0

  private constructor(book: TestBook, caller: Caller, name: string, tally: Tally) {
    this.#book = book
    this.#caller = caller
    this.#name = name
    this.#tally = tally
  }

  static async begin(book: TestBook, tally: Tally): Promise<Run> {
    const caller = await book.buildCaller()
    const account = (await book.core.store.accounts.byId(caller.accountId)) ?? assert.fail()
    await setAccountCountry(book.core, owner, account.name, 'IR')
    return new Run(book, caller, account.name, tally)
  }

  /** Takes a step, and looks whether everybody who is closed stays closed, and nobody else is. */
  async take(step: Step): Promise<void> {
    this.#tally.steps++
    try {
      await this.#do(step)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      this.#tally.refused++
    }
    await this.#look()
  }

  async #do(step: Step): Promise<void> {
    const { core } = this.#book
    const caller = this.#caller
    switch (step.do) {
      case 'close': {
        const { whom, channel, email } = step
        const person = { number: spell(whom), ...(email && { email: emailOf(whom.person) }) }
        return this.#keep(await addOptOut(core, caller, { ...person, channel }))
      }
      case 'close many':
        for (const { person } of step.whom) {
          const ref = { contactId: null, number: null, email: emailOf(person) }
          this.#keep(await closeContact(core, caller, ref, { channel: 'surveys' }))
        }
        return
      case 'lift': {
        const { whom, channel, consent } = step
        const ref = { address: spell(whom), ...(channel && { channel }) }
        const lifted = await removeOptOuts(core, caller, ref, consent)
        assert.notEqual(consent.trim(), '', 'an opt-out was lifted without a consent')
        for (const optOut of lifted) {
          assert.deepEqual(this.#closed.get(optOut.id), optOut)
          assert.ok(isOf(optOut, whom.person), 'another person was lifted')
          this.#closed.delete(optOut.id)
          this.#tally.lifted++
        }
        this.#lifted.set((await this.#changes(1))[0]?.number ?? 0, lifted)
        return
      }
      case 'group':
        this.#groups.push((await createGroup(core, caller, { name: 'g', entries: listOf(step.whom) })).id)
        return
      case 'upload':
        await createUpload(core, caller, `upload ${++this.#uploads}`, listOf(step.whom))
        return
      case 'use upload':
        await updatePhones(core, caller, this.#group(step.at), { upload: `upload ${this.#uploads}` })
        return
      case 'replace':
        await updateGroup(core, caller, this.#group(step.at), { entries: listOf(step.whom) })
        return
      case 'sync':
        await updatePhones(core, caller, this.#group(step.at), { phones: listOf(step.whom) })
        return
      case 'add many': {
        const drafts = step.whom.map((whom) => ({ phone: clean(whom) }))
        await addManyEntries(core, caller, this.#group(step.at), {
          count: drafts.length,
          *[Symbol.iterator]() {
            yield drafts
          },
        })
        return
      }
      case 'add':
        await addEntry(core, caller, this.#group(step.at), { phone: clean(step.whom) })
        return
      case 'change':
        await updateEntry(core, caller, await this.#entry(step.at), { phone: clean(step.whom) })
        return
      case 'remove':
        return removeEntry(core, caller, await this.#entry(step.at))
      case 'contact': {
        const fields = { number: spell(step.whom), email: emailOf(step.whom.person) }
        this.#contacts.push((await createContact(core, caller, fields)).id)
        return
      }
      case 'change contact':
        await updateContact(core, caller, this.#contact(step.at), { number: spell(step.whom) })
        return
      case 'remove contact':
        return removeContact(core, caller, this.#contact(step.at))
      case 'remove group':
        return removeGroup(core, caller, this.#group(step.at), { orphans: 'remove' })
      case 'undo':
        return this.#undo((await this.#changes(step.at + 1))[step.at]?.number)
      case 'undo of opt-outs':
        return this.#undo((await findChanges(core, caller, step.at + 1, { noun: 'opt-out' }))[step.at]?.number)
      case 'import':
        await importNumbers(core, caller, { group: this.#group(step.at) }, fileOf(step.whom, 'number'), {
          mode: step.mode,
        })
        return
      case 'import contacts':
        await importContacts(core, caller, fileOf(step.whom, 'Phone'), { mode: step.mode, bad: 'skip' })
        return
      case 'country':
        await setAccountCountry(core, owner, this.#name, step.to)
        this.#country = step.to
        return
      case 'account':
        return this.#account(step.how)
    }
  }

  async #undo(number: number | undefined): Promise<void> {
    if (number === undefined) return
    const known = await this.#country
    await undoChange(this.#book.core, owner, number)
    // The undo of a change of the account may bring another country or name.
    const account = (await this.#book.core.store.accounts.byId(this.#caller.accountId)) ?? assert.fail()
    this.#country = (account.country ?? null) as typeof known
    this.#name = account.name
    for (const optOut of this.#lifted.get(number) ?? []) this.#closed.set(optOut.id, optOut)
  }

  async #account(how: 'remove and undo' | 'rename' | 'disable'): Promise<void> {
    const { core } = this.#book
    if (how === 'rename') {
      const next = `${this.#name}x`
      await renameAccount(core, owner, this.#name, next)
      this.#name = next
    } else if (how === 'disable') {
      await setAccountEnabled(core, owner, this.#name, false)
      await setAccountEnabled(core, owner, this.#name, true)
    } else {
      await removeAccount(core, owner, this.#name, { force: true })
      const [removal] = await findChanges(core, owner, 1)
      await undoChange(core, owner, removal?.number ?? 0)
      assert.equal((await findAccount(core, owner, this.#name)).id, this.#caller.accountId)
    }
  }

  /** Looks at everybody: by the number as it was closed, by its international form, and by every spelling in Iran. */
  async #look(): Promise<void> {
    for (const channel of channels) {
      const expected = this.#expected(channel)
      const answers = await this.#ask(channel, [...expected.keys()])
      this.#tally.looks += expected.size
      for (const [index, [given, isOpen]] of [...expected].entries()) {
        assert.equal(answers[index]?.may, isOpen, `${given} for ${channel}`)
      }
    }
  }

  /** Whether each text is open for a channel, as it must be. */
  #expected(channel: Channel): ReadonlyMap<string, boolean> {
    const closing = [...this.#closed.values()].filter((each) => each.channel === 'all' || each.channel === channel)
    const expected = new Map<string, boolean>()
    for (const [person, digits] of people.entries()) {
      const byNumber = closing.filter(({ number }) => number?.endsWith(digits))
      if (this.#country === 'IR') {
        for (const given of spellings(person)) expected.set(given, byNumber.length === 0)
      }
      for (const { number, international } of byNumber) {
        for (const given of [number, international]) if (given !== null) expected.set(given, false)
      }
      // Whose number is closed may be open by the e-mail address, and the other way round.
      expected.set(emailOf(person), !closing.some(({ email }) => email === emailOf(person)))
    }
    return expected
  }

  /** Asks one by one, as whoever dials does, or for all at once. */
  async #ask(channel: Channel, given: readonly string[]): Promise<readonly MayContact[]> {
    const { core } = this.#book
    const at = core.clock.now()
    const { accountId } = this.#caller
    if (this.#tally.steps % 10 > 0) return (await contactChecks(core, accountId, { channel, at })).of(given)
    const answers: MayContact[] = []
    for (const each of given) answers.push(await mayContact(core, accountId, each, channel, at))
    return answers
  }

  #keep(optOut: OptOut): void {
    this.#closed.set(optOut.id, optOut)
    this.#tally.closed++
  }

  #changes(count: number) {
    return findChanges(this.#book.core, this.#caller, count)
  }

  #group(at: number): { readonly id: number } {
    return { id: this.#groups.at(-1 - at) ?? this.#groups.at(-1) ?? 0 }
  }

  #contact(at: number): { readonly id: number } {
    return { id: this.#contacts.at(-1 - at) ?? this.#contacts.at(-1) ?? 0 }
  }

  async #entry(at: number): Promise<number> {
    const group = await getGroup(this.#book.core, this.#caller, this.#group(at))
    const { items } = await findEntries(this.#book.core, this.#caller, group, { start: at, count: 1 })
    return items[0]?.id ?? 0
  }
}

/** A file of these people under the titles of a sheet. */
function fileOf(whom: readonly Spelled[], title: string) {
  const rows = whom.map((each) => [spell(each), emailOf(each.person)])
  return [{ name: 'people.csv', file: recordsOf([[title, 'Email'], ...rows]) }]
}

function listOf(whom: readonly Spelled[]) {
  return entriesOf(...new Set(whom.map(clean)))
}

function emailOf(person: number): string {
  return `person${person}@example.com`
}

/** Whether an opt-out is one of this person. Numbers of different people end differently. */
function isOf({ number, email }: OptOut, person: number): boolean {
  return (number?.endsWith(people[person] as string) ?? false) || email === emailOf(person)
}
