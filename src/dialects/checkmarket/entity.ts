/** A property: the type by which it is compared, and its field in the core. A phone is a text. */
export type Property<Field extends string> =
  | { readonly type: 'text' | 'phone' | 'integer' | 'instant' | 'day'; readonly field: Field }
  /** A property that has the same value in every row, and is stored nowhere. */
  | { readonly type: 'boolean'; readonly always: boolean }

/** The properties by which a list can be filtered and ordered: those of one of the vendor's models. */
export interface Entity<Field extends string> {
  readonly name: string
  readonly properties: Readonly<Record<string, Property<Field>>>
}

/** The property of a name, which may be in any case. Undefined when there is none. */
export function findProperty<Field extends string>(
  { properties }: Entity<Field>,
  given: string,
): Property<Field> | undefined {
  const wanted = given.toLowerCase()
  const name = Object.keys(properties).find((each) => each.toLowerCase() === wanted)
  return name === undefined ? undefined : properties[name]
}
