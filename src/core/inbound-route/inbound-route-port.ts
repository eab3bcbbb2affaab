import type { InboundDecision, InboundRoute } from './inbound-route.ts'

/** Reads inbound routes. */
export interface InboundRouteReader {
  /** All routes of the account, in the order of their ids. */
  all(accountId: number): Promise<InboundRoute[]>
  /** What the PBX finds under these keys, as `keysOf` makes them. */
  decisions(accountId: number, keys: readonly string[]): Promise<InboundDecision[]>
  /** What the PBX finds of the branches of a route, by their names. */
  branches(accountId: number, routeId: number): Promise<Map<string, InboundDecision>>
  /** The extensions that show one of these spellings as their number, in order. */
  holders(accountId: number, spellings: readonly string[]): Promise<string[]>
}

/** Writes inbound routes and the keys by which the PBX finds them. The account's row must be locked before. */
export interface InboundRouteWriter extends Pick<InboundRouteReader, 'all' | 'decisions'> {
  get(accountId: number, id: number): Promise<InboundRoute | undefined>
  insert(route: InboundRoute, keys: readonly string[]): Promise<void>
  /** Writes other keys of a route that stays as it is. */
  key(route: InboundRoute, keys: readonly string[]): Promise<void>
  remove(route: InboundRoute): Promise<void>
}
