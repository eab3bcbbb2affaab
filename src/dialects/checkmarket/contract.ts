/** The value of a member. JSON leaves null out. */
export type Wire = string | number | boolean | null | Shape | readonly Shape[]

/** A class of the vendor's, as its serializers see it (docs/wire/checkmarket.md §2, §9). */
export interface Contract {
  /** The name of an element of this class in a list. */
  readonly name: string
  /** The members in the order of XML: those of the base class first, each class in ordinal order. */
  readonly xmlOrder: readonly string[]
  /** Whether XML numbers it with `z:Id`. */
  readonly isReference: boolean
  /** Whether XML leaves out a member that is null; else it writes `i:nil`. */
  readonly omitsNull: boolean
  /** Members that the vendor left in the namespace of its program. */
  readonly leaked: ReadonlySet<string>
}

/** A value of a contract. Its members stand in the order of JSON; an absent member was not selected. */
export interface Shape {
  readonly contract: Contract
  readonly members: Readonly<Record<string, Wire>>
}

interface ContractForm {
  readonly name: string
  /** The members of each class, from the lowest base up. */
  readonly classes: readonly (readonly string[])[]
  readonly isReference?: boolean
  readonly omitsNull?: boolean
  readonly leaked?: readonly string[]
}

/** Makes a contract: orders its members as a DataContractSerializer does. */
export function contract({
  name,
  classes,
  isReference = false,
  omitsNull = false,
  leaked = [],
}: ContractForm): Contract {
  return {
    name,
    xmlOrder: classes.flatMap((members) => members.toSorted((a, b) => (a < b ? -1 : 1))),
    isReference,
    omitsNull,
    leaked: new Set(leaked),
  }
}

/** The value as JSON prints it: without members that are null. */
export function toJson(value: Wire): unknown {
  if (value === null || typeof value !== 'object') return value
  if (isList(value)) return value.map(toJson)
  const printed = Object.entries(value.members).filter(([, member]) => member !== null)
  return Object.fromEntries(printed.map(([name, member]) => [name, toJson(member)]))
}

/** Whether a value is a list. `Array.isArray` does not narrow a readonly one. */
export function isList(value: Wire): value is readonly Shape[] {
  return Array.isArray(value)
}
