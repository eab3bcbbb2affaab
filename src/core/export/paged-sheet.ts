import type { WrittenSheet } from '../import/record-file.ts'

/** A column of things: its title, and the cell that a thing has in it. */
export interface ShownColumn<T> {
  readonly title: string
  show(thing: T): string
}

/** Some things in the order of their ids. `next` is the `after` of the next page; `null` when there is none. */
export interface ThingPage<T> {
  readonly things: readonly T[]
  readonly next: number | null
}

/** Things as records, read a page at a time. */
export function pagedSheet<T>(
  columns: readonly ShownColumn<T>[],
  pageBehind: (after: number) => Promise<ThingPage<T>>,
): WrittenSheet {
  async function* rows(): AsyncGenerator<readonly (readonly string[])[]> {
    for (let after: number | null = 0; after !== null; ) {
      const page: ThingPage<T> = await pageBehind(after)
      yield page.things.map((thing) => columns.map(({ show }) => show(thing)))
      after = page.next
    }
  }
  return { titles: columns.map(({ title }) => title), rows: rows() }
}
