/** Files that are not photos: choosing and saving a workbook, showing and printing a drawing. */
import { onWeChat } from '@/session/platform'

export interface LocalFile { path: string, name: string }

interface Chosen { tempFiles: { path: string, name?: string }[] | { path: string, name?: string } }

/** One file with this ending; undefined when the person turned back. A phone takes it out of a chat. */
export function chooseFile(extension: string): Promise<LocalFile | undefined> {
  return new Promise((resolve) => {
    const success = (chosen: unknown) => {
      const file = [(chosen as Chosen).tempFiles].flat()[0]
      resolve(file && { path: file.path, name: file.name ?? '' })
    }
    const fail = () => resolve(undefined)
    if (onWeChat) uni.chooseMessageFile({ count: 1, type: 'file', extension: [extension], success, fail })
    else uni.chooseFile({ count: 1, type: 'all', extension: [extension], success, fail })
  })
}

/** A drawing as an address that an image takes: the server's paths want credentials, which images do not send. */
export const drawing = (svg: string): string => `data:image/svg+xml;utf8,${encodeURIComponent(svg)}`

/** Whether this device can put a drawing into a window of its own. */
export const canPrint = !onWeChat

/** Opens a drawing in a window of its own, from where the browser prints it. */
export function openDrawing(svg: string): void {
  // #ifdef H5
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))
  window.open(address, '_blank')
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
  // #endif
}

/** Prints the page as its print styles lay it out. */
export function printPage(): void {
  // #ifdef H5
  window.print()
  // #endif
}

/** WeChat's own words for where a mini-program may write; uni passes them on without naming them in its types. */
const ownFolder = () => (uni as unknown as { env: { USER_DATA_PATH: string } }).env.USER_DATA_PATH

/** Hands a file over: a browser saves it, a phone opens it, from where it can be sent on. */
export function saveFile(name: string, bytes: ArrayBuffer): void {
  if (onWeChat) {
    const filePath = `${ownFolder()}/${name}`
    uni.getFileSystemManager().writeFileSync(filePath, bytes)
    uni.openDocument({ filePath, showMenu: true })
    return
  }
  // #ifdef H5
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([bytes]))
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
  // #endif
}
