/** The files that the PBX plays, by the SHA-256 of their bytes, and the reader of what people upload. */
export interface SoundFiles {
  /**
   * Turns an uploaded file, WAV, mp3 or Ogg, into one that the PBX plays.
   *
   * @throws Refusal `invalid_value` of `file` for everything else.
   */
  convert(bytes: Uint8Array): Promise<{ readonly sha256: string; readonly bytes: Uint8Array }>
  /** Puts a file where the PBX finds it. One that is there already stays. */
  put(sha256: string, bytes: Uint8Array): Promise<void>
  has(sha256: string): Promise<boolean>
}
