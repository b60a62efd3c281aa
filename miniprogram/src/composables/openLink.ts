/** Where the server's links lead in this app, such as `topic:123` of a notice or of a card on the home page. */
export const PAGES: Record<string, string> = {
  topic: '/features/deliberation/pages/topic',
  poll: '/features/deliberation/pages/ballot',
  paper: '/features/deliberation/pages/paper',
  gates: '/features/deliberation/pages/inbox',
  second: '/features/deliberation/pages/inbox',
  ledger: '/features/deliberation/pages/ledger',
  result: '/features/deliberation/pages/result',
  covenant: '/features/covenants/pages/covenant',
  project: '/features/projects/pages/project',
  evaluation: '/features/projects/pages/evaluate',
  order: '/features/oversight/pages/orders',
  emergency: '/features/emergency/pages/emergency',
  emergency_needs: '/features/emergency/pages/needs',
  post: '/features/boards/pages/post',
  moderation: '/features/boards/pages/moderation',
  item: '/features/market/pages/item',
  application: '/features/enrolment/pages/status',
  review: '/features/identity/pages/queue',
  seen: '/features/identity/pages/seen',
  mine: '/pages/mine/index',
}

/** The address of a link; empty when this version of the app does not know its kind. */
export function addressOf(link: string): string {
  const [kind = '', id, version] = link.split(':')
  const page = PAGES[kind]
  if (!page || !id) return page ?? ''
  return `${page}?id=${encodeURIComponent(id)}${version ? `&version=${encodeURIComponent(version)}` : ''}`
}

export function openLink(link: string): void {
  const url = addressOf(link)
  if (url.startsWith('/pages/')) uni.switchTab({ url }) // the platform opens a tab by no other call
  else if (url) uni.navigateTo({ url })
  else uni.showToast({ title: '请更新后再打开', icon: 'none' })
}
