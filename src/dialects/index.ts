// Every dialect that the server speaks, one on a line.
export { book } from './book/index.ts'
export { checkmarket } from './checkmarket/index.ts'
export { lox24 } from './lox24/index.ts'
export { simotel } from './simotel/index.ts'
