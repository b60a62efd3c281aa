/** What differs between WeChat and the browser. */
import { ApiError } from '@/api/http'

export const onWeChat = process.env.UNI_PLATFORM === 'mp-weixin'

/** A browser asks the server it came from; the mini-program is told its server when it is built. */
export const apiBase = onWeChat ? (import.meta.env.VITE_API_BASE ?? 'http://127.0.0.1:5000/api/v1') : '/api/v1'

/** WeChat's one-time code for the person holding this phone. */
export function wechatCode(): Promise<string> {
  return new Promise((resolve, reject) => {
    uni.login({
      provider: 'weixin',
      success: answer => resolve(answer.code),
      fail: () => reject(new ApiError(0, 'wechat_login', '微信登录没有成功，请稍后再试')),
    })
  })
}

type Bytes = ArrayBuffer | Uint8Array
const hex = (bytes: Bytes) => Array.from(new Uint8Array(bytes), byte => byte.toString(16).padStart(2, '0')).join('')

interface Randomness {
  getRandomValues?: (options: { length: number, success: (answer: { randomValues: ArrayBuffer }) => void, fail: () => void }) => void
}

/** So many bytes that nobody can guess, as hexadecimal digits. Throws ApiError where the phone has none to give. */
export function randomHex(bytes: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = () => reject(new ApiError(0, 'no_randomness', '这部手机生成不了安全的回执号，请更新微信后再试'))
    if (!onWeChat) return resolve(hex(globalThis.crypto.getRandomValues(new Uint8Array(bytes))))
    const wechat = uni as Randomness
    if (!wechat.getRandomValues) return fail()
    wechat.getRandomValues({ length: bytes, success: answer => resolve(hex(answer.randomValues)), fail })
  })
}
