// The fuzz test of the public routes with a million requests.
process.env.SILLAGE_FUZZ_RUNS ??= '1000000'
await import('./public-fuzz.test.ts')
