/** The key in the data folder is not the one of the book. */
export class WrongKey extends Error {}

/**
 * Refuses a key that is not the one of the book: other processes could not open a secret that this one sealed.
 *
 * @param known the fingerprint of the book's key
 * @param given the fingerprint of the key in the data folder; undefined where there is none
 * @throws WrongKey
 */
export function refuseWrongKey(known: string, given: string | undefined): void {
  if (given === known) return
  if (given === undefined) {
    throw new WrongKey(
      'secret.key is absent from the data folder (--data), and the secrets in the book are sealed with it: copy it from the ' +
        'data folder of the server that made the book, or restore a backup that was made by --with-key, which holds it; nothing was changed',
    )
  }
  throw new WrongKey(
    'the secrets in it are sealed with another key: copy the file secret.key of the server that made the book into this data ' +
      'folder; the one that is there is of another book',
  )
}
