/** A poll's numbers and standing as people say them. */
import type { Poll, PollResult } from './types'
import { sayPass } from './words'

type Base = PollResult['bases'][number]

/** Hundredths of a square metre as square metres. */
export const squareMetres = (hundredths: number): number => hundredths / 100

/** 21,430.55; by hand, for not every phone's runtime knows locales. */
function commas(value: number): string {
  const [whole, part] = String(value).split('.')
  const grouped = whole!.replace(/(\d)(?=(\d{3})+$)/g, '$1,')
  return part ? `${grouped}.${part}` : grouped
}

/** 「已有 3 户参加，共 10 户」, with heads and area where owners are counted. */
export function participationFacts(poll: Poll): { name: string, value: string }[] {
  const part = poll.participation
  const facts = [{ name: '已经参加', value: `${commas(part.homes)} ${unitOf(poll)}，共 ${commas(part.of_homes)} ${unitOf(poll)}` }]
  if (part.area_cm === null || part.of_area_cm === null) return facts
  return [
    ...facts,
    { name: '参加人数', value: `${commas(part.heads ?? 0)} 位业主，共 ${commas(part.of_heads ?? 0)} 位` },
    { name: '参加面积', value: `${commas(squareMetres(part.area_cm))} ㎡，共 ${commas(squareMetres(part.of_area_cm))} ㎡` },
  ]
}

export const unitOf = (poll: Poll): string => poll.who === 'delegates' ? '名代表' : '户'

/** What must take part, for whichever base the poll counts. */
export function quorumFact(poll: Poll): string {
  if (poll.base === 'owners') return `面积和人数都要达到${poll.quorum.text}`
  return `名册上${poll.quorum.text}，至少 ${poll.quorum.needed} ${unitOf(poll)}参加才有效`
}

/** What must be in favour; of owners on both sums. */
export const passFact = (poll: Poll): string => poll.base === 'owners'
  ? `参加的面积和人数中都要有${poll.pass.text}赞成`
  : sayPass(poll.pass.text, poll.options)

/** 「业主大会 · 《民法典》第二百七十八条」; nothing where the poll names no rule. */
export const ruleFact = (poll: Poll): string =>
  [poll.rule.title, poll.rule.cite].filter(word => typeof word === 'string' && word).join(' · ')

/** What becomes of a vote, by the mode of the poll. */
export function modeWords(poll: Poll): string {
  const sealed = '截止前，各选项的票数对所有人保密，包括居委会和党组织。'
  if (poll.mode === 'secret') return `${sealed}没有人能看到谁选了什么；不足 ${poll.least_voters} 户参加就不开票。如果所有人选得一样，结果本身就会透露选择。投出后不能更改，请想好再投。`
  const change = '截止前您可以修改自己的票，以最后一次为准。'
  if (poll.mode === 'open') return `${sealed}截止后，谁选了什么会公布。${change}`
  return `${sealed}截止后公布哪些户参加和各选项合计，每户的选择不公布。${change}`
}

export interface Standing { words: string, tone: 'party' | 'clock' | 'plain' }

/** How far the count has come. */
export function standingOf(result: PollResult): Standing {
  if (result.poll.state === 'annulled') return { words: '这次表决已撤销', tone: 'plain' }
  if (result.certified) return { words: '党组织已确认计票', tone: 'party' }
  if (result.record.confirmed_by) return { words: '监督委员会已核对，等党组织确认', tone: 'clock' }
  return { words: '计票公示中，等监督委员会核对', tone: 'clock' }
}

const BASE_NAMES: Record<string, { name: string, unit: string }> = {
  homes: { name: '户数', unit: '户' },
  delegates: { name: '居民代表', unit: '名' },
  heads: { name: '业主人数', unit: '人' },
  area: { name: '面积', unit: '㎡' },
}

/** One bar of the arithmetic: what there was against what was needed, in the base's own unit. */
export function barOf(one: Base, of: 'quorum' | 'approve') {
  const { name, unit } = BASE_NAMES[one.base]!
  const size = (value: number) => one.base === 'area' ? squareMetres(value) : value
  return of === 'quorum'
    ? { label: name, unit, value: size(one.took_part), total: size(one.total), threshold: size(one.quorum_needed) }
    : { label: name, unit, value: size(one.approve ?? 0), total: size(one.took_part), threshold: size(one.approve_needed ?? 0) }
}

/** 「手机 20 户 · 纸质 3 户 · 委托 1 户」 */
export function channelWords(poll: Poll): string {
  if (!poll.channels || poll.mode === 'secret') return ''
  const { phone, paper, proxy } = poll.channels
  return [`手机 ${phone} 户`, paper && `纸质 ${paper} 户`, proxy && `委托 ${proxy} 户`].filter(Boolean).join(' · ')
}

/** A token in groups of four, as it is written down. */
export const grouped = (token: string): string => token.replace(/(.{4})(?=.)/g, '$1 ')

/** 「2 户的纸质票无法送达，也没有用别的方式投票：3号楼 501室、……」; nothing where every sheet came through. */
export const sayUndelivered = (labels: string[]): string =>
  labels.length ? `${labels.length} 户的纸质票无法送达，也没有用别的方式投票：${labels.join('、')}。` : ''
