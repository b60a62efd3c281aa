/** Keeps everything the libraries would fetch from foreign hosts at home, or out. */
import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'

const FONT = 'node_modules/wot-design-uni/components/wd-icon/wd-icons.ttf'
const FOREIGN_FACE = /@font-face\s*\{[^}]*at\.alicdn\.com[^}]*\}/g
const FOREIGN_IMAGE = /url\(['"]?https?:\/\/[^)]*\)/g

const embeddedFace = (): string =>
  `@font-face{font-family:'wd-icons';src:url('data:font/ttf;base64,${readFileSync(FONT).toString('base64')}') format('truetype')}`

/** H5 already bundles the icon font beside the foreign address, so there the foreign face is only dropped. */
export function nothingForeign(): Plugin {
  const face = process.env.UNI_PLATFORM === 'h5' ? '' : embeddedFace()
  return {
    name: 'nothing-foreign',
    enforce: 'post',
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type === 'asset' && /\.(css|wxss)$/.test(file.fileName))
          file.source = file.source.toString().replace(FOREIGN_FACE, face).replace(FOREIGN_IMAGE, 'none')
      }
    },
  }
}
