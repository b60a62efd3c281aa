/** What differs between WeChat and the browser when somebody signs in. */
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
