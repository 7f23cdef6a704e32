import { expect, it } from 'vitest'

/** What the package exports is a promise; a name added or removed by accident fails here. */
it('exports what is public and nothing else', async () => {
  expect(Object.keys(await import('../src/index.ts')).sort()).toEqual([
    'SillageError',
    'apiFailure',
    'commitBucketsMs',
    'compileCampaign',
    'createSillage',
    'createTokenSealer',
    'defineBrand',
    'defineStream',
    'dkim',
    'englishNames',
    'errorStatus',
    'eventTypes',
    'feedbackOf',
    'frenchNames',
    'generateSecret',
    'isSillageError',
    'localBus',
    'mailParts',
    'memoryStore',
    'metricFamilies',
    'mustacheEngine',
    'neutralPaths',
    'originalPaths',
    'parseBounce',
    'prometheusText',
    'rates',
    'renderDestination',
    'routes',
    'safeLocation',
    'signedHeaderFields',
    'smtpTransport',
    'storeAssets',
    'systemClock',
    'trackHtml',
    'trackMails',
    'trackText',
    'transporterTransport',
  ])
})

it('exports a client, and what the elements share with it', async () => {
  expect(Object.keys(await import('../src/client/index.ts')).sort()).toEqual([
    'applyToStats',
    'createClient',
    'createLive',
    'createNamespaces',
    'createRequests',
    'createStreamLive',
    'tellEach',
  ])
})

it('exports documents: builders, and what renders them', async () => {
  expect(Object.keys(await import('../src/document/index.ts')).sort()).toEqual([
    'button',
    'defaultBrand',
    'document',
    'documentLimits',
    'documentOfText',
    'field',
    'fieldName',
    'footer',
    'heading',
    'image',
    'linkAddress',
    'linkStart',
    'lowContrasts',
    'markAll',
    'noteCodes',
    'paragraph',
    'pictureAddress',
    'pictureSomeShow',
    'regionDocument',
    'regionsOf',
    'renderEmail',
    'renderRegions',
    'renderText',
    'showRegions',
    'takeSource',
    'wholeBrand',
  ])
})
