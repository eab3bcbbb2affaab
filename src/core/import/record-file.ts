/** One record of a file: a row of a sheet, a line of text, a number of a card. */
export interface FileRecord {
  /** The line in which it begins, as an editor counts from 1 on; of a sheet its row. */
  readonly line: number
  readonly cells: readonly string[]
}

/** The forms of files that can be read. A `text` has one cell a line. */
export type FileFormat = 'csv' | 'text' | 'xlsx' | 'ods' | 'vcard'

/** A file that is being read. */
export interface RecordFile {
  readonly format: FileFormat
  /**
   * The titles of the columns where the format itself names them, as that of cards does; else null, and the first
   * record may be a line of titles.
   */
  readonly titles: readonly string[] | null
  /** The character between the cells of a csv; null for other formats. */
  readonly separator: string | null
  /**
   * The records in their order, some hundred at a time. They can be read once.
   *
   * @throws Refusal `invalid_value` of `file` when the file is malformed.
   */
  batches(): AsyncIterable<readonly FileRecord[]>
}

/** What is known of a file beside its bytes. */
export interface FileHints {
  /** The name that its owner gave it. The content decides before its ending does. */
  readonly filename: string
  /** The sheet to read, where there are several. */
  readonly sheet?: string
  /** What a record of cards is: a number (as usual), or a whole card. */
  readonly cards?: 'numbers' | 'contacts'
}

/** The forms in which a sheet can be written. */
export type WrittenFormat = 'csv' | 'xlsx' | 'vcf' | 'json'

/** Rows to be written, under their titles. Each row has as many cells as there are titles. */
export interface WrittenSheet {
  readonly titles: readonly string[]
  readonly rows: AsyncIterable<readonly (readonly string[])[]>
}

/** A file on its way into an archive. Its bytes are asked for when its turn comes. */
export interface PackedFile {
  readonly name: string
  bytes(): AsyncIterable<Uint8Array>
}

/** Reads and writes files of records. */
export interface RecordFiles {
  /**
   * Begins to read a file. A vCard has the titles `number`, `type`, `name`, `first_name`, `last_name`, `email`,
   * `organization` and `note`.
   *
   * @throws Refusal `invalid_value` of `file` when it is no such file, with the remedy; of `sheet` when a sheet must be
   * chosen.
   */
  open(bytes: AsyncIterable<Uint8Array>, hints: FileHints): Promise<RecordFile>
  write(format: WrittenFormat, sheet: WrittenSheet): AsyncIterable<Uint8Array>
  /** Writes files into one ZIP archive, one behind another. */
  pack(files: readonly PackedFile[]): AsyncIterable<Uint8Array>
}
