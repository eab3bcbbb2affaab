/** Whether this is `npm run test:fast`. A test that needs a PostgreSQL or a browser skips itself then. */
export const isFastRun: boolean = process.env.TEST_FAST === '1'
