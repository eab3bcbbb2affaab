import { difference } from '../change/difference.ts'
import type { Core } from '../core.ts'
import { emergencyReason } from '../emergency/list-emergency-numbers.ts'
import { Refusal } from '../errors.ts'
import type { ImportMode } from '../import/import-report.ts'
import { InvalidValue } from '../reader.ts'
import type { SheetRow } from '../sheet/sheet-row.ts'
import { isEmpty } from '../sheet/sheet-row.ts'
import { BadCell, type Outcome, SheetTally } from '../sheet/sheet-tally.ts'
import { makeExtension } from './create-extension.ts'
import type { Extension } from './extension.ts'
import { extensionColumns, extensionFields, readColumn, readExtensionCells, secretTitle } from './extension-columns.ts'
import { secret as secretRule } from './extension-rules.ts'
import { secretMask } from './extension-secret.ts'
import type { ExtensionStep } from './follow-extensions.ts'
import { changeExtension, type ExtensionUpdate } from './update-extension.ts'
import { weaknessOf } from './weak-secret.ts'

/** A secret that was made up for a new extension. */
export interface MadeSecret {
  readonly number: string
  readonly secret: string
}

/** What an import of extensions will do. */
export interface ExtensionPlan {
  readonly steps: readonly ExtensionStep[]
  readonly made: readonly MadeSecret[]
  readonly tally: SheetTally
  /** New secrets that are weak, where the rule takes them with a warning. */
  readonly weak: number
}

/** How extensions are planned. */
export interface ExtensionPlanOptions {
  readonly mode: ImportMode
  readonly generateSecrets: boolean
  /** The emergency numbers of the account, which no new extension may have. */
  readonly emergency: readonly string[]
}

/** The length of a secret that is made up. */
export const madeSecretLength = 24

/** Plans the import of lines into an account that has these extensions now. Nothing is read or written. */
export function planExtensions(
  core: Core,
  accountId: number,
  now: readonly Extension[],
  rows: readonly SheetRow[],
  options: ExtensionPlanOptions,
): ExtensionPlan {
  return new Planning(core, accountId, now, options).plan(rows)
}

class Planning {
  readonly #core: Core
  readonly #accountId: number
  readonly #byNumber: ReadonlyMap<string, Extension>
  readonly #options: ExtensionPlanOptions
  readonly #steps: ExtensionStep[] = []
  readonly #made: MadeSecret[] = []
  readonly #tally = new SheetTally(secretTitle)
  /** The first line of each number. One that was rejected counts too: else the next import of the file would do something else. */
  readonly #seen = new Map<string, SheetRow>()
  #weak = 0

  constructor(core: Core, accountId: number, now: readonly Extension[], options: ExtensionPlanOptions) {
    this.#core = core
    this.#accountId = accountId
    this.#byNumber = new Map(now.map((extension) => [extension.number, extension]))
    this.#options = options
  }

  plan(rows: readonly SheetRow[]): ExtensionPlan {
    this.#tally.takeAll(rows, (row) => this.#take(row))
    if (this.#options.mode === 'sync') this.#removeOthers()
    return { steps: this.#steps, made: this.#made, tally: this.#tally, weak: this.#weak }
  }

  #take(row: SheetRow): Outcome {
    const number = readKey(row)
    const earlier = this.#seen.get(number)
    const before = this.#byNumber.get(number)
    if (earlier) {
      if (this.#options.mode !== 'remove') refuseOther(row, earlier)
      return 'repeated'
    }
    this.#seen.set(number, row)
    return this.#options.mode === 'remove' ? this.#remove(before) : this.#write(row, number, before)
  }

  #remove(before: Extension | undefined): Outcome {
    if (!before) return 'unchanged'
    this.#steps.push({ before, after: undefined })
    this.#tally.remove(1)
    return 'updated'
  }

  #write(row: SheetRow, number: string, before: Extension | undefined): Outcome {
    // The number is the key: a cell that writes it otherwise changes nothing.
    const { number: _, ...update } = readExtensionCells((title) => row.cell(title), before)
    const secret = readSecretCell(row)
    if (!before) {
      this.#steps.push({ before, after: this.#add(update, number, secret) })
      return 'added'
    }
    const given = { ...update, ...(secret !== undefined && { secret }) }
    const after = withReasons(() => changeExtension(this.#core, before, given))
    if (isSame(before, after)) return 'unchanged'
    if (after.sealedSecret !== before.sealedSecret) this.#countWeak(number, secret)
    this.#steps.push({ before, after })
    return 'updated'
  }

  #add(update: ExtensionUpdate, number: string, given: string | undefined): Extension {
    const { name } = update
    if (this.#options.emergency.includes(number)) throw new BadCell('number', emergencyReason(number))
    if (name === undefined) throw new BadCell('name', 'is empty, and a new extension needs a name')
    if (given === undefined && !this.#options.generateSecrets) {
      throw new BadCell(secretTitle, 'is empty, and a new extension needs a secret: --generate-secrets makes one up')
    }
    const secret = given ?? this.#core.ids.secret(madeSecretLength)
    const made = withReasons(() => makeExtension(this.#core, this.#accountId, { ...update, name, number, secret }))
    if (given === undefined) this.#made.push({ number, secret })
    this.#countWeak(number, secret)
    return made
  }

  #countWeak(number: string, secret: string | undefined): void {
    if (secret !== undefined && weaknessOf(number, secret) !== undefined) this.#weak++
  }

  #removeOthers(): void {
    const others = [...this.#byNumber.values()].filter(({ number }) => !this.#seen.has(number))
    for (const before of others) this.#steps.push({ before, after: undefined })
    this.#tally.remove(others.length)
  }
}

/** The number of a line, by which its extension is found. */
function readKey(row: SheetRow): string {
  const cell = row.cell('number')
  if (isEmpty(cell)) throw new BadCell('number', 'is empty')
  const [column] = extensionColumns
  const { number } = column ? readColumn(column, cell) : {}
  return number as string
}

/** The secret of a line; undefined where it has none, or the mask that stands for the stored one. */
function readSecretCell(row: SheetRow): string | undefined {
  const cell = row.cell(secretTitle)
  if (isEmpty(cell) || cell.trim() === secretMask) return undefined
  try {
    return secretRule(cell)
  } catch (error) {
    throw error instanceof InvalidValue ? new BadCell(secretTitle, error.message) : error
  }
}

/** Refuses a line that says something else of an extension than an earlier one. */
function refuseOther(row: SheetRow, earlier: SheetRow): void {
  const other = extensionFields.find(({ title }) => title !== 'number' && row.cell(title) !== earlier.cell(title))
  if (!other) return
  const where = row.place === earlier.place ? `line ${earlier.line}` : `line ${earlier.line} of ${earlier.place.file}`
  throw new BadCell('number', `is that of ${where}, which has another ${other.title}: keep one of the lines`)
}

/** Gives what a rule of the book refuses its column. */
function withReasons<T>(make: () => T): T {
  try {
    return make()
  } catch (error) {
    if (error instanceof Refusal && error.code === 'invalid_value') {
      throw new BadCell(error.field ?? 'number', error.message)
    }
    throw error
  }
}

function isSame(before: Extension, after: Extension): boolean {
  const { id: _, updatedAt: __, ...rest } = difference({ ...before }, { ...after }).after
  return Object.keys(rest).length === 0
}
