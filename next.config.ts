import type { NextConfig } from 'next';

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  distDir: process.env.HAVEN_DIST_DIR ?? '.next',
  // Other lockfiles above the checkout must not move the root.
  turbopack: { root: import.meta.dirname },
  outputFileTracingRoot: import.meta.dirname,
  // No image is resized here, and the optimiser has had holes.
  images: { unoptimized: true },
  // forbidden() renders app/forbidden.tsx with status 403.
  experimental: { authInterrupts: true },
  serverExternalPackages: ['pg', 'pino', 'ssh2'],
  // The types are checked by `npm run check`, once, not again by every build.
  typescript: { ignoreBuildErrors: true },
};

export default config;
