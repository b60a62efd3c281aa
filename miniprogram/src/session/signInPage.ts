/** The way to the sign-in page and back to where the person was, such as the page behind a scanned code. */
interface Route { route?: string, options?: Record<string, string> }

const SIGN_IN = 'pages/sign-in/index'

function here(): string {
  const page = getCurrentPages().at(-1) as Route | undefined
  if (!page?.route || page.route === SIGN_IN) return ''
  const words = Object.entries(page.options ?? {}).map(([name, value]) => `${name}=${value}`)
  return `/${page.route}${words.length ? `?${words.join('&')}` : ''}`
}

export function askToSignIn(): void {
  const back = here()
  uni.reLaunch({ url: `/${SIGN_IN}${back ? `?back=${encodeURIComponent(back)}` : ''}` })
}
