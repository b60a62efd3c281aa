/** Covenants as people say them. */
import type { Act } from '@/composables/useActs'
import type { Article, Covenant, CovenantCard } from './api'

const DIGITS = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九']

/** 「第十二条」, as a covenant counts its articles; up to 99. */
export function sayNumber(number: number): string {
  const [tens, ones] = [Math.floor(number / 10), number % 10]
  const ten = tens ? `${tens > 1 ? DIGITS[tens] : ''}十` : ''
  return `第${ten}${DIGITS[ones]}条`
}

/** `2026-11-22` as 「2026年11月22日」; nothing where there is no day. */
export function sayWholeDay(day: string | null): string {
  if (!day) return ''
  const [year, month, date] = day.split('-').map(Number)
  return `${year}年${month}月${date}日`
}

/** What a version did to an article, in a word that needs no colour. */
export const CHANGES: Record<string, string> = { added: '新增', changed: '有改动' }

export function sayCounts(article: Article): string {
  const said = [article.citations && `引用 ${article.citations} 次`, article.breaches && `登记违反 ${article.breaches} 次`]
  return said.filter(Boolean).join('，')
}

const OUTCOMES: Record<string, string> = { passed: '通过', not_passed: '没有通过', no_quorum: '参加的不够，不成立' }

export function adoptionFacts(covenant: Covenant) {
  const poll = covenant.adoption
  const came = poll?.state === 'annulled' ? '这次表决作废' : OUTCOMES[poll?.outcome ?? ''] ?? ''
  const took = poll?.outcome ? `名册 ${poll.of_homes} 户，参加 ${poll.homes} 户，${came}` : poll ? `名册 ${poll.of_homes} 户，正在表决` : ''
  const rule = (poll?.rule ?? {}) as { title?: string, cite?: string }
  return [
    { name: '由来', value: covenant.topic.title },
    { name: '表决', value: took },
    { name: '依据', value: [rule.title, rule.cite].filter(Boolean).join('，') },
    { name: '生效', value: sayWholeDay(covenant.in_force_from) },
    { name: '街镇备案', value: covenant.filing_no ?? (covenant.in_force_from ? '还没有备案' : '') },
    { name: '复核日期', value: sayWholeDay(covenant.review_on) },
    { name: '合法性比对', value: covenant.law_note ? `${covenant.law_note}（${covenant.law_checked_by}）` : '' },
    { name: '适用范围', value: covenant.estate?.name ?? '整个社区' },
  ]
}

/** For which meeting a draft at the gate is meant, and whether its body has called it. */
export function sayAsked(covenant: Covenant): string {
  const asked = covenant.now?.asked
  if (!asked) return ''
  const called = asked.convened ? `${asked.convened.org}${asked.convened.name}已同意召集` : `等${asked.convener}同意召集`
  return `交${asked.route_title}表决，开放 ${asked.days} 天，${called}`
}

/** One line under a covenant's title in the list. */
export function sayCard(card: CovenantCard): string {
  if (!card.version) return `${card.open?.state_name ?? ''}，还没有生效的版本`
  const filed = card.filing_no ? `备案 ${card.filing_no}` : '还没有备案'
  return `第 ${card.version} 版，共 ${card.articles} 条，${sayWholeDay(card.in_force_from)}起生效，${filed}`
}

export const STEPS: Record<string, Act> = {
  submit: { name: '提交把关' },
  convene: { name: '同意召集', consequence: '以召集机构的名义召开这次会议，记入公约的把关记录；同意召集的人不再把这一关。', act: '同意召集' },
  open_vote: { name: '交付居民表决', tone: 'party', consequence: '条文、名册和规则就此固定，截止前任何人看不到票数。这一步记入公开台账。', act: '交付表决' },
  adopt: { name: '确认通过，公约生效', tone: 'party', consequence: '自今日起生效，原来的版本同时被替代。结果写入公开台账，不能撤回。', act: '公约生效' },
  drop: { name: '退回修改', tone: 'party', consequence: '这次表决没有通过。原文和结果照样公开，主持人可以在新的一稿里修改。', act: '退回修改' },
  file: { name: '登记备案号', consequence: '备案号由街镇给出，登记以后不能改。', reason: { label: '备案号', least: 1, most: 60, field: 'filing_no', placeholder: '如：江厦街备〔2026〕3号' } },
  note_review: { name: '登记复核结论', consequence: '复核结论对所有人公开，下一次复核日期自动顺延。', reason: { label: '复核结论', least: 5, most: 500, field: 'text', placeholder: '如：条文仍然适用，暂不修订' } },
}

export const MATTERS = [
  { value: 'residents_covenant', label: '居民公约、村规民约', hint: '由居民会议或村民会议表决' },
  { value: 'covenant', label: '小区管理规约', hint: '由业主大会表决' },
]
