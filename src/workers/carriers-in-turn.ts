import type { Carrier } from '../core/message/carrier.ts'

/** The carriers with these names, in their order; those that have been away since before a time come last. */
export function carriersInTurn(
  carriers: readonly Carrier[],
  names: readonly string[],
  awaySince: number,
): readonly Carrier[] {
  const named = names.flatMap((name) => carriers.find((carrier) => carrier.name === name) ?? [])
  const isAway = (carrier: Carrier): boolean => {
    const { isUp, since } = carrier.state()
    return !isUp && since <= awaySince
  }
  return [...named.filter((carrier) => !isAway(carrier)), ...named.filter(isAway)]
}
