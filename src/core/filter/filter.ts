/** How a field is compared with a value. A field that has no value is unequal to every value but null, and not ordered. */
export type Comparison = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le'

/** Where a text is looked for in a field, case and all. A field that has no value holds no text. */
export type TextTest = 'contains' | 'startsWith' | 'endsWith'

/**
 * Which things a list shows: a tree of tests. Every test is true or false, never unknown, so that `not` of one finds
 * exactly the others. Whoever makes a tree bounds its size.
 */
export type Filter<Field extends string> =
  | {
      readonly kind: 'compare'
      readonly field: Field
      readonly by: Comparison
      readonly value: string | number
    }
  | { readonly kind: 'isNull'; readonly field: Field }
  | { readonly kind: 'text'; readonly field: Field; readonly test: TextTest; readonly text: string }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Filter<Field>[] }
  | { readonly kind: 'not'; readonly of: Filter<Field> }
  | { readonly kind: 'always'; readonly value: boolean }
