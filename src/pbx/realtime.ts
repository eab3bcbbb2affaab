/** A database, and the role that may read there what the PBX needs. */
export interface DatabaseAccess {
  readonly host: string
  readonly port: string
  readonly name: string
  readonly role: string
  readonly password: string
}

/** How Asterisk reaches the book. */
export type BookAccess = { readonly file: string } | { readonly database: DatabaseAccess }

/** What the templates say of the realtime driver. Those of the driver that is not used are empty. */
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

/** A connection that cannot write, whatever is asked of it. An SQLite that knows no URIs opens a new, empty file instead. */
function readOnlyUri(file: string): string {
  const path = file.split('/').map(encodeURIComponent).join('/')
  return `file:${path}?mode=ro`
}
