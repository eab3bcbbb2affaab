import type { Store } from '../ports.ts'
import { hostsOf } from '../trunk/trunk.ts'

/** A way out of the house: a host of a trunk, and the number as it is dialled there. */
export interface WayOut {
  readonly trunk: string
  /** The host, as it stands in an address. */
  readonly target: string
  readonly dialled: string
  /** Whether it did not answer the last question. */
  readonly isSilent: boolean
}

/** The ways out for a number, in the order in which the PBX tries them; an emergency number goes as it is, by all. */
export async function waysOut(
  { trunks }: Pick<Store, 'trunks'>,
  accountId: number,
  number: string,
  isEmergency: boolean,
): Promise<WayOut[]> {
  const seen = new Map((await trunks.seen(accountId)).map(({ name, silent }) => [name, silent]))
  const ways = (await trunks.all(accountId))
    .filter(({ active, kind }) => active && kind !== 'peer')
    .filter(({ only }) => isEmergency || only.length === 0 || only.some((prefix) => number.startsWith(prefix)))
    .filter(({ strip }) => isEmergency || number.length > strip)
    .flatMap((trunk) =>
      hostsOf(trunk).map((target) => ({
        trunk: trunk.name,
        target,
        dialled: isEmergency ? number : trunk.added + number.slice(trunk.strip),
        isSilent: seen.get(trunk.name)?.includes(target) ?? false,
      })),
    )
  return [...ways.filter(({ isSilent }) => !isSilent), ...ways.filter(({ isSilent }) => isSilent)]
}
