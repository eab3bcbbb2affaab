/** The lists of announcements: of the PBX, and of the autodialer. */
export const soundLists = ['pbx', 'autodialer'] as const

/** A list of announcements. */
export type SoundList = (typeof soundLists)[number]

/** An announcement: a sound that the PBX can play. Times are epoch milliseconds. */
export interface Sound {
  readonly accountId: number
  readonly id: number
  readonly hexId: string
  readonly list: SoundList
  readonly name: string
  /** The file that was uploaded, which several sounds may have. */
  readonly filename: string
  readonly description: string
  readonly createdAt: number
  readonly updatedAt: number
}

/** A file as the PBX plays it. */
export interface SoundFile {
  readonly accountId: number
  readonly filename: string
  /** The SHA-256 of the bytes in hex: the name under which the PBX finds it. */
  readonly sha256: string
  readonly createdAt: number
  /** WAV, 8 kHz, 16 bits, mono. */
  readonly bytes: Uint8Array
}

/** The fields of a sound that a write may give. An absent field keeps its value. */
export interface SoundFields {
  readonly name?: string
  readonly filename?: string
  readonly description?: string
}

/** A sound by its id, and by its list where only sounds of that list are meant. */
export type SoundRef = { readonly id: number } | { readonly hexId: string; readonly list?: SoundList }

/** The most characters of the texts of a sound: ours, since no source states any. */
export const soundTexts = { name: 255, description: 1000 } as const
