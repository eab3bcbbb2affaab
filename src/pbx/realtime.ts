/** A database, and the role that may read the PBX's views in it. */
export interface DatabaseAccess {
  readonly host: string
  readonly port: string
  readonly name: string
  readonly role: string
  readonly password: string
}

/** The book as Asterisk reaches it: a file of SQLite or a database of PostgreSQL. */
export type BookAccess = { readonly file: string } | { readonly database: DatabaseAccess }

/** The values of the templates for Asterisk's realtime drivers. Values of the driver that is not used are empty. */
export function realtimeOf(book: BookAccess): Readonly<Record<string, string>> {
  const file = 'file' in book ? book.file : undefined
  const database = 'database' in book ? book.database : undefined
  return {
    realtimeModule: database ? 'res_config_pgsql' : 'res_config_sqlite3',
    realtimeDriver: database ? 'pgsql,general' : 'sqlite3,book',
    databaseFile: file === undefined ? '' : readOnlyUri(file),
    databaseHost: database?.host ?? '',
    databasePort: database?.port ?? '',
    databaseName: database?.name ?? '',
    databaseRole: database?.role ?? '',
    databasePassword: database?.password ?? '',
  }
}

/**
 * The address of a connection that cannot write: `file:/var/lib/dialbook/book.db?mode=ro`. An SQLite that knows no URIs
 * opens a new, empty file instead of the book.
 */
function readOnlyUri(file: string): string {
  const path = file.split('/').map(encodeURIComponent).join('/')
  return `file:${path}?mode=ro`
}
