/** The process that runs the command line, as far as the command line needs it. */
export interface Edge {
  readonly version: string
  readonly pid: number
  /** The name of the system user; `null` where the system has none, as in some containers. */
  readonly userName: string | null
  readonly env: Readonly<Record<string, string | undefined>>
  out(text: string): void
  /** Writes to the standard output, and waits until it takes more. False once nobody reads it any more. */
  outBytes(bytes: Uint8Array): Promise<boolean>
  /** The places in a line of the terminal that shows the output; null where the output goes elsewhere. */
  readonly outWidth: number | null
  err(text: string): void
  /** The whole standard input. */
  input(): Promise<string>
  /** Standard input, piece by piece. */
  inputBytes(): AsyncIterable<Uint8Array>
  /** Whether `err` is a terminal, so that people see a text at once. */
  readonly errIsTerminal: boolean
  /** Keeps signals to stop from ending the process from now on. Resolves with the name of the first one. */
  stopSignal(): Promise<string>
  /** Adds a detail to the name of the process in the list of processes, where everybody reads it: never a secret. */
  entitle(detail: string): void
  /** Asks another process to end. */
  askToEnd(pid: number): void
  /** Does something at the very end of the process, which waits for nothing any more. */
  onExit(work: () => void): void
  /** Reports errors that nobody caught from now on. Such an error still ends the process. */
  onUncaught(report: (error: unknown) => void): void
}
