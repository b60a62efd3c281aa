/** Shares, gates and the like as people say them. */
import type { Act } from '@/composables/useActs'
import { sayClock, sayDay } from '@/composables/useTime'
import type { BallotProposal, Share, Stake } from './types'

/** 「过半数」「三分之二以上」, as the law words them. */
export function sayShare(share: Share): string {
  const digits = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十']
  if (share.num * 2 === share.den) return '过半数'
  if (share.num === share.den) return '全部'
  return `${digits[share.den] ?? share.den}分之${digits[share.num] ?? share.num}以上`
}

export const shareKey = (share: Share): string => `${share.num}/${share.den}`

export const WHO_NAMES: Record<string, string> = { adults: '由成年住户投', owners: '由业主投', delegates: '由居民代表投' }
export const MODES: Record<string, { name: string, hint: string }> = {
  named: { name: '记名', hint: '截止后公开谁参加，选择只有计票的人核对' },
  open: { name: '公开', hint: '截止后公开每户选了什么' },
  secret: { name: '无记名', hint: '谁也看不到哪一户选了什么；参加的户太少时不开票' },
}
const sayMode = (mode: string | null) => mode && MODES[mode] ? `${MODES[mode].name}，${MODES[mode].hint}` : ''

/** Among several ways nobody is simply for it: one of them must gather enough. */
export const sayPass = (share: string, options: { weight: string }[], them = '户'): string =>
  options.filter(option => option.weight === 'for').length > 1 ? `参加的${them}中${share}选同一个方案` : `参加的${them}中${share}赞成`

const whoVotes = (terms: Decided) => {
  const ballots = terms.base === 'owners' ? '按专有部分面积和业主人数分别计算' : terms.who === 'delegates' ? '每名代表一票' : '每户一票'
  return `${ballots}，${WHO_NAMES[terms.who ?? 'adults']}`
}
const ofThem = (terms: Decided) => terms.base === 'owners' ? '面积和人数' : terms.who === 'delegates' ? '代表' : '户'

const sayConvener = (one: NonNullable<BallotProposal['convener']>) => one.instead ? `${one.name}（小区没有在任的业委会，代为召集）` : one.name

/** What is to be decided and how; a route without a ballot has less to say. */
export type Decided = Pick<BallotProposal, 'matter_name' | 'route_title' | 'options' | 'days' | 'who' | 'mode' | 'base' | 'quorum' | 'pass' | 'building'> & { rule: { cite: string }, convener?: BallotProposal['convener'] }

export const termsFacts = (terms: Decided) => [
  { name: '事项', value: terms.matter_name },
  { name: '决定方式', value: terms.route_title },
  ...terms.quorum && terms.pass
    ? [
        { name: '楼栋', value: terms.building ?? '' },
        { name: '选项', value: terms.options.map(option => option.label).join('、') },
        { name: '谁可以投', value: whoVotes(terms) },
        { name: '怎样投', value: sayMode(terms.mode) },
        { name: '投票时间', value: `开放 ${terms.days} 天` },
        { name: '参与要求', value: `名册上${terms.quorum.text}的${ofThem(terms)}参加才有效` },
        { name: '通过要求', value: sayPass(terms.pass.text, terms.options, ofThem(terms)) },
      ]
    : [{ name: '怎样算定', value: '不用投票。公示期内提异议的住户很少，就算大家一致' }],
  ...terms.convener ? [{ name: '由谁召集', value: sayConvener(terms.convener) }] : [],
  { name: '依据', value: terms.rule.cite },
]

export const STAKES: { value: Stake, label: string, hint: string }[] = [
  { value: 'light', label: '微议题', hint: '影响一个楼道、一小块地方，商量几天就能办' },
  { value: 'normal', label: '一般议题', hint: '影响整个小区的日常生活，例如停车、晾晒、门禁' },
  { value: 'major', label: '重大议题', hint: '要花公共的钱、改变公共部位，协商不少于 15 天，一般要表决' },
]

/** Which gate a topic waits at. */
export const GATES: Record<string, string> = {
  gate1_pending: '第一关 提出议题',
  gate2_pending: '第二关 开展讨论',
  gate3_pending: '第三关 形成决策',
  tallied: '第三关 形成决策',
  covenant_draft: '建立公约',
  covenant_vote: '建立公约',
  declined: '答复申诉',
}

/** Where the sentence says how it came out, not what comes next. */
export const ENDED = new Set(['decided', 'not_passed', 'no_quorum', 'declined', 'merged', 'transferred', 'withdrawn', 'terminated'])

/** A hash as people compare it: its beginning, in groups of four. */
export const sayHash = (hash: string): string => hash.slice(0, 16).replace(/(.{4})(?=.)/g, '$1 ')

/** A deadline to the minute, whatever the day: 「11月30日 18:00」. */
export const sayMoment = (iso: string): string => `${sayDay(iso)} ${sayClock(iso)}`

const WHY = { label: '原因', hint: '发言的人会看到这段话', least: 4, most: 120 }

/** What a moderator may do with something said here; what the content check holds is judged at the desk. */
export const TALK_ACTS: Record<string, Act> = {
  hide: {
    name: '隐藏这条发言', tone: 'danger', act: '隐藏，邻居不再看到',
    consequence: '隐藏后只有发言的人和工作人员还看得到它，连同您写的原因。以后可以恢复显示。',
    reason: { ...WHY, placeholder: '例如：写了邻居的姓名和门牌' },
  },
  restore: {
    name: '恢复显示', act: '恢复，邻居重新看到', consequence: '这条发言会回到原来的位置，邻居重新看到它。',
    reason: { ...WHY, placeholder: '例如：核对过，没有涉及他人隐私' },
  },
}
