/** Changes that were acknowledged and that the book does not have any more, by their numbers: 41 to 60 are 20 changes. */
export interface MissingChanges {
  readonly first: number
  readonly last: number
}
