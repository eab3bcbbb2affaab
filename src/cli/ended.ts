/** The end of a command that has said all there is to say, and ends with another code than 0. */
export class Ended extends Error {
  readonly code: number

  constructor(code: number, message = '') {
    super(message)
    this.name = 'Ended'
    this.code = code
  }
}
