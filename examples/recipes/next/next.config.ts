export default { serverExternalPackages: ['@sillage/core', '@sillage/store-sqlite'] }
