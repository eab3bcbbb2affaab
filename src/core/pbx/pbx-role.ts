/** The user as which the PBX signs in to the database of the book. */
export interface PbxRole {
  readonly name: string
  readonly password: string
  /** Whether the database does not have this password yet. */
  readonly isNew: boolean
  /** Whether the password may replace the one that the role has, by which another PBX may sign in. */
  readonly mayReplace: boolean
}
