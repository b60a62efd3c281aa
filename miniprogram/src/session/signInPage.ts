/** The way to the sign-in page and back to where the person was, such as the page behind a scanned code. */
import { onWeChat } from './platform'

interface Route { route?: string, options?: Record<string, string> }

const SIGN_IN = 'pages/sign-in/index'

/** WeChat gives the words of an address as they were written, the browser already decoded. */
const written = (value: string) => onWeChat ? value : encodeURIComponent(value)

/** The page on screen with its words; empty on the sign-in page itself. */
export function here(): string {
  const page = getCurrentPages().slice(-1)[0] as Route | undefined
  if (!page?.route || page.route === SIGN_IN) return ''
  const words = Object.entries(page.options ?? {}).map(([name, value]) => `${name}=${written(value)}`)
  return `/${page.route}${words.length ? `?${words.join('&')}` : ''}`
}

export function askToSignIn(back = ''): void {
  uni.reLaunch({ url: `/${SIGN_IN}${back ? `?back=${encodeURIComponent(back)}` : ''}` })
}
