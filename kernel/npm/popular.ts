/**
 * Packages that many know, for completion and for "did you mean": the names must be to hand without a
 * network. What is not here installs all the same.
 */
export const POPULAR: readonly string[] =
  `@faker-js/faker @tensorflow/tfjs @tensorflow/tfjs-node @types/lodash @types/node @xenova/transformers ajv apache-arrow
   arquero async axios better-sqlite3 bluebird canvas chalk cheerio chokidar cli-progress colors commander compromise
   cors cross-env cross-fetch csv-parse csv-parser csv-stringify csvtojson d3 d3-array d3-scale danfojs danfojs-node
   date-fns dayjs debug dotenv dotenv-cli ejs eslint execa express fast-csv fastify fs-extra fuse.js glob got
   graphology gray-matter handlebars hono immer immutable jest jimp joi js-yaml jsdom json5 jsonwebtoken kdbush
   knex koa langchain lodash lodash-es lru-cache luxon marked mathjs minimist ml-matrix ml-pca ml-kmeans
   ml-regression mocha moment mongodb mongoose ms mysql2 nanoid natural ndarray node-fetch nodemailer numeric
   observable-fns onnxruntime-node openai ora p-limit p-map papaparse parquet-wasm pg pino plotly.js-dist prettier
   prisma prompts pure-rand puppeteer playwright ramda random react react-dom redis rimraf rollup rxjs sass sharp
   sequelize seedrandom semver simple-statistics socket.io sqlite3 stdlib supports-color svelte swr tailwindcss tape
   three ts-node tslib tsx turf typescript uglify-js umap-js underscore undici uuid validator vega vega-lite vega-lite-api
   vite vitest vue webpack winston ws xlsx xml2js yaml yargs zod zx`
    .split(/\s+/)
    .toSorted();
