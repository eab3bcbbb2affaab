/**
 * How a field is compared with a value. A field without a value is unequal to every value but null, and has no order.
 */
export type Comparison = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le'

/** The place in a field where a text must stand, as searches compare texts: without case. A field that has no value holds no text. */
export type TextTest = 'contains' | 'startsWith' | 'endsWith'

/**
 * The things that a list shows, as a tree of tests. Every test is true or false, never unknown, so that `not` of a test
 * finds exactly the other things. The maker of a tree bounds its size.
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
