import type { Comparison, Filter } from './filter.ts'

/** The test of a field by a value; none where no value is given. */
export function comparing<Field extends string>(
  field: Field,
  by: Comparison,
  value: string | number | undefined,
): Filter<Field>[] {
  return value === undefined ? [] : [{ kind: 'compare', field, by, value }]
}

/** The filter of a query that wants all of the tests; no filter where there is no test. */
export function allOf<Field extends string>(tests: readonly Filter<Field>[]): { readonly filter?: Filter<Field> } {
  return tests.length === 0 ? {} : { filter: { kind: 'and', of: tests } }
}
