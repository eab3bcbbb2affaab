import fc from 'fast-check'
import type { ImportMode } from '../../src/core/import/import-report.ts'
import { type ClosedChannel, closedChannels } from '../../src/core/opt-out/opt-out.ts'

/** The people of a run, by their numbers in Iran without a prefix. */
export const people = ['9121112201', '9121112202', '2188776655'] as const

/** The ways to write a number, of which the last is with signs that people write. */
const forms = [
  (digits: string) => `0${digits}`,
  (digits: string) => `+98${digits}`,
  (digits: string) => `0098${digits}`,
  (digits: string) => `+98 (0) ${digits.slice(0, 3)}-${digits.slice(3)}`,
] as const

/** A person in one of the ways to write the number. */
export interface Spelled {
  readonly person: number
  readonly form: number
}

export function spell({ person, form }: Spelled): string {
  return (forms[form] as (typeof forms)[number])(people[person] as string)
}

/** The number without the signs that people write: what a list of a group takes. */
export function clean(spelled: Spelled): string {
  return spell(spelled)
    .replace('(0)', '')
    .replace(/[^+\d]/g, '')
}

/** All spellings of a person. */
export function spellings(person: number): string[] {
  return forms.map((_, form) => spell({ person, form }))
}

/** A step of a run. `at` chooses among the things that there are then. */
export type Step =
  | { readonly do: 'close'; readonly whom: Spelled; readonly channel: ClosedChannel; readonly email: boolean }
  | {
      readonly do: 'lift'
      readonly whom: Spelled
      readonly channel: ClosedChannel | undefined
      readonly consent: string
    }
  | { readonly do: 'group' | 'upload' | 'close many'; readonly whom: readonly Spelled[] }
  | { readonly do: 'replace' | 'sync' | 'add many'; readonly at: number; readonly whom: readonly Spelled[] }
  | {
      readonly do: 'add' | 'change' | 'remove' | 'use upload' | 'contact' | 'change contact'
      readonly at: number
      readonly whom: Spelled
    }
  | { readonly do: 'remove group' | 'remove contact' | 'undo' | 'undo of opt-outs'; readonly at: number }
  | { readonly do: 'import'; readonly at: number; readonly mode: ImportMode; readonly whom: readonly Spelled[] }
  | { readonly do: 'import contacts'; readonly mode: ImportMode; readonly whom: readonly Spelled[] }
  | { readonly do: 'country'; readonly to: 'IR' | 'DE' | null }
  | { readonly do: 'account'; readonly how: 'remove and undo' | 'rename' | 'disable' }

const spelled: fc.Arbitrary<Spelled> = fc.record({
  person: fc.nat({ max: people.length - 1 }),
  form: fc.nat({ max: forms.length - 1 }),
})
const some = fc.array(spelled, { maxLength: 4 })
const at = fc.nat({ max: 5 })
const channel = fc.constantFrom(...closedChannels)
const mode = fc.constantFrom<ImportMode>('add', 'sync', 'remove')

function step<Shape extends object>(
  weight: number,
  shape: { readonly [Key in keyof Shape]: fc.Arbitrary<Shape[Key]> },
) {
  return { weight, arbitrary: fc.record(shape) }
}
const one = fc.constantFrom

/** Steps of every write path that there is. */
export const someSteps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    step(8, { do: one('close'), whom: spelled, channel, email: fc.boolean() }),
    step(8, {
      do: one('lift'),
      whom: spelled,
      channel: fc.option(channel, { nil: undefined, freq: 1 }),
      consent: one('', ' ', 'she agreed', 'she agreed', 'she agreed', 'she agreed'),
    }),
    step(3, { do: one('group', 'upload'), whom: some }),
    step(2, { do: one('close many'), whom: some }),
    step(4, { do: one('replace', 'sync', 'add many'), at, whom: some }),
    step(8, { do: one('add', 'change', 'remove', 'use upload', 'contact', 'change contact'), at, whom: spelled }),
    step(3, { do: one('remove group', 'remove contact'), at }),
    step(4, { do: one('undo'), at }),
    step(8, { do: one('undo of opt-outs'), at: fc.nat({ max: 2 }) }),
    step(3, { do: one('import'), at, mode, whom: some }),
    step(1, { do: one('import contacts'), mode, whom: some }),
    step(1, { do: one('country'), to: one('IR', 'IR', 'DE', null) }),
    step(1, { do: one('account'), how: one('remove and undo', 'rename', 'disable') }),
  ) as fc.Arbitrary<Step>,
  { minLength: 1, maxLength: 50, size: 'max' },
)
