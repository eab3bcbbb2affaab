/** Who asks. Every read and write is scoped to `accountId` and every change is attributed to the caller. */
export interface Caller {
  readonly accountId: number
  /** The credential that signed in; `null` for the command line, which is trusted by its access to the data. */
  readonly credentialId: number | null
  /** Where the call came in: a dialect's name or `cli`. Kept in each change. */
  readonly origin: string
  /** Whether answers may show an extension's SIP secret. */
  readonly maySeeSecrets: boolean
}
