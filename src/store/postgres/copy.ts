import { type Connection, DatabaseError, type PoolClient, Query } from 'pg'
import { Refusal } from '../../core/errors.ts'
import { quoted, type Table } from '../engine/table.ts'
import type { Batch } from '../engine/value.ts'
import { explain } from './errors.ts'

/** The beginning of the binary format, without options. `end` is its last mark. */
const signature = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
const end = Buffer.from([0xff, 0xff])

const notInEncoding = '22021'

/** The messages that a connection can send while the server takes in rows. */
interface CopyConnection extends Connection {
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
}

/** A `copy … from stdin`, whose rows are sent when the server asks for them. */
class CopyIn extends Query {
  readonly #rows: readonly Buffer[]

  constructor(sql: string, rows: readonly Buffer[], callback: (error: Error | null) => void) {
    super(sql)
    this.#rows = rows
    Object.assign(this, { callback })
  }

  handleCopyInResponse(connection: CopyConnection): void {
    connection.sendCopyFromChunk(Buffer.concat([signature, ...this.#rows, end]))
    connection.endCopyFrom()
  }
}

/** Inserts rows in the binary format of COPY: our own rows in bytes are its tuples already (`row-bytes.ts`). */
export async function copyRows(client: PoolClient, { name, columns }: Table, { encoded }: Batch): Promise<void> {
  const names = columns.map((column) => quoted(column.name))
  const sql = `copy ${name} (${names}) from stdin with (format binary)`
  await new Promise<void>((resolve, reject) => {
    client.query(new CopyIn(sql, encoded, (error) => (error ? reject(explainCopy(error)) : resolve())))
  })
}

/** The meaning of an error of COPY. SQLite holds texts with U+0000, and PostgreSQL holds none. */
function explainCopy(error: Error): unknown {
  if (!(error instanceof DatabaseError) || error.code !== notInEncoding) return explain(error)
  return new Refusal(
    'invalid_value',
    `PostgreSQL holds no text with the character U+0000: change it first (${error.where})`,
  )
}
