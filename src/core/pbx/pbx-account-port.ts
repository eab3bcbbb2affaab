/** Reads which account the PBX serves. */
export interface PbxAccountReader {
  /** The id of the account; undefined while there is none. */
  get(): Promise<number | undefined>
}

/** Writes which account the PBX serves. */
export interface PbxAccountWriter extends PbxAccountReader {
  set(accountId: number): Promise<void>
}
