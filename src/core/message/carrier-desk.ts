/** Whether a carrier can be reached, since when, and what keeps it from being; the problem is null while nothing does. */
export interface CarrierState {
  readonly isUp: boolean
  /** Epoch milliseconds. */
  readonly since: number
  readonly problem: string | null
}

/** What a server has told of a carrier. */
export interface ToldCarrier extends CarrierState {
  readonly name: string
  readonly toldAt: number
}

/** What the book knows of carriers. None of it is a change to the book: it tells how far its servers have come. */
export interface CarrierDesk {
  /** How far the messages that came in by a carrier have been read, in the carrier's own words; undefined before the first. */
  place(name: string): Promise<string | undefined>
  keepPlace(name: string, place: string): Promise<void>
  /** What was told last, by name. */
  states(): Promise<ToldCarrier[]>
  tell(state: ToldCarrier): Promise<void>
}
