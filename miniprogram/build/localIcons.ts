/** Keeps the icon font of the component library at home: nothing may load from a foreign host. */
import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'

const FONT = 'node_modules/wot-design-uni/components/wd-icon/wd-icons.ttf'
const FOREIGN_FACE = /@font-face\s*\{[^}]*at\.alicdn\.com[^}]*\}/g

const embeddedFace = (): string =>
  `@font-face{font-family:'wd-icons';src:url('data:font/ttf;base64,${readFileSync(FONT).toString('base64')}') format('truetype')}`

/** H5 already bundles the ttf beside the foreign address, so there the foreign face is only dropped. */
export function localIcons(): Plugin {
  const face = process.env.UNI_PLATFORM === 'h5' ? '' : embeddedFace()
  return {
    name: 'local-icons',
    enforce: 'post',
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type === 'asset' && /\.(css|wxss)$/.test(file.fileName))
          file.source = file.source.toString().replace(FOREIGN_FACE, face)
      }
    },
  }
}
