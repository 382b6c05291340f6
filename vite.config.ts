import react from '@vitejs/plugin-react'
import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { build, defineConfig, parseAst, type Plugin } from 'vite'

export default defineConfig({
  plugins: [react(), withoutAnswers(), verifierFile(), precompressed()],
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    outDir: 'dist/web',
    // By it the server links the files of a page into the page (pages.ts).
    manifest: 'chunks.json',
    target: ['chrome123', 'firefox128', 'safari17.5'],
    cssMinify: 'lightningcss',
    // The server's CSP lets nothing in by `data:` but pictures.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      output: {
        // Few files: each costs a phone more than its bytes (N3). What every page needs and seldom changes is one, and survives our own
        // updates in the browser; what begins the page is the second, what the two pages people open most are made of the third.
        codeSplitting: {
          groups: [
            { name: 'base', priority: 3, test: /node_modules\/(react|react-dom|scheduler|zod|@tanstack\/[^/]+)\// },
            { name: 'start', priority: 2, tags: ['$initial'] },
            { name: 'pages', priority: 1, test: /src\/web\/portfolio\/(home|portfolio)-page\.tsx$/ },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': process.env['CAIRN_API'] ?? 'http://127.0.0.1:8080' } },
})

/**
 * Leaves the schemas of answers out of the page, and all that only they are made of: it takes answers as they come (call.ts), and a
 * phone need not build what nobody will ask (N3).
 */
function withoutAnswers(): Plugin {
  return {
    name: 'cairn-without-answers',
    apply: 'build',
    enforce: 'post',
    transform: {
      filter: { id: /\/src\/domain\/.*\.ts$/ },
      handler(code) {
        let left = code
        const visit = (node: unknown): void => {
          if (typeof node !== 'object' || node === null) return
          const { type, key, value } = node as { type?: string; key?: { name?: string }; value?: { start: number; end: number } }
          if (type === 'Property' && key?.name === 'response' && value)
            left = left.slice(0, value.start) + '{}'.padEnd(value.end - value.start) + left.slice(value.end)
          else Object.values(node).forEach(visit)
        }
        visit(parseAst(code))
        return {
          code: left.replace(/\b(?:z(?:\.\w+)+|[A-Z]\w*\.(?:extend|omit|pick|partial|optional|nullable))\(/g, '/*@__PURE__*/ $&'),
          map: null,
        }
      },
    },
  }
}

/**
 * The verifier of proofs as one file that works from disk with the network off (A9): script and style stand in it, and its policy lets
 * nothing else run and nothing out.
 */
function verifierFile(): Plugin {
  const sha256 = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
  return {
    name: 'cairn-verifier-file',
    apply: 'build',
    async generateBundle() {
      const made = await build({
        configFile: false,
        logLevel: 'warn',
        plugins: [react()],
        publicDir: false,
        // Not the page's: it would take `light-dark()` for Mantine's.
        css: { postcss: { plugins: [] } },
        build: {
          write: false,
          target: ['chrome137', 'firefox130', 'safari17.5'],
          modulePreload: false,
          rolldownOptions: { input: join(import.meta.dirname, 'src/web/proof/standalone.tsx'), output: { codeSplitting: false } },
        },
      })
      if (!('output' in made)) throw new Error('The verifier was not built at once.')
      const script = made.output
        .flatMap((file) => (file.type === 'chunk' ? [file.code] : []))
        .join('\n')
        .replaceAll('</script', '<\\/script')
        .replaceAll('<!--', '<\\!--')
      const style = made.output
        .flatMap((file) => (file.type === 'asset' && file.fileName.endsWith('.css') ? [String(file.source)] : []))
        .join('\n')
      const policy = `default-src 'none'; script-src ${sha256(script)}; style-src ${sha256(style)}; base-uri 'none'; form-action 'none'`
      const page = await readFile(join(import.meta.dirname, 'src/web/proof/standalone.html'), 'utf8')
      // Without a space around them: the hashes are of what stands between the tags.
      const parts: Readonly<Record<string, string>> = { policy, style, script }
      this.emitFile({
        type: 'asset',
        fileName: 'verifier.html',
        source: page.replaceAll(/\s*<!--(policy|style|script)-->\s*/g, (_, name: string) => parts[name]!),
      })
    },
  }
}

/** Lays a `.br` and a `.gz` beside each file worth compressing, but index.html, which the server writes a nonce into. */
function precompressed(): Plugin {
  return {
    name: 'cairn-precompressed',
    apply: 'build',
    async writeBundle({ dir }, bundle) {
      for (const name of Object.keys(bundle)) {
        if (dir === undefined || !/\.(js|css|svg|json|webmanifest)$/.test(name)) continue
        const path = join(dir, name)
        const bytes = await readFile(path)
        if (bytes.length < 1024) continue
        const [br, gz] = await Promise.all([
          promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
          promisify(gzip)(bytes, { level: 9 }),
        ])
        await Promise.all([writeFile(`${path}.br`, br), writeFile(`${path}.gz`, gz)])
      }
    },
  }
}
