import { fileURLToPath } from 'node:url';
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const server = process.env['RELEVO_URL'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  root: here('.'),
  cacheDir: here('../node_modules/.vite'),
  plugins: [
    // Tests find the catalogues compiled: npm test does it once, and nothing watches them.
    process.env['VITEST']
      ? []
      : paraglideVitePlugin({
          project: here('src/i18n/project.inlang'),
          outdir: here('src/i18n/generated'),
          strategy: ['globalVariable', 'baseLocale'],
          emitTsDeclarations: false,
        }),
    svelte(),
    svelteTesting(),
    {
      // The server answers /chat/{channel} with chat.html; in development Vite has to do the same.
      name: 'chat-page',
      configureServer(dev) {
        dev.middlewares.use((request, _response, next) => {
          if (request.url?.startsWith('/chat/')) request.url = '/chat.html';
          if (request.url === '/widget.js') request.url = '/widget/widget.ts';
          next();
        });
      },
    },
  ],
  build: {
    outDir: here('../backend/web/dist'),
    // scripts/build.mjs empties it, and keeps the placeholder that lets the server compile without Node.
    emptyOutDir: false,
    target: 'es2022',
    // The policy of the pages allows neither inline scripts nor data: fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { index: here('index.html'), chat: here('chat.html') },
    },
  },
  server: {
    port: 5173,
    proxy: {
      '/api': {
        target: server,
        ws: true,
        changeOrigin: true,
        rewriteWsOrigin: true,
        // The server takes requests from its own pages alone; in development they come from Vite's address.
        configure: (proxy) => proxy.on('proxyReq', (request) => request.setHeader('Origin', server)),
      },
    },
  },
  test: {
    include: ['src/**/*.test.ts', 'widget/**/*.test.ts', 'worker/**/*.test.ts'],
    environment: 'node',
    // Properties run hundreds of stories, and the machine may be busy with other tests.
    testTimeout: 60_000,
    // The reader sits where the clinic of the tests is.
    env: { TZ: 'America/Puerto_Rico' },
  },
});
