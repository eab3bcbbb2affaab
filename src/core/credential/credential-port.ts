import type { Credential, SignInRecord } from './credential.ts'

/** Reads credentials, for signing in and for lists of them. */
export interface CredentialReader {
  all(): Promise<Credential[]>
  ofAccount(accountId: number): Promise<Credential[]>
  byId(id: number): Promise<Credential | undefined>
  byUsername(dialect: string, username: string): Promise<SignInRecord | undefined>
  byTokenHash(dialect: string, tokenHash: string): Promise<SignInRecord | undefined>
}

/** Writes credentials. */
export interface CredentialWriter extends CredentialReader {
  /** Returns the credential with its new id, or undefined when its username or token is taken in its dialect. */
  insert(credential: Omit<Credential, 'id'>): Promise<Credential | undefined>
  /** Reads the credential and keeps every other writer from it until the transaction ends. */
  lock(id: number): Promise<Credential | undefined>
  setEnabled(id: number, enabled: boolean): Promise<void>
  remove(id: number): Promise<void>
}
