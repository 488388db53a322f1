import fc from 'fast-check';

/**
 * fast-check as every property test uses it. The examples are the same in each run, so that a run fails for what was
 * changed and not by luck; `npm test -- --long` and `HAVEN_PROPERTY_SEED=random` look for new ones, and a number
 * repeats what a failure printed.
 */
const wish = process.env.HAVEN_PROPERTY_SEED ?? (process.env.HAVEN_STORIES_LONG ? 'random' : '1');
if (wish !== 'random') fc.configureGlobal({ seed: Number(wish) });

export default fc;
