/** How the acts on a QR code, the parts of a register and the rules of procedure are worded. */
import type { Act } from '@/composables/useActs'
import type { Setting, Share } from './types'

const REASON = { label: '原因', hint: '会记入操作记录', least: 5, most: 200 }

const ROTATE: Act = {
  name: '换发新码', act: '换发新码',
  consequence: '旧海报从现在起不能再扫，正在填写的人还有 30 分钟可以提交。请把新海报打印出来换上。',
  reason: { ...REASON, placeholder: '例如：每半年定期更换' },
}
const ISSUE: Act = { name: '发第一张码', act: '发码', consequence: '发码后就可以打印海报，贴到楼道里。' }

export const QR_ACTS = (first: boolean): Record<string, Act> => ({
  rotate: first ? ISSUE : ROTATE,
  revoke: {
    name: '立即作废', tone: 'danger', act: '立即作废',
    consequence: '现在就停用，正在填写的人也不能提交。海报被冒用或外传时才需要作废。',
    reason: { ...REASON, placeholder: '例如：海报照片被发到了外面的群里' },
  },
})

const WHY = { label: '理由', hint: '会记入操作记录', least: 10, most: 300 }

/** Whose gates an estate's topics pass: what changing it means. */
export const GATE_ACTS = (estate: string): Record<string, Act> => ({
  hand_down: {
    name: '下放给小区党支部', tone: 'quiet', act: '下放把关',
    consequence: `以后${estate}自己的议题由小区党支部书记、副书记把关，社区党组织不再把关。整个社区的议题不变。`,
    reason: { ...WHY, placeholder: '例如：小区党支部已经成立，党员大会讨论同意自己把关' },
  },
  take_back: {
    name: '收回把关', tone: 'quiet', act: '收回把关',
    consequence: `以后${estate}自己的议题由社区党组织把关，小区党支部不再把关。`,
    reason: { ...WHY, placeholder: '例如：小区党支部书记已经卸任，新的还没有选出' },
  },
})

export const QR_STATES: Record<string, string> = { active: '使用中', rotated: '已换发', revoked: '已作废', none: '还没有发码' }

export const COUNTS = [
  { key: 'regions', name: '区划', unit: '个' },
  { key: 'communities', name: '居村', unit: '个' },
  { key: 'estates', name: '小区', unit: '个' },
  { key: 'buildings', name: '楼栋', unit: '栋' },
  { key: 'homes', name: '房屋', unit: '户' },
  { key: 'owners', name: '业主', unit: '人' },
]

const DIGITS = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十']

/** 「过半数」「三分之二以上」, as the law words them. */
export function sayShare(share: Share): string {
  if (share.num === share.den) return '全部'
  if (share.over && share.num * 2 === share.den) return '过半数'
  const part = `${DIGITS[share.den] ?? share.den}分之${DIGITS[share.num] ?? share.num}`
  return share.over ? `超过${part}` : `${part}以上`
}

export const NOT_VERIFIED = '没有核定'

/** A value of this rule as people say it: 「3 个工作日」「10%」「三分之二以上」. */
export function sayValue(of: Pick<Setting, 'kind' | 'unit'>, value: unknown): string {
  if (value === null) return NOT_VERIFIED
  if (of.kind === 'share') return sayShare(value as Share)
  if (of.kind === 'switch') return value ? '是' : '否'
  return of.kind === 'percent' ? `${String(value)}%` : `${String(value)} ${of.unit}`.trim()
}

const USUAL = '系统默认值'

/** Chinese and digits are set apart, Chinese and Chinese are not. */
const after = (word: string, said: string) => /^\d/.test(said) ? `${word} ${said}` : word + said

/** What the number would be without this community's doing, and where it comes from. */
export function sayBasis(of: Setting): string {
  const usual = sayValue(of, of.default)
  const own = usual !== sayValue(of, of.value)
  if (of.basis === USUAL) return own ? after('系统默认', usual) : USUAL
  const source = `依据${of.cite ?? of.basis}`
  return own && of.default !== null ? `${after('默认', usual)}，${source}` : source
}

const SETTING_REASON = { label: '为什么改', hint: '社区里的每个人都能看到', placeholder: '例如：5月10日居民代表会议讨论通过', least: 4, most: 200 }
const LAW_REASON = { ...SETTING_REASON, label: '核定的说明', placeholder: '例如：已对照现行条文的原文' }

export const reasonFor = (of: { law: boolean } | undefined) => of?.law ? LAW_REASON : SETTING_REASON

/** What follows from setting a rule; said above the button that does it. */
export const CONSEQUENCE = '从现在起，进入这一步的议题按新规则办；已经在办的，期限不变。谁改的、为什么改，大家都能看到。'
export const LAW_CONSEQUENCE = '请对照现行法律的原文填写。填好后，对应的表决方式就按这个数字办；正在进行的表决不变。谁填的、依据哪一条，大家都能看到。'
export const WITHDRAWAL = '撤回以后，对应的表决方式不能启用，直到重新核定。正在进行的表决不变。'
