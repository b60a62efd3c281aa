/** How projects and money are said. */
import type { FundDraft, ProjectPaper } from './types'

/** 「24,000.00 元」. */
export function sayYuan(cents: number): string {
  const whole = String(Math.floor(Math.abs(cents) / 100)).replace(/\B(?=(\d{3})+$)/g, ',')
  return `${cents < 0 ? '-' : ''}${whole}.${String(Math.abs(cents) % 100).padStart(2, '0')} 元`
}

/** What was typed as yuan, in cents; undefined while it is no amount. */
export function centsOf(text: string): number | undefined {
  const found = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(text.trim())
  return found ? Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0')) : undefined
}

export const OWNERS: { value: ProjectPaper['owner_kind'], label: string }[] = [
  { value: 'committee', label: '居委会（村委会）' },
  { value: 'owners', label: '业主委员会' },
  { value: 'ngo', label: '社会组织' },
  { value: 'residents', label: '居民小组' },
]
export const SOURCES: { value: ProjectPaper['source'], label: string }[] = [
  { value: 'micro', label: '微基金' },
  { value: 'earmarked', label: '专项经费' },
  { value: 'maintenance', label: '维修资金' },
  { value: 'other', label: '其他' },
  { value: 'none', label: '不花钱' },
]
export const ENTRY_KINDS: { key: FundDraft['kind'], name: string }[] = [
  { key: 'income', name: '收入' }, { key: 'expense', name: '支出' },
]
export const RATINGS = [
  { rating: 3, name: '满意' }, { rating: 2, name: '基本满意' }, { rating: 1, name: '不满意' },
]
/** Who is not satisfied says why, in so many characters. */
export const LEAST_COMPLAINT = 5
/** So many characters the evidence, a finish and a moved day take. */
export const LEAST_EVIDENCE = 10
