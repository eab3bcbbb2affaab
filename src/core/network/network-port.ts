/** Reads the networks, in CIDR form, that may call. Everybody may when there is none. */
export interface NetworkReader {
  all(): Promise<string[]>
}

/** Writes the list of networks. */
export interface NetworkWriter extends NetworkReader {
  insert(cidr: string): Promise<void>
  /** Returns false when the network was not in the list. */
  remove(cidr: string): Promise<boolean>
}
