/** What the command line needs of the process that runs it. */
export interface Edge {
  readonly version: string
  readonly pid: number
  /** Who runs the process; `null` where the system has no name for them, as in some containers. */
  readonly userName: string | null
  readonly env: Readonly<Record<string, string | undefined>>
  out(text: string): void
  err(text: string): void
  /** All that standard input has to say. */
  input(): Promise<string>
  /** Whether people see what `err` says as it is said. */
  readonly errIsTerminal: boolean
  /** From now on a signal to stop ends the process no more: it resolves this with its name. */
  stopSignal(): Promise<string>
  /** From now on an error that nobody caught is reported, and ends the process. */
  onUncaught(report: (error: unknown) => void): void
}
