import fc from 'fast-check';

/**
 * Of every property test: fixed, so that a run can be repeated and a new failure is the change's own. Another one looks
 * elsewhere: `FUZZ_SEED=$RANDOM`.
 */
export const seed = Number(process.env.FUZZ_SEED ?? 20_261_122);
fc.configureGlobal({ seed });
