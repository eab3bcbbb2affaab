/** How a property is compared, and by what field of the core. */
export type Property<Field extends string> =
  | { readonly type: 'text' | 'integer' | 'instant' | 'day'; readonly field: Field }
  /** One that has the same value in every row, and lives nowhere. */
  | { readonly type: 'boolean'; readonly always: boolean }

/** What a list can be filtered and ordered by: the vendor's properties of one of its models. */
export interface Entity<Field extends string> {
  readonly name: string
  readonly properties: Readonly<Record<string, Property<Field>>>
}

/** A property by its name, in whatever case; with its name as the vendor writes it. */
export function findProperty<Field extends string>(
  { properties }: Entity<Field>,
  given: string,
): Property<Field> | undefined {
  const wanted = given.toLowerCase()
  const name = Object.keys(properties).find((each) => each.toLowerCase() === wanted)
  return name === undefined ? undefined : properties[name]
}
