/** The word inside an estate's QR code: by the camera on WeChat, typed or pasted in a browser. */
import { ApiError } from '@/api/http'
import { onWeChat } from '@/session/platform'

export const canScan = onWeChat

interface Scanned { result?: string, path?: string }

/** Addresses inside codes are often escaped; what cannot be unescaped is taken as it stands. */
function plain(text: string): string {
  try {
    return decodeURIComponent(text.trim())
  }
  catch {
    return text.trim()
  }
}

/** The scene in what a code holds: a link of this app, a mini-program path, or the bare word; '' when it is none. */
export function sceneIn(text: string): string {
  const decoded = plain(text)
  const named = /[?&]scene=([^&#\s]+)/.exec(decoded)
  if (named) return named[1]!
  return /^[\w.!#$&'()*+,/:;=?@~-]{4,32}$/.test(decoded) && !decoded.includes('/') ? decoded : ''
}

/** Opens the camera. Answers '' when the person turned back; throws ApiError (`foreign`) when the code is none of ours. */
export async function scan(foreign = '这不是社区通的二维码，请扫楼道里的社区通海报'): Promise<string> {
  const seen = await new Promise<Scanned | undefined>((resolve) => {
    uni.scanCode({ scanType: ['qrCode'], success: answer => resolve(answer as Scanned), fail: () => resolve(undefined) })
  })
  if (!seen) return ''
  const scene = sceneIn(seen.path ?? '') || sceneIn(seen.result ?? '')
  if (!scene) throw new ApiError(422, 'not_ours', foreign)
  return scene
}
